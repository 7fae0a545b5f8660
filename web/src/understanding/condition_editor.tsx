// SPDX-License-Identifier: Apache-2.0
// One condition of a rule: what it is about, its own fields, and whether it must not hold.
import { ActionIcon, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useIsOwner } from "../api/session.ts";
import type { Condition, FieldSettings } from "../api/types.ts";
import { conditionTypes, newCondition, secondsIn, type ConditionType } from "./conditions.ts";
import { FieldConditionFields } from "./field_condition_fields.tsx";
import { conditionMistake } from "./mistakes.ts";
import { TagField } from "./tag_field.tsx";
import { TimeConditionFields } from "./time_condition_fields.tsx";
import classes from "./understanding.module.css";
import type { ValueNames } from "./use_value_names.ts";
import { useWords } from "./words.ts";

interface ConditionEditorProps {
  condition: Condition;
  number: number;
  names: ValueNames;
  fields: readonly FieldSettings[];
  /** Whether mistakes are said yet. */
  checked: boolean;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}

export function ConditionEditor({ condition, number, names, fields, checked, onChange, onRemove }: ConditionEditorProps) {
  const { t } = useWords();
  const owner = useIsOwner();
  const label = t("condition.number", { number });
  return (
    <li className={classes.condition}>
      <fieldset className={classes.conditionBody} aria-label={label}>
        <div className={classes.conditionHead}>
          <NativeSelect
            aria-label={`${label}: ${t("condition.about")}`}
            className={classes.grow}
            value={condition.type}
            onChange={(event) => onChange(newCondition(event.currentTarget.value as ConditionType))}
            data={conditionTypes.map((type) => ({ value: type, label: t(`condition.type.${type}`) }))}
          />
          {owner && (
            <ActionIcon
              variant="subtle"
              color="red"
              size="lg"
              aria-label={`${t("condition.remove")}: ${label}`}
              title={t("condition.remove")}
              onClick={onRemove}
            >
              <IconTrash size={17} />
            </ActionIcon>
          )}
        </div>
        <Fields condition={condition} names={names} fields={fields} checked={checked} onChange={onChange} />
        <Checkbox
          label={t("condition.not")}
          checked={condition.not}
          onChange={(event) => onChange({ ...condition, not: event.currentTarget.checked })}
        />
      </fieldset>
    </li>
  );
}

type FieldsProps = Omit<ConditionEditorProps, "number" | "onRemove">;

function Fields({ condition, names, fields, checked, onChange }: FieldsProps) {
  const { t } = useWords();
  const mistake = checked ? conditionMistake(condition) : null;
  switch (condition.type) {
    case "words":
      return (
        <>
          <TagField
            label={t("condition.phrases")}
            description={t("condition.phrasesHint")}
            values={condition.phrases}
            error={mistake === "phrases" && t("mistakes.phrases")}
            onChange={(phrases) => onChange({ ...condition, phrases })}
          />
          <div className={classes.triple}>
            <NativeSelect
              label={t("condition.speaker")}
              value={condition.speaker}
              onChange={(event) => onChange({ ...condition, speaker: event.currentTarget.value as typeof condition.speaker })}
              data={(["any", "caller", "agent"] as const).map((value) => ({ value, label: t(`condition.speakers.${value}`) }))}
            />
            <Seconds
              label={t("condition.withinFirst")}
              hint={t("condition.anywhere")}
              value={condition.within_first}
              wrong={mistake === "seconds" && condition.within_first !== null}
              onChange={(within_first) => onChange({ ...condition, within_first })}
            />
            <Seconds
              label={t("condition.withinLast")}
              hint={t("condition.anywhere")}
              value={condition.within_last}
              wrong={mistake === "seconds" && condition.within_last !== null}
              onChange={(within_last) => onChange({ ...condition, within_last })}
            />
          </div>
        </>
      );
    case "field":
      return (
        <FieldConditionFields condition={condition} names={names} fields={fields} mistake={mistake} onChange={onChange} />
      );
    case "silence":
      return (
        <Seconds
          label={t("condition.silenceLonger")}
          value={condition.longer_than === 0 ? null : condition.longer_than}
          wrong={mistake === "seconds"}
          onChange={(seconds) => onChange({ ...condition, longer_than: seconds ?? 0 })}
        />
      );
    case "duration":
      return (
        <div className={classes.pair}>
          <Seconds
            label={t("condition.durationLonger")}
            hint={t("condition.any")}
            value={condition.longer_than}
            wrong={mistake === "seconds"}
            onChange={(longer_than) => onChange({ ...condition, longer_than })}
          />
          <Seconds
            label={t("condition.durationShorter")}
            hint={t("condition.any")}
            value={condition.shorter_than}
            onChange={(shorter_than) => onChange({ ...condition, shorter_than })}
          />
        </div>
      );
    case "time":
      return <TimeConditionFields condition={condition} mistake={mistake} onChange={onChange} />;
  }
}

interface SecondsProps {
  label: string;
  hint?: string;
  value: number | null;
  wrong?: boolean;
  onChange: (seconds: number | null) => void;
}

function Seconds({ label, hint, value, wrong = false, onChange }: SecondsProps) {
  const { t } = useWords();
  return (
    <TextInput
      label={label}
      {...(hint !== undefined && { placeholder: hint })}
      inputMode="numeric"
      value={value ?? ""}
      maxLength={6}
      error={wrong && t("mistakes.seconds")}
      onChange={(event) => onChange(secondsIn(event.currentTarget.value))}
    />
  );
}
