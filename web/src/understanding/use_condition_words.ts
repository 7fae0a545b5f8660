// SPDX-License-Identifier: Apache-2.0
// A condition as a sentence.
import type { Condition } from "../api/types.ts";
import { formatPercent, locale } from "../format/numbers.ts";
import { useLanguage } from "../i18n/i18n.ts";
import { needsValue, type FieldCondition } from "./conditions.ts";
import type { ValueNames } from "./use_value_names.ts";
import { useWords } from "./words.ts";

type Of<Type extends Condition["type"]> = Extract<Condition, { type: Type }>;

export function useConditionWords(names: ValueNames): (condition: Condition) => string {
  const { t } = useWords();
  const language = useLanguage();
  const list = (items: string[], type: "conjunction" | "disjunction") =>
    new Intl.ListFormat(locale(language), { type }).format(items);

  const words = ({ phrases, speaker, within_first: first, within_last: last }: Of<"words">) =>
    [
      t(`condition.said.${speaker}`, { phrases: list(phrases.map((phrase) => `“${phrase}”`), "disjunction") }),
      first !== null && t("condition.saidFirst", { count: first }),
      last !== null && t("condition.saidLast", { count: last }),
    ]
      .filter(Boolean)
      .join(", ");
  const field = ({ field, operator, value }: FieldCondition) => {
    const shown = field === "confidence" ? formatPercent(Number(value), language) : names.valueName(field, value);
    return t(`condition.compared.${operator}`, { field: names.fieldName(field), value: needsValue(operator) ? shown : "" });
  };
  const duration = ({ longer_than: longer, shorter_than: shorter }: Of<"duration">) =>
    list(
      [
        ...(longer === null ? [] : [t("condition.longer", { count: longer })]),
        ...(shorter === null ? [] : [t("condition.shorter", { count: shorter })]),
      ],
      "conjunction",
    );
  const time = ({ days, from, to }: Of<"time">) =>
    t("condition.begins", {
      days: days.length === 0 ? t("condition.everyDay") : list(days.map((day) => t(`condition.days.${day}`)), "conjunction"),
      from,
      to,
    });
  const plain = (condition: Condition) => {
    switch (condition.type) {
      case "words":
        return words(condition);
      case "field":
        return field(condition);
      case "silence":
        return t("condition.silent", { count: condition.longer_than });
      case "duration":
        return duration(condition);
      case "time":
        return time(condition);
    }
  };
  return (condition) => (condition.not ? t("condition.negated", { condition: plain(condition) }) : plain(condition));
}
