// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { expect, it } from "vitest";
import { understanding } from "../test_data.ts";
import { endOfDay, kindOf, newCondition, operatorsOf, secondsIn, withField, withOperator, type FieldCondition } from "./conditions.ts";
import { percentOf, shareOf } from "./field_condition_fields.tsx";
import { tokensIn } from "./model_part.tsx";
import { matches } from "./services_part.tsx";
import { entriesOf } from "./tag_field.tsx";
import { withAsk, withSure } from "./thresholds_part.tsx";

const { fields, services } = understanding;
const condition: FieldCondition = { ...(newCondition("field") as FieldCondition), operator: "is_not", value: "plumbing" };

it.each([
  ["service", "service"],
  ["city", "text"],
  ["price", "number"],
  ["also_requested", "service"],
  ["floor", "number"],
  ["size", "choice"],
  ["gone", "text"],
])("knows what the values of %s are like: %s", (field, kind) => {
  expect(kindOf(field, fields)).toBe(kind);
});

it("keeps a comparison that the new field has too, and no value of the former", () => {
  expect(withField(condition, "city", fields)).toMatchObject({ field: "city", operator: "is_not", value: "" });
  expect(withField(condition, "confidence", fields)).toMatchObject({ operator: "at_least", value: "" });
});

it("offers only what can be compared", () => {
  expect(operatorsOf("urgency")).toEqual(["is", "is_not"]);
  expect(operatorsOf("text")).not.toContain("at_least");
  expect(operatorsOf("number")).toContain("at_least");
});

it("sends no value with a comparison that has none", () => {
  expect(withOperator(condition, "is_set")).toMatchObject({ operator: "is_set", value: "" });
  expect(withOperator(condition, "is")).toMatchObject({ operator: "is", value: "plumbing" });
});

it.each([
  ["60", 60],
  ["", null],
  ["1 m", 1],
  ["-5", 5],
  ["99999999", 999999],
])("reads %j as %s seconds", (text, seconds) => {
  expect(secondsIn(text)).toBe(seconds);
});

it("ends a day at 24:00", () => {
  expect([endOfDay("00:00"), endOfDay("08:00"), endOfDay("")]).toEqual(["24:00", "08:00", ""]);
});

it("writes shares as percents and reads them back", () => {
  expect([percentOf("0.8"), percentOf(""), percentOf("odd")]).toEqual(["80", "", "odd"]);
  expect([shareOf("80"), shareOf("7%"), shareOf(""), shareOf("250")]).toEqual(["0.8", "0.07", "", "1"]);
});

it.each([
  ["", null],
  ["100,000", 100000],
  ["0", 0],
])("reads %j as so many tokens a day: %s", (text, tokens) => {
  expect(tokensIn(text)).toBe(tokens);
});

it.each([
  ["leak, drip,, ", true, ["leak", "drip"]],
  ["אני צריך, ומהר\nבבקשה", false, ["אני צריך, ומהר", "בבקשה"]],
  [" two   words ", true, ["two words"]],
  [" , \n", true, []],
])("takes %j apart", (text, commas, entries) => {
  expect(entriesOf(text, commas)).toEqual(entries);
});

it("finds a service by either name, its id and its keywords", () => {
  for (const search of ["", "הובל", "MOVING", "הובלה"]) expect(matches(services[1]!, search)).toBe(true);
  expect(matches(services[1]!, "נזילה")).toBe(false);
});

it("never asks a person about what is sure", () => {
  expect(withSure({ sure: 0.8, ask: 0.6 }, 0.5)).toEqual({ sure: 0.5, ask: 0.5 });
  expect(withAsk({ sure: 0.8, ask: 0.6 }, 0.9)).toEqual({ sure: 0.9, ask: 0.9 });
  expect(withAsk({ sure: 0.8, ask: 0.6 }, 0.1)).toEqual({ sure: 0.8, ask: 0.1 });
});
