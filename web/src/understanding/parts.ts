// SPDX-License-Identifier: Apache-2.0
// The document's parts: how each is read into a draft, merged, and written back.
import type {
  FieldSettings,
  RedactionSettings,
  RuleSettings,
  ServiceSettings,
  Thresholds,
  UnderstandingChange,
} from "../api/types.ts";
import { commonFields } from "../format/fields.ts";
import { wholeFields } from "./conditions.ts";
import { identified, keyed, mergeItems, mergeObject, type Keyed, type PartOf } from "./draft.ts";

export type PartName = Exclude<keyof UnderstandingChange, "version">;

/** What a call has already, by the same names. */
const reservedFieldIds = [...commonFields, ...wholeFields, "transcript", "summary", "notes", "language", "follow_up"];

export interface Part<Value> extends PartOf<Value> {
  name: PartName;
  write: (value: Value) => Omit<UnderstandingChange, "version">;
}

export interface ModelUse {
  enabled: boolean;
  daily_tokens: number | null;
}

export const servicesPart: Part<Keyed<ServiceSettings>[]> = {
  name: "services",
  read: ({ services }) => keyed(services),
  merge: mergeItems,
  write: (services) => ({ services: identified(services, nameOfBoth, "service") }),
};

export const fieldsPart: Part<Keyed<FieldSettings>[]> = {
  name: "fields",
  read: ({ fields }) => keyed(fields),
  merge: mergeItems,
  write: (fields) => ({
    // Choices typed before the type was changed are of no use to another.
    fields: identified(fields, nameOfBoth, "field", reservedFieldIds).map((field) =>
      field.type === "choice" ? field : { ...field, choices: [] },
    ),
  }),
};

export const rulesPart: Part<Keyed<RuleSettings>[]> = {
  name: "rules",
  read: ({ rules }) => keyed(rules),
  merge: mergeItems,
  write: (rules) => ({ rules: identified(rules, ({ name }) => name, "rule") }),
};

export const thresholdsPart: Part<Thresholds> = {
  name: "thresholds",
  read: ({ thresholds: { sure, ask } }) => ({ sure, ask }),
  merge: (base, mine, theirs) => ordered(mergeObject(base, mine, theirs)),
  write: (thresholds) => ({ thresholds }),
};

export const redactionPart: Part<RedactionSettings> = {
  name: "redaction",
  read: ({ redaction: { cards, ids, phones, audio } }) => ({ cards, ids, phones, audio }),
  merge: (base, mine, theirs) => audible(mergeObject(base, mine, theirs)),
  write: (redaction) => ({ redaction }),
};

export const modelPart: Part<ModelUse> = {
  name: "model",
  read: ({ model }) => ({ enabled: model.enabled, daily_tokens: model.daily_tokens }),
  merge: mergeObject,
  write: (model) => ({ model }),
};

/** A person is never asked about what is sure. */
export function ordered({ sure, ask }: Thresholds): Thresholds {
  return { sure, ask: Math.min(ask, sure) };
}

/** The tone covers the words that are blacked out; where none are, there is nothing to cover. */
export function audible(redaction: RedactionSettings): RedactionSettings {
  return { ...redaction, audio: redaction.audio && (redaction.cards || redaction.ids || redaction.phones) };
}

function nameOfBoth({ name_en, name_he }: { name_en: string; name_he: string }): string {
  return name_en === "" ? name_he : name_en;
}
