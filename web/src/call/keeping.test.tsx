// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { queryClient, sessionKey } from "../api/client.ts";
import type { AudioDeletion, Call } from "../api/types.ts";
import { formatMoment } from "../format/times.ts";
import { call, deletion, memberSession, recording, session } from "../test_data.ts";
import { renderPage, serve } from "../test_page.tsx";
import { Keeping } from "./keeping.tsx";

const path = "/api/calls/CA1";
const held = { legal_hold: true, legal_hold_at: "2026-02-28T10:00:00.000Z" };

beforeEach(() => {
  queryClient.setQueryData(sessionKey, session);
});

const show = (changes: Partial<Call> = {}) => renderPage(<Keeping call={{ ...call, ...changes }} />);
const hold = () => screen.getByRole("switch", { name: "הקפאה משפטית" });

it("puts a call under a hold at once", async () => {
  const asked = serve({ [`PATCH ${path}`]: { status: 200, body: { ...call, ...held } } });
  show();
  fireEvent.click(hold());
  await expect.poll(() => asked.get(`PATCH ${path}`)).toEqual({ legal_hold: true });
});

it("lets go at once of a call whose days are not over", async () => {
  const asked = serve({ [`PATCH ${path}`]: { status: 200, body: call } });
  show(held);
  fireEvent.click(hold());
  await expect.poll(() => asked.get(`PATCH ${path}`)).toEqual({ legal_hold: false });
});

it("asks before it lets go of a recording that the hold alone keeps", async () => {
  const asked = serve({ [`PATCH ${path}`]: { status: 200, body: call } });
  show({ ...held, recording: { ...recording, expires_at: "2026-01-01T00:00:00.000Z" } });
  fireEvent.click(hold());
  const confirm = await screen.findByRole("button", { name: "סיום ההקפאה" });
  expect(asked.size).toBe(0);
  fireEvent.click(confirm);
  await expect.poll(() => asked.get(`PATCH ${path}`)).toEqual({ legal_hold: false });
});

it("does not offer to delete what is held, and says why", () => {
  show(held);
  const remove = screen.getByRole("button", { name: "מחיקת השיחה" });
  expect(remove.getAttribute("aria-disabled")).toBe("true");
  expect(document.getElementById(remove.getAttribute("aria-describedby")!)?.textContent).toBe(
    "אי אפשר למחוק שיחה שנמצאת בהקפאה משפטית.",
  );
  fireEvent.click(remove);
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("shows the server's sentence where a call that somebody has just put under a hold is to be deleted", async () => {
  const error = "The call is under a legal hold";
  serve({ [`DELETE ${path}`]: { status: 409, body: { success: false, error, code: "conflict" } } });
  show();
  fireEvent.click(screen.getByRole("button", { name: "מחיקת השיחה" }));
  fireEvent.click(await screen.findByRole("button", { name: "מחיקה" }));
  expect((await screen.findByRole("alert")).textContent).toContain(error);
});

it.each([
  ["deleted", { answer: "deleted", attempts: 1, done_at: "2026-03-08T09:00:00.000Z" }, "נמחק {done}"],
  ["gone before", { answer: "was gone", attempts: 1, done_at: "2026-03-08T09:00:00.000Z" }, "כבר לא היה שם, {done}"],
  [
    "refused",
    { answer: "Twilio does not answer as it should", attempts: 3, answered_at: "2026-03-08T08:00:00.000Z" },
    "עדיין לא נמחק: Twilio does not answer as it should · הבקשה האחרונה: {answered} · 3 ניסיונות",
  ],
  ["not yet asked", {}, "עדיין לא נמחק · הבקשה עומדת להישלח"],
] satisfies [string, Partial<AudioDeletion>, string][])("tells of a copy at Twilio that was %s", (_name, changes, words) => {
  const place: AudioDeletion = { ...deletion, ...changes };
  show({ recording: { ...recording, state: "deleting", deletions: [place] } });
  const expected = words
    .replace("{done}", place.done_at === null ? "" : formatMoment(place.done_at, "he"))
    .replace("{answered}", place.answered_at === null ? "" : formatMoment(place.answered_at, "he"));
  expect(screen.getByRole("listitem").textContent).toBe(`העותק ב־TwilioRE1${expected}`);
});

it("shows a member whether a call is held, and nothing to change it by", () => {
  queryClient.setQueryData(sessionKey, memberSession);
  const { container } = show(held);
  expect(container.textContent).toContain(`הקפאה משפטית: פעילה. פעילה מאז ${formatMoment(held.legal_hold_at, "he")}`);
  expect(screen.queryByRole("switch")).toBeNull();
  expect(screen.queryByRole("button")).toBeNull();
});
