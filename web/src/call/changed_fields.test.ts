// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import type { Call } from "../api/types.ts";
import { changedFields } from "./changed_fields.ts";

const call = {
  insight: null,
  corrected_values: {},
  service: { id: "plumbing", name: "אינסטלציה", confidence: 0.9 },
  city: null,
  final_transcript: "שורה\nשורה",
  notes: "",
} as Call;

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

it("sends nothing when nothing was changed, though a form writes other line ends", () => {
  expect(changedFields(call, form({ service: "plumbing", city: " ", transcript: "שורה\r\nשורה", notes: "" }))).toBeNull();
});

it("sends what was changed and nothing beside it", () => {
  const changes = changedFields(call, form({ service: "plumbing", city: " חיפה ", transcript: "שורה", notes: "" }));
  expect(changes).toEqual({ city: "חיפה", transcript: "שורה" });
});

it("sends an empty service for none", () => {
  expect(changedFields(call, form({ service: "", city: "" }))).toEqual({ service: "" });
});

it("sends a person's values of fields, an empty one for none, and takes back what the machine says too", () => {
  const heard = (value: string) => ({ value, confidence: 1, evidence: {} });
  const understood = {
    ...call,
    insight: { fields: { floor: heard("3"), name: heard("דנה"), price: heard("450") } },
    corrected_values: { price: "500" },
  } as unknown as Call;
  const filled = { "field:floor": "4 ", "field:name": "", "field:price": "450", "field:size": "" };
  expect(changedFields(understood, form(filled))).toEqual({ fields: { floor: "4", name: "", price: null } });
  expect(changedFields(understood, form({ "field:floor": "3", "field:price": "500" }))).toBeNull();
});
