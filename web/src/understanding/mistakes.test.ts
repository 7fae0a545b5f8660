// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { expect, it } from "vitest";
import { ApiError } from "../api/error.ts";
import type { Condition, RuleSettings } from "../api/types.ts";
import { understanding } from "../test_data.ts";
import { newCondition, conditionTypes } from "./conditions.ts";
import { keyed } from "./draft.ts";
import { conditionMistake, fieldMistakes, itemNamed, ruleMistakes, serviceMistakes } from "./mistakes.ts";

const words = newCondition("words") as Extract<Condition, { type: "words" }>;
const field = newCondition("field") as Extract<Condition, { type: "field" }>;
const duration = newCondition("duration") as Extract<Condition, { type: "duration" }>;

it("finds nothing wrong with what the server itself has", () => {
  expect(serviceMistakes(keyed(understanding.services)).size).toBe(0);
  expect(fieldMistakes(keyed(understanding.fields)).size).toBe(0);
  expect(ruleMistakes(keyed(understanding.rules)).size).toBe(0);
});

it("wants one name of two, and two choices to choose from", () => {
  const [floor, size] = keyed(understanding.fields);
  expect(fieldMistakes([{ ...floor!, name_he: "" }]).size).toBe(0);
  expect([...fieldMistakes([{ ...floor!, name_he: " ", name_en: "" }, { ...size!, choices: ["קטן"] }])]).toEqual([
    ["floor", "name"],
    ["size", "choices"],
  ]);
});

it.each([
  ["a name", { name: " " }, "name"],
  ["a condition", { conditions: [] }, "conditions"],
  ["a whole condition", { conditions: [words] }, "phrases"],
] satisfies [string, Partial<RuleSettings>, string][])("wants %s of a rule", (_name, changes, mistake) => {
  expect(ruleMistakes([{ ...understanding.rules[0]!, key: "angry", ...changes }]).get("angry")).toBe(mistake);
});

it.each([
  [{ ...words, phrases: ["בושה"] }, null],
  [{ ...words, phrases: ["בושה"], within_first: 0 }, "seconds"],
  [{ ...field, value: "plumbing" }, null],
  [field, "value"],
  [{ ...field, field: "city", operator: "is_set", value: "" }, null],
  [{ ...field, field: "price", operator: "at_least", value: "many" }, "number"],
  [{ ...field, field: "confidence", operator: "at_most", value: "0.5" }, null],
  [newCondition("silence"), null],
  [{ type: "silence", longer_than: 0, not: false }, "seconds"],
  [duration, null],
  [{ ...duration, longer_than: null }, "seconds"],
  [{ ...duration, longer_than: 60, shorter_than: 60 }, "seconds"],
  [newCondition("time"), null],
  [{ type: "time", days: [], from: "", to: "08:00", not: false }, "value"],
  [{ type: "time", days: [], from: "08:00", to: "08:00", not: false }, "times"],
  [{ type: "time", days: [], from: "00:00", to: "24:00", not: false }, "times"],
  [{ type: "time", days: ["friday"], from: "00:00", to: "24:00", not: false }, null],
] satisfies [Condition, string | null][])("says what is wrong with %j: %s", (condition, mistake) => {
  expect(conditionMistake(condition)).toBe(mistake);
});

it("knows what to say of each type of condition", () => {
  for (const type of conditionTypes) expect(newCondition(type).type).toBe(type);
});

it.each([
  ['Service "moving": it needs a name.', 1],
  ['Service "moving_2": "keywords" are too many. Service "plumbing": it needs a name.', 2],
  ['Rule "angry", condition 1: "value" is none of the services.', -1],
  ["Services: there are more than 200.", -1],
])("finds the item that the server's sentence names: %s", (message, place) => {
  const items = [{ id: "plumbing" }, { id: "moving" }, { id: "moving_2" }];
  expect(itemNamed(new ApiError(400, "invalid_request", message), items)).toBe(place);
});

it("looks for no item in a fault of the server's or the network's", () => {
  expect(itemNamed(new ApiError(503, "unavailable", 'Service "moving"'), [{ id: "moving" }])).toBe(-1);
  expect(itemNamed(new TypeError('Service "moving"'), [{ id: "moving" }])).toBe(-1);
});
