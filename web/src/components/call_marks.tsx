// SPDX-License-Identifier: Apache-2.0
// What makes a call stand out among others: it is urgent, it needs a look, a rule has put its tag on it.
import { IconAlertTriangle, IconEye, IconTag } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { CallItem } from "../api/types.ts";
import classes from "./call_marks.module.css";

export function CallMarks({ call }: { call: Pick<CallItem, "urgency" | "needs_review" | "tags"> }) {
  const { t } = useTranslation();
  const urgent = call.urgency === "urgent";
  if (!urgent && !call.needs_review && call.tags.length === 0) return null;
  return (
    <span className={classes.marks}>
      {urgent && (
        <span className={classes.mark} data-tone="bad">
          <IconAlertTriangle size={14} aria-hidden="true" />
          {t("mark.urgent")}
        </span>
      )}
      {call.needs_review && (
        <span className={classes.mark} data-tone="warn">
          <IconEye size={14} aria-hidden="true" />
          {t("mark.review")}
        </span>
      )}
      {call.tags.map((tag) => (
        <TagMark key={tag.rule_id} name={tag.name} />
      ))}
    </span>
  );
}

export function TagMark({ name }: { name: string }) {
  return (
    <span className={classes.mark}>
      <IconTag size={14} aria-hidden="true" />
      <span dir="auto" className={classes.name}>
        {name}
      </span>
    </span>
  );
}
