// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import { formatLocalTime, isYes, nameIn, orderedFields } from "./fields.ts";

const now = new Date(2026, 10, 24);

it.each([
  ["2026-11-25T10:00", "en", "Wed, 25 Nov, 10:00"],
  ["2026-11-25T10:00", "he", "יום ד׳, 25 בנוב׳, 10:00"],
  ["2026-11-25", "en", "Wed, 25 Nov"],
  ["2027-01-03T08:05", "en", "Sun, 3 Jan 2027, 08:05"],
  ["מחר בבוקר", "he", "מחר בבוקר"],
] as const)("writes the local time %s in %s as it stands: %s", (time, language, text) => {
  expect(formatLocalTime(time, language, now)).toBe(text);
});

it("names by the other language where one name is empty", () => {
  expect(nameIn({ name_he: "", name_en: "Floor" }, "he")).toBe("Floor");
  expect(nameIn({ name_he: "קומה", name_en: "" }, "en")).toBe("קומה");
  expect(nameIn({ name_he: "קומה", name_en: "Floor" }, "en")).toBe("Floor");
});

it("puts what every call may have first, then the business's own, and unknown ones last", () => {
  const own = [{ id: "size" }, { id: "floor" }];
  expect(orderedFields(["gone", "floor", "price", "size", "name"], own)).toEqual(["name", "price", "size", "floor", "gone"]);
});

it("reads yes and no", () => {
  expect([isYes("yes"), isYes("true"), isYes("no"), isYes("")]).toEqual([true, true, false, false]);
});
