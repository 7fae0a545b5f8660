// SPDX-License-Identifier: Apache-2.0
// A condition about when a call began: on which days, between which hours.
import { Checkbox, TextInput } from "@mantine/core";
import type { Condition } from "../api/types.ts";
import { days, endOfDay, type Day } from "./conditions.ts";
import type { Mistake } from "./mistakes.ts";
import classes from "./understanding.module.css";
import { useWords } from "./words.ts";

type TimeCondition = Extract<Condition, { type: "time" }>;

interface TimeConditionFieldsProps {
  condition: TimeCondition;
  mistake: Mistake | null;
  onChange: (condition: TimeCondition) => void;
}

export function TimeConditionFields({ condition, mistake, onChange }: TimeConditionFieldsProps) {
  const { t } = useWords();
  const set = (chosen: string[]) => onChange({ ...condition, days: days.filter((day) => chosen.includes(day)) as Day[] });
  return (
    <>
      <Checkbox.Group
        label={t("condition.daysLabel")}
        description={t("condition.daysHint")}
        value={condition.days}
        onChange={set}
      >
        <div className={classes.days}>
          {days.map((day) => (
            <Checkbox key={day} value={day} label={t(`condition.dayNames.${day}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <div className={classes.pair}>
        <TextInput
          type="time"
          label={t("condition.from")}
          value={condition.from}
          error={mistake === "value" && condition.from === "" && t("mistakes.value")}
          onChange={(event) => onChange({ ...condition, from: event.currentTarget.value })}
        />
        <TextInput
          type="time"
          label={t("condition.to")}
          description={condition.to < condition.from ? t("condition.nextDay") : undefined}
          value={condition.to === "24:00" ? "00:00" : condition.to}
          error={(mistake === "times" && t("mistakes.times")) || (mistake === "value" && condition.to === "" && t("mistakes.value"))}
          onChange={(event) => onChange({ ...condition, to: endOfDay(event.currentTarget.value) })}
        />
      </div>
    </>
  );
}
