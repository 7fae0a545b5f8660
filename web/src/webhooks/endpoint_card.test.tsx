// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { queryClient, sessionKey } from "../api/client.ts";
import type { DeliveryDetail, WebhookEndpoint } from "../api/types.ts";
import { formatMoment } from "../format/times.ts";
import { delivery, endpoint, memberSession, session } from "../test_data.ts";
import { renderPage, serve } from "../test_page.tsx";
import { EndpointCard } from "./endpoint_card.tsx";

beforeEach(() => {
  queryClient.setQueryData(sessionKey, session);
});

const show = (changes: Partial<WebhookEndpoint> = {}) => renderPage(<EndpointCard endpoint={{ ...endpoint, ...changes }} />);
const button = (name: string) => screen.getByRole("button", { name: `${name}: ${endpoint.url}` });
const text = () => screen.getByRole("listitem").textContent;

it("says of one that was switched off why and when, and offers to switch it on and no test", () => {
  const at = "2026-02-28T09:30:00.125Z";
  show({ enabled: false, disabled_reason: `It answered 410 Gone at ${at}` });
  expect(text()).toContain("כבויה");
  expect(text()).toContain(`It answered 410 Gone at ${formatMoment(at, "he")}.`);
  expect(button("הפעלה מחדש")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /שליחת ניסיון/ })).toBeNull();
});

it("says until when a former secret signs as well", () => {
  const until = "2026-03-01T09:30:00.000Z";
  show({ previous_secret_until: until });
  expect(text()).toContain(`גם הסוד הקודם חותם, עד ${formatMoment(until, "he")}.`);
});

it("pauses, and switches on again, by what the server has words for", async () => {
  const asked = serve({ [`PATCH /api/webhook-endpoints/we_1`]: { status: 200, body: { ...endpoint, paused: true } } });
  const { unmount } = show();
  fireEvent.click(button("השהיה"));
  await expect.poll(() => asked.get("PATCH /api/webhook-endpoints/we_1")).toEqual({ paused: true });
  unmount();
  show({ enabled: false, disabled_reason: "It answered 410 Gone" });
  fireEvent.click(button("הפעלה מחדש"));
  await expect.poll(() => asked.get("PATCH /api/webhook-endpoints/we_1")).toEqual({ enabled: true });
});

it("shows a member how an endpoint is doing and nothing to change it by", () => {
  queryClient.setQueryData(sessionKey, memberSession);
  show({ paused: true });
  expect(text()).toContain("מושהית");
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.getByRole("link", { name: `יומן: ${endpoint.url}` }).getAttribute("href")).toBe(
    "/settings/deliveries?endpoint=we_1",
  );
});

it.each([
  ["taken", { state: "delivered", last_status: 202 }, "הודעת הניסיון התקבלה: תשובה 202."],
  ["on its way", { state: "pending", attempts: 0, next_attempt_at: new Date().toISOString() }, "הודעת הניסיון בדרך…"],
  ["kept by a pause", { state: "pending", attempts: 0, next_attempt_at: null }, "ממתינה: הכתובת מושהית"],
  ["not taken", { state: "failed", last_status: null, last_error: "The connection was refused" }, "The connection was refused."],
] satisfies [string, Partial<DeliveryDetail>, string][])("tells of a test that was %s", async (_name, outcome, words) => {
  serve({
    "POST /api/webhook-endpoints/we_1/test": { status: 202, body: { id: "msg_1" } },
    "GET /api/webhook-deliveries/msg_1": { status: 200, body: { ...delivery, event: "webhook.test", ...outcome } },
  });
  show();
  fireEvent.click(button("שליחת ניסיון"));
  await expect.poll(() => screen.getByRole("status").textContent).toContain(words);
});

it("shows the server's sentence where a test is refused", async () => {
  serve({
    "POST /api/webhook-endpoints/we_1/test": {
      status: 409,
      body: { success: false, error: "The endpoint is switched off", code: "conflict" },
    },
  });
  show();
  fireEvent.click(button("שליחת ניסיון"));
  expect((await screen.findByRole("alert")).textContent).toContain("The endpoint is switched off");
});
