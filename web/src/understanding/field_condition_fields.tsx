// SPDX-License-Identifier: Apache-2.0
// A condition about what was understood: which field, how it is compared, and with what.
import { NativeSelect, TextInput } from "@mantine/core";
import type { FieldSettings } from "../api/types.ts";
import { kindOf, needsValue, operatorsOf, withField, withOperator, type FieldCondition, type Operator } from "./conditions.ts";
import type { Mistake } from "./mistakes.ts";
import classes from "./understanding.module.css";
import type { ValueNames } from "./use_value_names.ts";
import { useWords } from "./words.ts";

interface FieldConditionFieldsProps {
  condition: FieldCondition;
  names: ValueNames;
  fields: readonly FieldSettings[];
  mistake: Mistake | null;
  onChange: (condition: FieldCondition) => void;
}

export function FieldConditionFields({ condition, names, fields, mistake, onChange }: FieldConditionFieldsProps) {
  const { t } = useWords();
  return (
    <div className={classes.triple}>
      <NativeSelect
        label={t("condition.field")}
        value={condition.field}
        onChange={(event) => onChange(withField(condition, event.currentTarget.value, fields))}
        data={withGone(names.fields, condition.field)}
      />
      <NativeSelect
        label={t("condition.operator")}
        value={condition.operator}
        onChange={(event) => onChange(withOperator(condition, event.currentTarget.value as Operator))}
        data={operatorsOf(kindOf(condition.field, fields)).map((operator) => ({
          value: operator,
          label: t(`condition.operators.${operator}`),
        }))}
      />
      {needsValue(condition.operator) && (
        <Value condition={condition} names={names} fields={fields} mistake={mistake} onChange={onChange} />
      )}
    </div>
  );
}

function Value({ condition, names, fields, mistake, onChange }: FieldConditionFieldsProps) {
  const { t } = useWords();
  const kind = kindOf(condition.field, fields);
  const choices = names.valuesOf(condition.field);
  const set = (value: string) => onChange({ ...condition, value });
  const error = (mistake === "value" && t("mistakes.value")) || (mistake === "number" && t("mistakes.number"));
  if (choices !== null) {
    return (
      <NativeSelect
        label={t("condition.value")}
        value={condition.value}
        error={error}
        onChange={(event) => set(event.currentTarget.value)}
        data={[{ value: "", label: t("condition.choose") }, ...withGone(choices, condition.value)]}
      />
    );
  }
  const confidence = kind === "confidence";
  return (
    <TextInput
      label={confidence ? t("condition.percent") : t("condition.value")}
      value={confidence ? percentOf(condition.value) : condition.value}
      error={error}
      maxLength={confidence ? 3 : 200}
      {...((confidence || kind === "number") && { inputMode: "decimal" as const })}
      {...(kind === "date" && { type: "date" })}
      attributes={{ input: condition.value === "" ? {} : { dir: "auto" } }}
      onChange={(event) => set(confidence ? shareOf(event.currentTarget.value) : event.currentTarget.value)}
    />
  );
}

/** What was chosen once is shown, though it is no longer among the choices. */
function withGone(choices: { value: string; label: string }[], value: string): { value: string; label: string }[] {
  return value === "" || choices.some((choice) => choice.value === value) ? choices : [...choices, { value, label: value }];
}

/** The server compares shares, people write percents. */
export function percentOf(share: string): string {
  return share === "" || !Number.isFinite(Number(share)) ? share : String(Math.round(Number(share) * 100));
}

export function shareOf(percent: string): string {
  const digits = percent.replace(/\D/g, "");
  return digits === "" ? "" : String(Math.min(100, Number(digits)) / 100);
}
