// SPDX-License-Identifier: Apache-2.0
// Time from left to right, as on every tape, in both languages; a lane for the caller and one for the agent.
import { memo, useEffect, useRef, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Segment } from "../api/types.ts";
import { formatDuration } from "../format/numbers.ts";
import type { Playback } from "./playback.ts";
import classes from "./player.module.css";
import { usePlayback } from "./use_playback.ts";

const steps: Record<string, number> = {
  ArrowLeft: -5,
  ArrowDown: -5,
  ArrowRight: 5,
  ArrowUp: 5,
  PageDown: -30,
  PageUp: 30,
};

export function Track({ segments, playback }: { segments: readonly Segment[]; playback: Playback }) {
  const { t } = useTranslation();
  const track = useRef<HTMLDivElement>(null);
  const second = usePlayback(playback, ({ time }) => Math.floor(time));
  const duration = usePlayback(playback, ({ duration }) => duration);

  useEffect(() => {
    const place = () => {
      const share = playback.duration > 0 ? Math.min(1, playback.time / playback.duration) : 0;
      track.current?.style.setProperty("--played", String(share));
    };
    place();
    return playback.subscribe(place);
  }, [playback]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    playback.skip(step);
  };

  return (
    <div className={classes.track} ref={track} dir="ltr">
      <Lanes segments={segments} duration={duration} />
      <div className={classes.played} />
      <input
        type="range"
        className={classes.range}
        min={0}
        max={duration > 0 ? duration : 1}
        step={0.1}
        value={Math.min(second, duration > 0 ? duration : 1)}
        onChange={(event) => playback.seek(Number(event.currentTarget.value))}
        onKeyDown={onKeyDown}
        aria-label={t("player.position")}
        aria-valuetext={t("player.positionOf", { time: formatDuration(second), total: formatDuration(duration) })}
      />
    </div>
  );
}

interface LanesProps {
  segments: readonly Segment[];
  duration: number;
}

const Lanes = memo(function Lanes({ segments, duration }: LanesProps) {
  if (duration <= 0) return null;
  return (
    <div className={classes.lanes} aria-hidden="true">
      {segments.map((segment, index) => (
        <span
          key={index}
          className={segment.speaker === "agent" ? classes.agentSpan : classes.callerSpan}
          style={{
            left: `${(100 * segment.start) / duration}%`,
            width: `${(100 * Math.max(0.2, segment.end - segment.start)) / duration}%`,
          }}
        />
      ))}
    </div>
  );
});
