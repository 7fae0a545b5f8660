// SPDX-License-Identifier: Apache-2.0
// What a rule's conditions can be made of.
import type { Condition, FieldSettings } from "../api/types.ts";
import { commonFields } from "../format/fields.ts";

export type ConditionType = Condition["type"];
export type FieldCondition = Extract<Condition, { type: "field" }>;
export type Operator = FieldCondition["operator"];
export type Day = Extract<Condition, { type: "time" }>["days"][number];

export const conditionTypes = ["words", "field", "silence", "duration", "time"] as const satisfies readonly ConditionType[];

export const days = [
  "sunday",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
] as const satisfies readonly Day[];

export const wholeFields = ["service", "city", "intent", "outcome", "urgency", "sentiment", "confidence"] as const;
export type WholeField = (typeof wholeFields)[number];

export const outcomes = ["none", "appointment", "callback", "declined", "cancelled"] as const;
export const urgencies = ["urgent", "normal"] as const;
export const sentiments = ["positive", "neutral", "negative"] as const;

export function newCondition(type: ConditionType): Condition {
  switch (type) {
    case "words":
      return { type, phrases: [], speaker: "any", within_first: null, within_last: null, not: false };
    case "field":
      return { type, field: "service", operator: "is", value: "", not: false };
    case "silence":
      return { type, longer_than: 20, not: false };
    case "duration":
      return { type, longer_than: 60, shorter_than: null, not: false };
    case "time":
      return { type, days: [], from: "18:00", to: "08:00", not: false };
  }
}

/** What the values of a field are like, which says how they can be compared. */
export type ValueKind = Exclude<WholeField, "city"> | FieldSettings["type"];

export function kindOf(field: string, own: readonly FieldSettings[]): ValueKind {
  if (field === "city") return "text";
  if ((wholeFields as readonly string[]).includes(field)) return field as Exclude<WholeField, "city">;
  if (field === "price") return "number";
  if (field === "also_requested") return "service";
  if ((commonFields as readonly string[]).includes(field)) return "text";
  return own.find(({ id }) => id === field)?.type ?? "text";
}

export function operatorsOf(kind: ValueKind): readonly Operator[] {
  switch (kind) {
    case "confidence":
      return ["at_least", "at_most"];
    case "outcome":
    case "urgency":
      return ["is", "is_not"];
    case "service":
    case "intent":
    case "sentiment":
    case "choice":
    case "yes_no":
      return ["is", "is_not", "is_set", "is_empty"];
    case "date":
    case "number":
      return ["is", "is_not", "at_least", "at_most", "is_set", "is_empty"];
    case "text":
    case "phone":
      return ["is", "is_not", "contains", "is_set", "is_empty"];
  }
}

export function needsValue(operator: Operator): boolean {
  return operator !== "is_set" && operator !== "is_empty";
}

/** Another field takes an operator of its own, and no value of the former one's. */
export function withField(condition: FieldCondition, field: string, own: readonly FieldSettings[]): FieldCondition {
  const operators = operatorsOf(kindOf(field, own));
  const operator = operators.includes(condition.operator) ? condition.operator : operators[0]!;
  return { ...condition, field, operator, value: "" };
}

export function withOperator(condition: FieldCondition, operator: Operator): FieldCondition {
  return { ...condition, operator, value: needsValue(operator) ? condition.value : "" };
}

/** Digits alone count; nothing typed is no number. */
export function secondsIn(text: string): number | null {
  const digits = text.replace(/\D/g, "").slice(0, 6);
  return digits === "" ? null : Number(digits);
}

/** A field for a time of day knows no 24:00, which ends a day here. */
export function endOfDay(time: string): string {
  return time === "00:00" ? "24:00" : time;
}
