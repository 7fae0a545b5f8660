// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";
import type { CallItem } from "../api/types.ts";
import { isCancelled, isStage } from "../format/call.ts";
import classes from "./summary_text.module.css";

/** A call's summary in a list; of a call that failed, what failed. */
export function SummaryText({ call }: { call: CallItem }) {
  const { t } = useTranslation();
  if (isCancelled(call)) return null;
  if (call.status === "failed" && call.failure !== null) {
    const stage = isStage(call.failure.stage) ? call.failure.stage : "unknown";
    return <span className={classes.failure}>{t(`failedAt.${stage}`)}</span>;
  }
  if (call.summary === "") return null;
  return (
    <span className={classes.summary} dir="auto" lang={call.language ?? undefined}>
      {call.summary}
    </span>
  );
}
