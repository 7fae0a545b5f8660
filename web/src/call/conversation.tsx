// SPDX-License-Identifier: Apache-2.0
// The transcript as a conversation that follows the recording: the segment being spoken is marked and kept in sight,
// unless the reader has just scrolled somewhere else.
import { memo, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Segment } from "../api/types.ts";
import { formatDuration } from "../format/numbers.ts";
import type { Playback } from "../player/playback.ts";
import { activeSegment, activeWord, inOrder, wordsSpellText } from "../player/transcript_sync.ts";
import { usePlayback } from "../player/use_playback.ts";
import classes from "./call.module.css";
import { revealSegment, segmentId } from "./reveal_segment.ts";

/** Below this the words are shown as doubtful. */
const kDoubtful = 0.5;

/** For so long after the reader's own scrolling the page leaves them where they are, in milliseconds. */
const kReaderScrolls = 5_000;

interface ConversationProps {
  segments: readonly Segment[];
  language: string | null;
  playback: Playback;
}

export function Conversation({ segments, language, playback }: ConversationProps) {
  const list = useRef<HTMLOListElement>(null);
  const ordered = useMemo(() => inOrder(segments), [segments]);
  const current = usePlayback(playback, ({ time, phase }) => (phase === "idle" ? null : activeSegment(segments, time)));
  useFollow(playback, current);
  return (
    <ol className={classes.conversation} ref={list} lang={language ?? undefined}>
      {ordered.map(({ segment, index }, position) => (
        <Bubble
          key={index}
          segment={segment}
          index={index}
          current={index === current}
          continued={ordered[position - 1]?.segment.speaker === segment.speaker}
          playback={playback}
        />
      ))}
    </ol>
  );
}

function useFollow(playback: Playback, current: number | null): void {
  const scrolledAt = useRef(-kReaderScrolls);
  useEffect(() => {
    const note = () => {
      scrolledAt.current = performance.now();
    };
    window.addEventListener("wheel", note, { passive: true });
    window.addEventListener("touchmove", note, { passive: true });
    return () => {
      window.removeEventListener("wheel", note);
      window.removeEventListener("touchmove", note);
    };
  }, []);
  useEffect(() => {
    if (current === null || !playback.playing) return;
    if (performance.now() - scrolledAt.current < kReaderScrolls) return;
    const box = document.getElementById(segmentId(current))?.getBoundingClientRect();
    const hidden = box !== undefined && (box.top < 220 || box.bottom > window.innerHeight - 40);
    if (hidden) revealSegment(current);
  }, [current, playback]);
}

interface BubbleProps {
  segment: Segment;
  index: number;
  current: boolean;
  continued: boolean;
  playback: Playback;
}

const Bubble = memo(function Bubble({ segment, index, current, continued, playback }: BubbleProps) {
  const { t } = useTranslation();
  const time = formatDuration(segment.start);
  const play = () => {
    // Somebody who marks words wants to copy them, not to hear them.
    if (window.getSelection()?.isCollapsed === false) return;
    playback.playFrom(segment.start);
  };
  return (
    <li
      id={segmentId(index)}
      className={classes.segment}
      data-speaker={segment.speaker}
      aria-current={current ? "true" : undefined}
    >
      {!continued && <div className={classes.speaker}>{t(`transcript.${segment.speaker}`)}</div>}
      <div className={classes.bubble} onClick={play}>
        <p dir="auto" className={classes.words}>
          {current && wordsSpellText(segment) ? <Words segment={segment} playback={playback} /> : segment.text}
        </p>
        <span className={classes.under}>
          <button
            type="button"
            className={`${classes.time} tabular`}
            aria-label={t("transcript.playFrom", { time })}
            onClick={(event) => {
              event.stopPropagation();
              playback.playFrom(segment.start);
            }}
          >
            {time}
          </button>
          {segment.confidence < kDoubtful && <span className={classes.doubt}>{t("transcript.uncertain")}</span>}
        </span>
      </div>
    </li>
  );
});

function Words({ segment, playback }: { segment: Segment; playback: Playback }) {
  const current = usePlayback(playback, ({ time }) => activeWord(segment.words, time));
  return segment.words.map((word, index) => (
    <span key={index}>
      {index > 0 && " "}
      <span className={index === current ? classes.word : undefined}>{word.text.trim()}</span>
    </span>
  ));
}
