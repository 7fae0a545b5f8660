// SPDX-License-Identifier: Apache-2.0
// Service or city: what stands, how sure it is and where it was said. What is not sure can be confirmed, and what was
// left empty taken from the machine's suggestion, by one click each.
import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useCorrection } from "../api/calls.ts";
import type { Call, Certainty, Correction, Evidence } from "../api/types.ts";
import { Badge } from "../components/badge.tsx";
import { useErrorText } from "../components/message.tsx";
import { isInProgress } from "../format/call.ts";
import { formatPercent } from "../format/numbers.ts";
import { useLanguage } from "../i18n/i18n.ts";
import type { Playback } from "../player/playback.ts";
import classes from "./call.module.css";
import { EvidenceButton } from "./evidence_button.tsx";

interface Heard {
  value: string;
  confidence: number;
  evidence: Evidence;
  /** What says the same as a person. */
  confirmation: Correction;
}

interface FindingProps {
  name: string;
  call: Call;
  certainty: Certainty;
  /** What counts; null for nothing. */
  value: string | null;
  confidence: number | null;
  /** What the machine heard, whether it counts or not. */
  heard: Heard | null;
  playback: Playback;
}

export function Finding({ name, call, certainty, value, confidence, heard, playback }: FindingProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const correction = useCorrection(call.call_sid);
  const place = useRef<HTMLElement>(null);
  const confirm = () => {
    // The button is gone once it has done its work.
    if (heard !== null) correction.mutate(heard.confirmation, { onSuccess: () => place.current?.focus() });
  };
  return (
    <div className={classes.field}>
      <dt>{name}</dt>
      <dd ref={place} tabIndex={-1}>
        <Standing call={call} certainty={certainty} value={value} confidence={confidence} suggested={heard !== null} />
        {certainty === "ask" && value !== null && heard !== null && (
          <Confirm
            label={t("call.confirm")}
            full={t("call.confirmNamed", { name, value })}
            pending={correction.isPending}
            onClick={confirm}
          />
        )}
        {certainty === "empty" && heard !== null && (
          <span className={classes.suggestion}>
            <span>{t("call.suggestion", { value: heard.value })}</span>
            <Sureness confidence={heard.confidence} />
            <Confirm
              label={t("call.accept")}
              full={t("call.acceptNamed", { name, value: heard.value })}
              pending={correction.isPending}
              onClick={confirm}
            />
          </span>
        )}
        {certainty !== "person" && heard !== null && (
          <EvidenceButton evidence={heard.evidence} call={call} playback={playback} />
        )}
        <span role="status" className={classes.saved}>
          {correction.isSuccess && certainty === "person" && t("call.confirmed")}
        </span>
        {correction.isError && (
          <span role="alert" className={classes.problem}>
            {errorText(correction.error)}
          </span>
        )}
      </dd>
    </div>
  );
}

interface StandingProps extends Pick<FindingProps, "call" | "certainty" | "value" | "confidence"> {
  suggested: boolean;
}

function Standing({ call, certainty, value, confidence, suggested }: StandingProps) {
  const { t } = useTranslation();
  if (certainty === "person" || (value !== null && confidence === null)) {
    return (
      <>
        {value === null ? (
          <span className={classes.quiet}>{t("corrections.none")}</span>
        ) : (
          <bdi className={classes.value}>{value}</bdi>
        )}
        <span className={classes.byPerson}>{t("call.byPerson")}</span>
      </>
    );
  }
  if (value === null || certainty === "empty") {
    const word = suggested ? t("call.leftEmpty") : isInProgress(call) ? "–" : t("call.notFound");
    return <span className={classes.quiet}>{word}</span>;
  }
  return (
    <>
      <bdi className={classes.value}>{value}</bdi>
      {certainty === "ask" ? (
        <Badge tone="warn">{t("call.pleaseCheck")}</Badge>
      ) : (
        <span className={classes.sure}>
          <IconCheck size={14} aria-hidden="true" />
          {t("call.sure")}
        </span>
      )}
      <Sureness confidence={confidence} />
    </>
  );
}

function Sureness({ confidence }: { confidence: number | null }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (confidence === null) return null;
  return (
    <span className={`${classes.confidence} tabular`}>
      <span className={classes.meter} aria-hidden="true">
        <span style={{ inlineSize: `${Math.round(confidence * 100)}%` }} />
      </span>
      {t("call.confidence", { percent: formatPercent(confidence, language) })}
    </span>
  );
}

interface ConfirmProps {
  label: string;
  /** Tells of which field it is, for those who meet it out of sight of its field. */
  full: string;
  pending: boolean;
  onClick: () => void;
}

function Confirm({ label, full, pending, onClick }: ConfirmProps) {
  return (
    <Button
      variant="light"
      size="compact-sm"
      leftSection={<IconCheck size={15} />}
      aria-label={full}
      loading={pending}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}
