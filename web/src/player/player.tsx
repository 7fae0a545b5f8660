// SPDX-License-Identifier: Apache-2.0
// The recording's player. The file is played from the server by range requests under the login's cookie, never loaded
// whole; the lanes show who speaks when, as far as the transcript knows.
import { ActionIcon, Button, Loader } from "@mantine/core";
import {
  IconDownload,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconRewindBackward5,
  IconRewindForward5,
} from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { sessionAwareFetch } from "../api/client.ts";
import type { Recording, Segment } from "../api/types.ts";
import { formatDuration } from "../format/numbers.ts";
import { whyUnavailable, type Unavailable } from "./availability.ts";
import { speeds, type Playback, type Speed } from "./playback.ts";
import classes from "./player.module.css";
import { RecordingNotice } from "./recording_notice.tsx";
import { Track } from "./track.tsx";
import { usePlayback } from "./use_playback.ts";

interface PlayerProps {
  recording: Recording;
  segments: readonly Segment[];
  playback: Playback;
  /** Its days have ended since the page was loaded. */
  onOver: () => void;
}

export function Player({ recording, segments, playback, onOver }: PlayerProps) {
  const { t } = useTranslation();
  const audio = useRef<HTMLAudioElement>(null);
  const [unavailable, setUnavailable] = useState<Unavailable | null>(null);
  const playing = usePlayback(playback, ({ playing }) => playing);
  const loading = usePlayback(playback, ({ phase }) => phase === "loading");
  const failed = usePlayback(playback, ({ phase }) => phase === "failed");

  useEffect(() => {
    playback.attach(audio.current);
    return () => playback.attach(null);
  }, [playback]);

  useEffect(() => {
    if (!failed) return;
    let current = true;
    void whyUnavailable(recording.url, sessionAwareFetch).then((reason) => {
      if (!current) return;
      setUnavailable(reason);
      if (reason.reason === "expired") onOver();
    });
    return () => {
      current = false;
    };
    // The parent's `onOver` is new at each of its renders, which is no reason to ask again.
  }, [failed, recording.url]);

  // The same recording from elsewhere goes on from where the listener is.
  const source = useRef(recording.url);
  useEffect(() => {
    if (source.current === recording.url) return;
    source.current = recording.url;
    setUnavailable(null);
    playback.reload();
  }, [playback, recording.url]);

  useKeyboard(playback);

  const retry = () => {
    setUnavailable(null);
    playback.reload();
  };

  return (
    <section className={classes.player} aria-label={t("player.title")}>
      <audio
        ref={audio}
        src={recording.url}
        preload={recording.state === "available" ? "metadata" : "none"}
        data-testid="audio"
      />
      {unavailable !== null ? (
        <RecordingNotice unavailable={unavailable} onRetry={retry} />
      ) : (
        <>
          <div className={classes.main}>
            <ActionIcon
              size={52}
              radius="100%"
              variant="filled"
              aria-label={playing ? t("player.pause") : t("player.play")}
              aria-describedby="player-keys"
              onClick={() => playback.toggle()}
            >
              {loading ? (
                <Loader size={22} color="currentColor" />
              ) : playing ? (
                <IconPlayerPauseFilled size={24} />
              ) : (
                <IconPlayerPlayFilled size={24} />
              )}
            </ActionIcon>
            <Track segments={segments} playback={playback} />
          </div>
          <div className={classes.controls}>
            <Clock playback={playback} />
            <div className={classes.buttons} dir="ltr">
              <ActionIcon variant="subtle" size="lg" aria-label={t("player.back")} onClick={() => playback.skip(-5)}>
                <IconRewindBackward5 size={20} />
              </ActionIcon>
              <ActionIcon variant="subtle" size="lg" aria-label={t("player.forward")} onClick={() => playback.skip(5)}>
                <IconRewindForward5 size={20} />
              </ActionIcon>
            </div>
            <SpeedChoice playback={playback} />
            <Button
              component="a"
              href={withParameter(recording.url, "attachment=1")}
              download
              variant="subtle"
              size="compact-sm"
              leftSection={<IconDownload size={16} />}
              className={classes.download}
              aria-label={t("player.download")}
            >
              <span className={classes.wide}>{t("player.download")}</span>
            </Button>
          </div>
          <p id="player-keys" className={classes.keys}>
            {t("player.keys")}
          </p>
        </>
      )}
    </section>
  );
}

export function withParameter(url: string, parameter: string): string {
  return `${url}${url.includes("?") ? "&" : "?"}${parameter}`;
}

function Clock({ playback }: { playback: Playback }) {
  const time = usePlayback(playback, ({ time }) => Math.floor(time));
  const total = usePlayback(playback, ({ duration }) => Math.floor(duration));
  return (
    <span className={`${classes.clock} tabular`} dir="ltr">
      <span data-testid="time">{formatDuration(time)}</span>
      <span className={classes.total}> / {formatDuration(total)}</span>
    </span>
  );
}

function SpeedChoice({ playback }: { playback: Playback }) {
  const { t } = useTranslation();
  const chosen = usePlayback(playback, ({ speed }) => speed);
  return (
    <div className={classes.speeds} role="group" aria-label={t("player.speed")} dir="ltr">
      {speeds.map((speed: Speed) => (
        <button
          key={speed}
          type="button"
          className={`${classes.speed} tabular`}
          aria-pressed={speed === chosen}
          onClick={() => playback.setSpeed(speed)}
        >
          {speed}×
        </button>
      ))}
    </div>
  );
}

/** Where keys already mean something. */
const ownKeys = 'input:not([type="range"]), textarea, select, [contenteditable], [role="dialog"]';

/** Space and arrows work from anywhere on the page, as far as they are free. */
function useKeyboard(playback: Playback): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof Element ? event.target : document.body;
      if (target.closest(ownKeys) !== null) return;
      if (event.key === " " && target.closest("button, a, summary") === null) playback.toggle();
      else if (event.key === "ArrowLeft") playback.skip(-5);
      else if (event.key === "ArrowRight") playback.skip(5);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [playback]);
}
