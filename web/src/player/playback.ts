// SPDX-License-Identifier: Apache-2.0
// One recording's playback: an <audio> element behind a store, so that each part of the page renders only when what it
// shows changes, though time moves sixty times a second.

export type Phase = "idle" | "loading" | "playing" | "paused" | "ended" | "failed";

export const speeds = [1, 1.25, 1.5, 2] as const;
export type Speed = (typeof speeds)[number];

/** What playback needs of an `HTMLAudioElement`. */
export type AudioElement = Pick<
  HTMLAudioElement,
  | "addEventListener"
  | "removeEventListener"
  | "play"
  | "pause"
  | "load"
  | "currentTime"
  | "duration"
  | "paused"
  | "playbackRate"
  | "defaultPlaybackRate"
>;

const followed = [
  "loadstart",
  "loadedmetadata",
  "durationchange",
  "play",
  "playing",
  "waiting",
  "pause",
  "ended",
  "seeking",
  "seeked",
  "timeupdate",
  "ratechange",
  "error",
] as const;

export class Playback {
  phase: Phase = "idle";
  speed: Speed = 1;
  private audio: AudioElement | null = null;
  private known: number;
  private wanted = 0;
  private frame = 0;
  private readonly listeners = new Set<() => void>();

  /** `knownDuration` in seconds holds until the file itself says; 0 for unknown. */
  constructor(knownDuration: number) {
    this.known = knownDuration;
  }

  readonly attach = (audio: AudioElement | null): void => {
    for (const name of followed) this.audio?.removeEventListener(name, this.follow);
    cancelAnimationFrame(this.frame);
    this.audio = audio;
    for (const name of followed) audio?.addEventListener(name, this.follow);
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get time(): number {
    return this.audio === null ? this.wanted : this.audio.currentTime;
  }

  get duration(): number {
    const heard = this.audio?.duration;
    return heard !== undefined && Number.isFinite(heard) && heard > 0 ? heard : this.known;
  }

  get playing(): boolean {
    return this.phase === "playing" || this.phase === "loading";
  }

  play(): void {
    // A refusal to play arrives as an `error` event too, or was our own pause: nothing to do about it here.
    this.audio?.play().catch(() => undefined);
  }

  pause(): void {
    this.audio?.pause();
  }

  toggle(): void {
    if (this.audio === null) return;
    if (this.audio.paused) this.play();
    else this.pause();
  }

  seek(seconds: number): void {
    const latest = this.duration > 0 ? this.duration : Number.MAX_SAFE_INTEGER;
    this.wanted = Math.min(Math.max(0, seconds), latest);
    if (this.audio !== null) this.audio.currentTime = this.wanted;
    this.announce();
  }

  skip(seconds: number): void {
    this.seek(this.time + seconds);
  }

  playFrom(seconds: number): void {
    this.seek(seconds);
    this.play();
  }

  setSpeed(speed: Speed): void {
    this.speed = speed;
    if (this.audio !== null) {
      this.audio.defaultPlaybackRate = speed;
      this.audio.playbackRate = speed;
    }
    this.announce();
  }

  /** Fetches anew, after a failure, and goes on from where the listener was. */
  reload(): void {
    if (this.audio === null) return;
    this.phase = "idle";
    this.audio.load();
    if (this.wanted > 0) this.audio.currentTime = this.wanted;
    this.announce();
  }

  private readonly follow = (event: Event): void => {
    if (this.audio === null) return;
    if (event.type === "error") this.phase = "failed";
    else if (event.type === "ended") this.phase = "ended";
    else if (event.type === "playing") this.phase = "playing";
    else if (event.type === "play" || (event.type === "waiting" && !this.audio.paused)) this.phase = "loading";
    else if (event.type === "pause" && this.phase !== "failed") this.phase = "paused";
    if (event.type === "timeupdate" || event.type === "seeked") this.wanted = this.audio.currentTime;
    this.announce();
    if (this.phase === "playing") this.tick();
  };

  private readonly tick = (): void => {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.announce();
      if (this.phase === "playing") this.tick();
    });
  };

  private announce(): void {
    for (const listener of this.listeners) listener();
  }
}
