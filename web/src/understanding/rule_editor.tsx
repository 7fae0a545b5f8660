// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useIsOwner } from "../api/session.ts";
import type { Condition, FieldSettings, RuleSettings } from "../api/types.ts";
import { ConditionEditor } from "./condition_editor.tsx";
import { newCondition } from "./conditions.ts";
import type { Mistake } from "./mistakes.ts";
import classes from "./understanding.module.css";
import type { ValueNames } from "./use_value_names.ts";
import { useWords } from "./words.ts";

interface RuleEditorProps {
  rule: RuleSettings;
  names: ValueNames;
  fields: readonly FieldSettings[];
  mistake: Mistake | null;
  onChange: (changes: Partial<RuleSettings>) => void;
  onRemove: () => void;
}

export function RuleEditor({ rule, names, fields, mistake, onChange, onRemove }: RuleEditorProps) {
  const { t } = useWords();
  const owner = useIsOwner();
  const replace = (index: number, condition: Condition) =>
    onChange({ conditions: rule.conditions.map((other, place) => (place === index ? condition : other)) });
  return (
    <>
      <div className={classes.pair}>
        <TextInput
          label={t("rules.name")}
          description={t("rules.nameHint")}
          value={rule.name}
          maxLength={60}
          autoFocus={rule.id === "" && rule.name === ""}
          attributes={{ input: rule.name === "" ? {} : { dir: "auto" } }}
          error={mistake === "name" && t("mistakes.ruleName")}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <NativeSelect
          label={t("rules.match")}
          description={t("rules.matchHint")}
          value={rule.match}
          onChange={(event) => onChange({ match: event.currentTarget.value as RuleSettings["match"] })}
          data={(["all", "any"] as const).map((value) => ({ value, label: t(`rules.matches.${value}`) }))}
        />
      </div>
      <ol className={classes.conditions} aria-label={t("rules.conditions")}>
        {rule.conditions.map((condition, index) => (
          <ConditionEditor
            // Conditions have no names of their own, and stay in their places.
            key={index}
            condition={condition}
            number={index + 1}
            names={names}
            fields={fields}
            checked={mistake !== null}
            onChange={(changed) => replace(index, changed)}
            onRemove={() => onChange({ conditions: rule.conditions.filter((_, place) => place !== index) })}
          />
        ))}
      </ol>
      {mistake === "conditions" && <p className={classes.problem}>{t("mistakes.conditions")}</p>}
      {owner && (
        <div className={classes.rowButtons}>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={15} />}
            onClick={() => onChange({ conditions: [...rule.conditions, newCondition("words")] })}
          >
            {t("rules.addCondition")}
          </Button>
          <Button variant="subtle" color="red" size="compact-sm" leftSection={<IconTrash size={16} />} onClick={onRemove}>
            {t("rules.remove")}
          </Button>
        </div>
      )}
    </>
  );
}
