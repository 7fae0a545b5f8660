// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { formatDuration, formatPercent, formatPhone, searchTerm } from "./numbers.ts";

describe("a telephone number", () => {
  it.each([
    ["+972541234567", "054-123-4567", "+972 54-123-4567"],
    ["+97231234567", "03-123-4567", "+972 3-123-4567"],
    ["+972771234567", "077-123-4567", "+972 77-123-4567"],
    ["+12125550123", "+1 212-555-0123", "+1 212-555-0123"],
    ["+442079460958", "+442079460958", "+442079460958"],
    ["+9721700", "+9721700", "+9721700"],
    ["anonymous", "anonymous", "anonymous"],
    ["", "", ""],
  ])("%s is %s in Hebrew and %s in English", (number, hebrew, english) => {
    expect(formatPhone(number, "he")).toBe(hebrew);
    expect(formatPhone(number, "en")).toBe(english);
  });
});

it.each([
  [0, "0:00"],
  [5, "0:05"],
  [65.9, "1:05"],
  [599, "9:59"],
  [3600, "1:00:00"],
  [3723, "1:02:03"],
  [null, "–"],
  [-1, "–"],
  [Number.NaN, "–"],
  [Infinity, "–"],
])("writes a duration of %s seconds as %s", (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

it("writes shares in the page’s language", () => {
  expect(formatPercent(0.914, "en")).toBe("91%");
});

it.each([
  ["054-123-4567", "541234567"],
  ["+972 54-123-4567", "972541234567"],
  ["+1 (212) 555.0123", "12125550123"],
  ["4567", "4567"],
  ["42", "42"],
  ["הרצל 42", "הרצל 42"],
  ["2-3 rooms", "2-3 rooms"],
])("searches for %s as %s", (text, term) => {
  expect(searchTerm(text)).toBe(term);
});
