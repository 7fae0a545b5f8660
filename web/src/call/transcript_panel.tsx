// SPDX-License-Identifier: Apache-2.0
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Call } from "../api/types.ts";
import { isInProgress } from "../format/call.ts";
import type { Playback } from "../player/playback.ts";
import classes from "./call.module.css";
import { Conversation } from "./conversation.tsx";
import { Dropped } from "./dropped.tsx";
import { Panel } from "./panel.tsx";

export function TranscriptPanel({ call, playback }: { call: Call; playback: Playback }) {
  const { t } = useTranslation();
  const corrected = call.transcript_source === "person" && call.final_transcript !== "";
  const [view, setView] = useState<"corrected" | "conversation">("corrected");
  const segments = call.transcript?.segments ?? [];
  const showCorrected = corrected && (view === "corrected" || segments.length === 0);
  return (
    <Panel
      title={t("transcript.title")}
      action={call.final_transcript !== "" || segments.length > 0 ? <Downloads call={call} /> : undefined}
    >
      {corrected && segments.length > 0 && (
        <div className={classes.views} role="group" aria-label={t("transcript.title")}>
          {(["corrected", "conversation"] as const).map((name) => (
            <button
              key={name}
              type="button"
              className={classes.view}
              aria-pressed={view === name}
              onClick={() => setView(name)}
            >
              {t(`transcript.${name}`)}
            </button>
          ))}
        </div>
      )}
      {call.transcript_source === "realtime" && <p className={classes.quiet}>{t("transcript.realtime")}</p>}
      {showCorrected ? (
        <p className={classes.text} dir="auto">
          {call.final_transcript}
        </p>
      ) : segments.length > 0 ? (
        <Conversation segments={segments} language={call.transcript?.language ?? null} playback={playback} />
      ) : call.final_transcript !== "" ? (
        <p className={classes.text} dir="auto">
          {call.final_transcript}
        </p>
      ) : (
        <Missing call={call} />
      )}
      <Dropped
        dropped={call.transcript?.dropped ?? []}
        language={call.transcript?.language ?? null}
        playback={playback}
      />
    </Panel>
  );
}

function Missing({ call }: { call: Call }) {
  const { t } = useTranslation();
  const text = () => {
    if (call.transcript !== null) return t("transcript.empty");
    return isInProgress(call) ? t("transcript.waiting") : t("transcript.none");
  };
  return <p className={classes.quiet}>{text()}</p>;
}

const formats = ["txt", "srt", "vtt", "json"] as const;

function Downloads({ call }: { call: Call }) {
  const { t } = useTranslation();
  const { call_sid: callSid } = call;
  // What is shown is what is saved.
  const original = call.redaction.unredacted ? "&unredacted=1" : "";
  return (
    <div className={classes.downloads} role="group" aria-label={t("transcript.download")} dir="ltr">
      {formats.map((format) => (
        <a
          key={format}
          href={`/api/calls/${callSid}/transcript?format=${format}${original}`}
          download={`${callSid}.${format}`}
          aria-label={`${t("transcript.download")}: ${format}`}
        >
          {format}
        </a>
      ))}
    </div>
  );
}
