// SPDX-License-Identifier: Apache-2.0
// The fields that a condition can ask about and their values, by the names that people know them by.
import { useTranslation } from "react-i18next";
import type { FieldSettings, ServiceSettings } from "../api/types.ts";
import { intents } from "../format/call.ts";
import { commonFields, isCommonField, nameIn } from "../format/fields.ts";
import { useLanguage } from "../i18n/i18n.ts";
import { kindOf, outcomes, sentiments, urgencies, wholeFields, type WholeField } from "./conditions.ts";
import { useWords } from "./words.ts";

export interface Choice {
  value: string;
  label: string;
}

export interface ValueNames {
  fields: Choice[];
  /** What a field can be; null: anything. */
  valuesOf: (field: string) => Choice[] | null;
  fieldName: (field: string) => string;
  valueName: (field: string, value: string) => string;
}

export interface Vocabulary {
  services: readonly ServiceSettings[];
  fields: readonly FieldSettings[];
}

export function useValueNames({ services, fields }: Vocabulary): ValueNames {
  const { t } = useWords();
  const { t: common } = useTranslation();
  const language = useLanguage();

  const fieldName = (field: string) => {
    if ((wholeFields as readonly string[]).includes(field)) return t(`condition.fields.${field as WholeField}`);
    if (isCommonField(field)) return common(`field.${field}`);
    const own = fields.find(({ id }) => id === field);
    return (own !== undefined && nameIn(own, language)) || field;
  };
  const valuesOf = (field: string): Choice[] | null => {
    switch (kindOf(field, fields)) {
      case "service":
        return services.map((service) => ({ value: service.id, label: nameIn(service, language) || service.id }));
      case "intent":
        return intents.map((value) => ({ value, label: common(`intent.${value}`) }));
      case "outcome":
        return outcomes.map((value) => ({ value, label: common(`outcome.${value}`) }));
      case "urgency":
        return urgencies.map((value) => ({ value, label: common(`urgency.${value}`) }));
      case "sentiment":
        return sentiments.map((value) => ({ value, label: common(`sentiment.${value}`) }));
      case "yes_no":
        return (["yes", "no"] as const).map((value) => ({ value, label: common(`yesNo.${value}`) }));
      case "choice":
        return (fields.find(({ id }) => id === field)?.choices ?? []).map((value) => ({ value, label: value }));
      default:
        return null;
    }
  };
  return {
    fields: [...wholeFields, ...commonFields, ...fields.map(({ id }) => id)].map((value) => ({ value, label: fieldName(value) })),
    valuesOf,
    fieldName,
    valueName: (field, value) => valuesOf(field)?.find((choice) => choice.value === value)?.label ?? value,
  };
}
