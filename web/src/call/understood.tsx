// SPDX-License-Identifier: Apache-2.0
// Why somebody called, how it ended, and what was promised.
import { useTranslation } from "react-i18next";
import type { Call } from "../api/types.ts";
import { Badge } from "../components/badge.tsx";
import { formatLocalTime } from "../format/fields.ts";
import { useLanguage } from "../i18n/i18n.ts";
import type { Playback } from "../player/playback.ts";
import classes from "./call.module.css";
import { EvidenceButton } from "./evidence_button.tsx";
import { Field } from "./field.tsx";

export function Understood({ call, playback }: { call: Call; playback: Playback }) {
  const { t } = useTranslation();
  const { insight } = call;
  return (
    <>
      {call.intent !== null && <Field name={t("call.intent")}>{t(`intent.${call.intent}`)}</Field>}
      {call.outcome !== "none" && <Field name={t("call.outcome")}>{t(`outcome.${call.outcome}`)}</Field>}
      {call.urgency === "urgent" && (
        <Field name={t("call.urgency")}>
          <Badge tone="bad">{t("urgency.urgent")}</Badge>
        </Field>
      )}
      {insight !== null && insight.follow_up !== null && (
        <FollowUp followUp={insight.follow_up} call={call} playback={playback} />
      )}
      {insight !== null && insight.sentiment !== null && (
        <Field name={t("call.sentiment")}>{t(`sentiment.${insight.sentiment}`)}</Field>
      )}
    </>
  );
}

interface FollowUpProps {
  followUp: NonNullable<NonNullable<Call["insight"]>["follow_up"]>;
  call: Call;
  playback: Playback;
}

function FollowUp({ followUp, call, playback }: FollowUpProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { task, due, evidence } = followUp;
  return (
    <Field name={t("call.followUp")}>
      {task !== "" && (
        <span dir="auto" className={classes.task} lang={call.language ?? undefined}>
          {task}
        </span>
      )}
      {due === null ? (
        <span className={classes.quiet}>{t("call.noDue")}</span>
      ) : (
        <time dateTime={due} className={`${classes.due} tabular`}>
          {t("call.due", { time: formatLocalTime(due, language) })}
        </time>
      )}
      <EvidenceButton evidence={evidence} call={call} playback={playback} />
    </Field>
  );
}
