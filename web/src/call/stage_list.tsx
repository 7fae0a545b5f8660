// SPDX-License-Identifier: Apache-2.0
import { IconCheck, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Call } from "../api/types.ts";
import { isCancelled, isInProgress, stages, type StageName } from "../format/call.ts";
import { formatPercent } from "../format/numbers.ts";
import { formatClockSeconds } from "../format/times.ts";
import { useLanguage } from "../i18n/i18n.ts";
import classes from "./call.module.css";

type State = "done" | "failed" | "cancelled" | "working" | "waiting";

export function StageList({ call }: { call: Call }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const reached = new Map(call.stages.map(({ stage, at }) => [stage as string, at]));
  const next = stages.find((stage) => !reached.has(stage));
  const state = (stage: StageName): State => {
    if (call.failure?.stage === stage) return isCancelled(call) ? "cancelled" : "failed";
    if (reached.has(stage)) return "done";
    return isInProgress(call) && stage === next ? "working" : "waiting";
  };
  // A call that rests early (nobody answered, nothing was recorded) has no more stages ahead of it.
  const shown = stages.filter((stage) => state(stage) !== "waiting" || isInProgress(call) || call.failure !== null);
  return (
    <ol className={classes.stages}>
      {shown.map((stage) => {
        const at = reached.get(stage);
        return (
          <li key={stage} className={classes.stage} data-state={state(stage)}>
            <span className={classes.mark} aria-hidden="true">
              {state(stage) === "done" && <IconCheck size={13} stroke={3} />}
              {(state(stage) === "failed" || state(stage) === "cancelled") && <IconX size={13} stroke={3} />}
            </span>
            <span>{state(stage) === "failed" ? t(`failedAt.${stage}`) : t(`stage.${stage}`)}</span>
            <span className={`${classes.stageTime} tabular`}>
              {at !== undefined && state(stage) === "done" && (
                <time dateTime={at}>{formatClockSeconds(at, language)}</time>
              )}
              {state(stage) === "working" &&
                (call.progress?.stage === stage
                  ? formatPercent(call.progress.percent / 100, language)
                  : t("call.working"))}
              {state(stage) === "cancelled" && t("transcribing.stopped")}
              {state(stage) === "waiting" && t("call.waiting")}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
