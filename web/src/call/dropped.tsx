// SPDX-License-Identifier: Apache-2.0
// What the speech model wrote and nobody is taken to have said: for whoever doubts that, and no part of the transcript.
import { useTranslation } from "react-i18next";
import type { DroppedSegment } from "../api/types.ts";
import { formatCount, formatDuration } from "../format/numbers.ts";
import { useLanguage } from "../i18n/i18n.ts";
import type { Playback } from "../player/playback.ts";
import classes from "./dropped.module.css";

interface DroppedProps {
  dropped: readonly DroppedSegment[];
  language: string | null;
  playback: Playback;
}

export function Dropped({ dropped, language, playback }: DroppedProps) {
  const { t } = useTranslation();
  const own = useLanguage();
  if (dropped.length === 0) return null;
  return (
    <details className={classes.dropped}>
      <summary className={classes.summary}>{t("dropped.title", { amount: formatCount(dropped.length, own) })}</summary>
      <p className={classes.lead}>{t("dropped.lead")}</p>
      <ul className={classes.list}>
        {dropped.map((segment, index) => {
          const time = formatDuration(segment.start);
          return (
            <li key={index} className={classes.item}>
              <button
                type="button"
                className={`${classes.time} tabular`}
                aria-label={t("transcript.playFrom", { time })}
                onClick={() => playback.playFrom(segment.start)}
              >
                {time}
              </button>
              <div>
                <s className={classes.text} dir="auto" lang={language ?? undefined}>
                  {segment.text}
                </s>
                <span className={classes.reason}>{t(`dropped.${segment.reason}`)}</span>
              </div>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
