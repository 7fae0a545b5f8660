// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { fireEvent, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { queryClient, sessionKey } from "../api/client.ts";
import { understandingKey } from "../api/understanding.ts";
import type { Call } from "../api/types.ts";
import { formatLocalTime } from "../format/fields.ts";
import { Playback } from "../player/playback.ts";
import { call, evidence, insight, memberSession, understanding } from "../test_data.ts";
import { renderPage, serve } from "../test_page.tsx";
import { Details } from "./details.tsx";

const path = "/api/calls/CA1";
const transcript: NonNullable<Call["transcript"]> = {
  language: "he",
  duration: 30,
  segments: [{ channel: 0, speaker: "caller", start: 2.5, end: 5, text: "יש לי נזילה", confidence: 0.9, words: [] }],
  dropped: [],
} as never;
const understood: Call = { ...call, insight, transcript };

let playback: Playback;

beforeEach(() => {
  queryClient.setQueryData(sessionKey, memberSession);
  queryClient.setQueryData(understandingKey, understanding);
  queryClient.setQueryData(["services"], understanding.services);
  playback = new Playback(30);
});

const show = (changes: Partial<Call>) => renderPage(<Details call={{ ...understood, ...changes }} playback={playback} />);
const field = (name: string) => screen.getByText(name, { selector: "dt" }).parentElement!;
const service = { id: "plumbing", name: "אינסטלציה", confidence: 0.6 };

describe("service and city", () => {
  it("stand by themselves where they are sure", () => {
    show({ service: { ...service, confidence: 0.9 }, certainty: { service: "sure", city: "empty" } });
    expect(field("שירות").textContent).toContain("אינסטלציהבטוחביטחון 90%");
    expect(within(field("שירות")).queryByRole("button", { name: /^נכון/ })).toBeNull();
  });

  it("are confirmed by one click where a person should look, which says the same value", async () => {
    const asked = serve({ [`PATCH ${path}`]: { status: 200, body: call } });
    show({ service, certainty: { service: "ask", city: "empty" } });
    expect(field("שירות").textContent).toContain("נא לבדוק");
    fireEvent.click(screen.getByRole("button", { name: "נכון: שירות – אינסטלציה" }));
    await expect.poll(() => asked.get(`PATCH ${path}`)).toEqual({ service: "plumbing" });
  });

  it("are left empty with what the machine guessed, which one click takes", async () => {
    const asked = serve({ [`PATCH ${path}`]: { status: 200, body: call } });
    show({ city: null, certainty: { service: "empty", city: "empty" } });
    expect(field("עיר").textContent).toContain("הושאר ריקהצעה: חיפה");
    fireEvent.click(screen.getByRole("button", { name: "קבלת ההצעה: עיר – חיפה" }));
    await expect.poll(() => asked.get(`PATCH ${path}`)).toEqual({ city: "חיפה" });
  });

  it("say that nothing was recognised where nothing was", () => {
    show({ insight: { ...insight, city: null } });
    expect(field("עיר").textContent).toBe("עירלא זוהה");
  });

  it("say that a person said so, also that there is none, and show no place for it", () => {
    show({ service: { ...service, confidence: null }, city: null, certainty: { service: "person", city: "person" } });
    expect(field("שירות").textContent).toBe("שירותאינסטלציהתוקן ידנית");
    expect(field("עיר").textContent).toBe("עירללאתוקן ידנית");
    expect(within(field("עיר")).queryByRole("button")).toBeNull();
  });

  it("show the server's sentence where a confirmation is refused", async () => {
    const error = "The business no longer has this service";
    serve({ [`PATCH ${path}`]: { status: 400, body: { success: false, error, code: "invalid_request" } } });
    show({ service, certainty: { service: "ask", city: "empty" } });
    fireEvent.click(screen.getByRole("button", { name: "נכון: שירות – אינסטלציה" }));
    expect((await within(field("שירות")).findByRole("alert")).textContent).toContain(error);
  });
});

describe("where something was said", () => {
  it("is told with the speaker and the time, and a click goes there", () => {
    const seek = vi.spyOn(playback, "seek");
    show({ service, certainty: { service: "ask", city: "empty" } });
    const place = within(field("שירות")).getByRole("button", { name: /לשמיעת המקום בשיחה/ });
    expect(place.textContent).toBe("יש לי נזילה מתקשר, 0:03");
    fireEvent.click(place);
    expect(seek).toHaveBeenCalledWith(3);
  });

  it("goes by its segment's time where the words have none", () => {
    const seek = vi.spyOn(playback, "seek");
    show({ insight: { ...insight, fields: { name: { value: "דנה", confidence: 1, evidence: { ...evidence, start: null, end: null } } } } });
    fireEvent.click(within(field("שם")).getByRole("button"));
    expect(seek).toHaveBeenCalledWith(2.5);
  });

  it("is told without a way there where nobody knows when it was", () => {
    const timeless = { text: "דנה", segment: null, speaker: "caller" as const, start: null, end: null };
    show({ insight: { ...insight, fields: { name: { value: "דנה", confidence: 1, evidence: timeless } } } });
    expect(within(field("שם")).queryByRole("button")).toBeNull();
    expect(field("שם").textContent).toContain("מתקשר");
  });
});

it("tells why somebody called, how it ended, and what was promised for when, in the business's own time", () => {
  const due = "2026-11-25T10:00";
  show({
    intent: "complaint",
    outcome: "appointment",
    urgency: "urgent",
    insight: { ...insight, follow_up: { task: "נגיע מחר בעשר", due, evidence }, sentiment: "negative" },
  });
  expect(field("סיבת השיחה").textContent).toBe("סיבת השיחהתלונה");
  expect(field("תוצאה").textContent).toBe("תוצאהנקבע ביקור");
  expect(field("דחיפות").textContent).toBe("דחיפותדחופה");
  expect(field("המשך טיפול").textContent).toContain(`נגיע מחר בעשרמועד: ${formatLocalTime(due, "he")}`);
  expect(field("הלך הרוח").textContent).toBe("הלך הרוחשלילי");
});

it("says nothing of what there is nothing to say of", () => {
  show({});
  for (const name of ["תוצאה", "דחיפות", "המשך טיפול", "הלך הרוח", "תגיות"]) expect(screen.queryByText(name)).toBeNull();
});

it("shows a person's value of a field before the machine's, and one that the machine never found", () => {
  const fields = { floor: { value: "3", confidence: 0.9, evidence }, price: { value: "450", confidence: 0.9, evidence } };
  show({ insight: { ...insight, fields }, corrected_values: { floor: "4", size: "גדול", price: "" } });
  expect(field("קומה").textContent).toBe("קומה4תוקן ידנית");
  expect(field("גודל").textContent).toBe("גודלגדולתוקן ידנית");
  expect(field("מחיר שדובר עליו").textContent).toBe("מחיר שדובר עליוללאתוקן ידנית");
});

it("shows each tag with what its rule went by, words and silences", () => {
  const seek = vi.spyOn(playback, "seek");
  const silence = { text: "", segment: null, speaker: "unknown" as const, start: 12, end: 34 };
  show({ tags: [{ rule_id: "angry", name: "לקוח כועס", evidence: [evidence, silence], tagged_at: call.created_at }] });
  const tags = within(field("תגיות"));
  expect(tags.getByText("לקוח כועס")).toBeTruthy();
  fireEvent.click(tags.getByRole("button", { name: /שקט – 0:12–0:34/ }));
  expect(seek).toHaveBeenCalledWith(12);
});
