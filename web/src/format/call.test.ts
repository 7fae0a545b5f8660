// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import { isInProgress, otherParty, ownNumber, statusTone } from "./call.ts";

it.each(["processed", "no_recording", "failed", "no-answer", "busy", "canceled"])("lets a %s call rest", (status) => {
  expect(isInProgress({ status })).toBe(false);
});

it.each(["queued", "ringing", "in-progress", "completed", "processing", "a-word-of-tomorrow"])(
  "goes on asking about a call that is %s",
  (status) => {
    expect(isInProgress({ status })).toBe(true);
  },
);

it("does not take a name of JavaScript’s own for a status", () => {
  expect(statusTone("constructor")).toBe("busy");
});

it("shows whose number the business does not know: the caller’s, or the one it called", () => {
  const numbers = { from_number: "+1", to_number: "+2" };
  expect(otherParty({ direction: "inbound", ...numbers })).toBe("+1");
  expect(otherParty({ direction: "outbound", ...numbers })).toBe("+2");
  expect(otherParty({ direction: "unknown", ...numbers })).toBe("+1");
  expect(ownNumber({ direction: "outbound", ...numbers })).toBe("+1");
});
