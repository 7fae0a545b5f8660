// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import { formatFullTime, formatMoment } from "./times.ts";

// Local times, as the reader's clock shows them, so that the test holds in every time zone.
const now = new Date(2025, 2, 10, 9, 30);
const at = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString();

it("writes today’s calls by the clock", () => {
  expect(formatMoment(at(2025, 2, 10, 0, 5), "en", now)).toBe("00:05");
});

it("names yesterday, however few hours ago it was", () => {
  expect(formatMoment(at(2025, 2, 9, 23, 59), "en", now)).toBe("yesterday, 23:59");
  expect(formatMoment(at(2025, 2, 9, 23, 59), "he", now)).toBe("אתמול, 23:59");
});

it("dates older calls, with the year where it is another", () => {
  expect(formatMoment(at(2025, 1, 3, 8, 0), "en", now)).toMatch(/^3 Feb, 08:00$/);
  expect(formatMoment(at(2024, 11, 31, 8, 0), "en", now)).toMatch(/^31 Dec 2024, 08:00$/);
});

it("does not fall over a time that is none", () => {
  expect(formatMoment("never", "he", now)).toBe("–");
  expect(formatFullTime("", "he")).toBe("–");
});
