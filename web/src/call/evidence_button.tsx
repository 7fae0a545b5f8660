// SPDX-License-Identifier: Apache-2.0
// Where something was said: the words, whose they are, when; a click goes there.
import { IconPlayerPlayFilled } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Call, Evidence } from "../api/types.ts";
import { formatDuration } from "../format/numbers.ts";
import type { Playback } from "../player/playback.ts";
import classes from "./call.module.css";
import { revealSegment } from "./reveal_segment.ts";

interface EvidenceButtonProps {
  evidence: Evidence | null;
  call: Pick<Call, "transcript">;
  playback: Playback;
}

export function EvidenceButton({ evidence, call, playback }: EvidenceButtonProps) {
  const { t } = useTranslation();
  if (evidence === null) return null;
  const { text, segment: index, speaker } = evidence;
  const segment = index === null ? undefined : call.transcript?.segments[index];
  const start = evidence.start ?? segment?.start ?? null;
  if (text === "" && start === null) return null;
  const source = text === "" ? spanOf(evidence) : saidBy();
  if (start === null) {
    return (
      <span className={classes.quoted}>
        <Quote text={text} source={source} />
      </span>
    );
  }
  return (
    <button
      type="button"
      className={classes.evidence}
      aria-label={[t("call.evidence", { text: text === "" ? t("call.silence") : text }), source].join(" – ")}
      onClick={() => {
        playback.seek(start);
        if (index !== null && segment !== undefined) revealSegment(index);
      }}
    >
      <IconPlayerPlayFilled size={11} aria-hidden="true" />
      <Quote text={text} source={source} />
    </button>
  );

  function saidBy(): string {
    const who = t(`transcript.${speaker}`);
    return start === null ? who : t("call.saidBy", { speaker: who, time: formatDuration(start) });
  }
}

function Quote({ text, source }: { text: string; source: string }) {
  const { t } = useTranslation();
  return (
    <span className={classes.quote}>
      {text === "" ? t("call.silence") : <q dir="auto">{text}</q>} <span className={classes.source}>{source}</span>
    </span>
  );
}

/** A silence has times and no words. */
function spanOf({ start, end }: Evidence): string {
  return end === null ? formatDuration(start) : `${formatDuration(start)}–${formatDuration(end)}`;
}
