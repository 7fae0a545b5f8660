// SPDX-License-Identifier: Apache-2.0
import { IconPlayerPlayFilled } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Call, Evidence } from "../api/types.ts";
import { useServiceName } from "../components/use_service_name.ts";
import { isInProgress } from "../format/call.ts";
import { formatPercent } from "../format/numbers.ts";
import { i18n, useLanguage } from "../i18n/i18n.ts";
import type { Playback } from "../player/playback.ts";
import classes from "./call.module.css";
import { revealSegment } from "./reveal_segment.ts";

export function Details({ call, playback }: { call: Call; playback: Playback }) {
  const { t } = useTranslation();
  const serviceName = useServiceName();
  const fieldName = useFieldName();
  return (
    <dl className={classes.details}>
      <Field name={t("call.service")}>
        {call.service === null ? (
          <NotRecognised call={call} />
        ) : (
          <Finding
            value={serviceName(call.service)}
            confidence={call.service.confidence}
            evidence={call.insight?.service?.evidence ?? null}
            call={call}
            playback={playback}
          />
        )}
      </Field>
      <Field name={t("call.city")}>
        {call.city === null ? (
          <NotRecognised call={call} />
        ) : (
          <Finding
            value={call.city.name}
            confidence={call.city.confidence}
            evidence={call.insight?.city?.evidence ?? null}
            call={call}
            playback={playback}
          />
        )}
      </Field>
      {call.language !== null && <Field name={t("call.language")}>{t(`call.${call.language}`)}</Field>}
      {Object.entries(call.insight?.fields ?? {}).map(([name, field]) => (
        <Field key={name} name={fieldName(name)}>
          <FieldValue name={name} value={field.value} />
        </Field>
      ))}
      {call.notes !== "" && (
        <Field name={t("call.notes")}>
          <span dir="auto" className={classes.notes}>
            {call.notes}
          </span>
        </Field>
      )}
    </dl>
  );
}

/** Beside service and city a call may hold more; a field that this release does not know keeps its own name. */
function useFieldName(): (name: string) => string {
  const { t } = useTranslation();
  return (name) => (i18n.exists(`field.${name}`) ? t(`field.${name}` as "field.name") : name);
}

function FieldValue({ name, value }: { name: string; value: string }) {
  const serviceName = useServiceName();
  if (name === "phone") return <bdi dir="ltr">{value}</bdi>;
  return <span dir="auto">{name === "also_requested" ? serviceName({ id: value, name: value }) : value}</span>;
}

function Field({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.field}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function NotRecognised({ call }: { call: Call }) {
  const { t } = useTranslation();
  return <span className={classes.quiet}>{isInProgress(call) ? "–" : t("call.notFound")}</span>;
}

interface FindingProps {
  value: string;
  confidence: number | null;
  evidence: Evidence | null;
  call: Call;
  playback: Playback;
}

/** A machine's finding says how sure it is and where it heard it; a person's correction needs neither. */
function Finding({ value, confidence, evidence, call, playback }: FindingProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (confidence === null) {
    return (
      <>
        <bdi className={classes.value}>{value}</bdi>
        <span className={classes.byPerson}>{t("call.byPerson")}</span>
      </>
    );
  }
  const index = evidence?.segment ?? null;
  const segment = index === null ? undefined : call.transcript?.segments[index];
  return (
    <>
      <bdi className={classes.value}>{value}</bdi>
      <span className={`${classes.confidence} tabular`}>
        <span className={classes.meter} aria-hidden="true">
          <span style={{ inlineSize: `${Math.round(confidence * 100)}%` }} />
        </span>
        {t("call.confidence", { percent: formatPercent(confidence, language) })}
      </span>
      {evidence !== null && evidence.text !== "" && index !== null && segment !== undefined && (
        <button
          type="button"
          className={classes.evidence}
          aria-label={t("call.evidence", { text: evidence.text })}
          onClick={() => {
            playback.seek(segment.start);
            revealSegment(index);
          }}
        >
          <IconPlayerPlayFilled size={11} aria-hidden="true" />
          <q dir="auto">{evidence.text}</q>
        </button>
      )}
    </>
  );
}
