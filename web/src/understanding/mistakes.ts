// SPDX-License-Identifier: Apache-2.0
// What is wrong with a draft before the server is asked. The limits themselves are the server's.
import type { Condition, FieldSettings, RuleSettings, ServiceSettings } from "../api/types.ts";
import { ApiError } from "../api/error.ts";
import type { Keyed } from "./draft.ts";

export type Mistake = "name" | "choices" | "conditions" | "phrases" | "value" | "seconds" | "number" | "times";

/** By item's key. */
export type Mistakes = ReadonlyMap<string, Mistake>;

export const none: Mistakes = new Map();

function find<Item extends { key: string }>(items: readonly Item[], wrong: (item: Item) => Mistake | null): Mistakes {
  return new Map(
    items.flatMap((item): [string, Mistake][] => {
      const mistake = wrong(item);
      return mistake === null ? [] : [[item.key, mistake]];
    }),
  );
}

const nameless = ({ name_he, name_en }: { name_he: string; name_en: string }) => name_he.trim() === "" && name_en.trim() === "";

export function serviceMistakes(services: readonly Keyed<ServiceSettings>[]): Mistakes {
  return find(services, (service) => (nameless(service) ? "name" : null));
}

export function fieldMistakes(fields: readonly Keyed<FieldSettings>[]): Mistakes {
  return find(fields, (field) => {
    if (nameless(field)) return "name";
    return field.type === "choice" && field.choices.length < 2 ? "choices" : null;
  });
}

export function ruleMistakes(rules: readonly Keyed<RuleSettings>[]): Mistakes {
  return find(rules, ({ name, conditions }) => {
    if (name.trim() === "") return "name";
    if (conditions.length === 0) return "conditions";
    return conditions.map(conditionMistake).find((mistake) => mistake !== null) ?? null;
  });
}

export function conditionMistake(condition: Condition): Mistake | null {
  switch (condition.type) {
    case "words":
      if (condition.phrases.length === 0) return "phrases";
      return [condition.within_first, condition.within_last].every(isSecondsOrNull) ? null : "seconds";
    case "field":
      return fieldConditionMistake(condition.operator, condition.value);
    case "silence":
      return isSeconds(condition.longer_than) ? null : "seconds";
    case "duration": {
      const { longer_than: longer, shorter_than: shorter } = condition;
      if (longer === null && shorter === null) return "seconds";
      if (!isSecondsOrNull(longer) || !isSecondsOrNull(shorter)) return "seconds";
      return longer !== null && shorter !== null && longer >= shorter ? "seconds" : null;
    }
    case "time":
      return timeMistake(condition);
  }
}

function timeMistake({ from, to, days }: Extract<Condition, { type: "time" }>): Mistake | null {
  if (from === "" || to === "") return "value";
  return from === to || (from === "00:00" && to === "24:00" && days.length === 0) ? "times" : null;
}

function fieldConditionMistake(operator: string, value: string): Mistake | null {
  if (operator === "is_set" || operator === "is_empty") return null;
  if (value.trim() === "") return "value";
  if (operator !== "at_least" && operator !== "at_most") return null;
  return Number.isFinite(Number(value)) || /^\d{4}-\d\d-\d\d$/.test(value) ? null : "number";
}

const isSeconds = (seconds: number) => Number.isInteger(seconds) && seconds >= 1;
const isSecondsOrNull = (seconds: number | null) => seconds === null || isSeconds(seconds);

/** The place of the item that a sentence of the server's names, as in `Field "floor": …`; -1 for none. */
export function itemNamed(error: unknown, items: readonly { id: string }[]): number {
  if (!(error instanceof ApiError) || error.status !== 400) return -1;
  const id = /\b(?:Service|Field|Rule) "([^"]+)"/.exec(error.message)?.[1];
  return items.findIndex((item) => item.id === id);
}
