// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Playback, type AudioElement } from "./playback.ts";

class FakeAudio extends EventTarget implements AudioElement {
  currentTime = 0;
  duration = Number.NaN;
  paused = true;
  playbackRate = 1;
  defaultPlaybackRate = 1;
  loads = 0;

  async play(): Promise<void> {
    this.paused = false;
    this.tell("play", "playing");
  }

  pause(): void {
    this.paused = true;
    this.tell("pause");
  }

  load(): void {
    this.loads += 1;
    this.currentTime = 0;
    this.paused = true;
  }

  tell(...events: string[]): void {
    for (const name of events) this.dispatchEvent(new Event(name));
  }
}

let audio: FakeAudio;
let playback: Playback;

beforeEach(() => {
  audio = new FakeAudio();
  playback = new Playback(60);
  playback.attach(audio);
});

describe("playing", () => {
  it("starts and stops with the same key", () => {
    playback.toggle();
    expect([audio.paused, playback.phase]).toEqual([false, "playing"]);
    playback.toggle();
    expect([audio.paused, playback.phase]).toEqual([true, "paused"]);
  });

  it("is loading while the next bytes are on their way", () => {
    playback.play();
    audio.tell("waiting");
    expect([playback.phase, playback.playing]).toEqual(["loading", true]);
  });

  it("tells its listeners, until they leave", () => {
    const listener = vi.fn();
    const leave = playback.subscribe(listener);
    audio.tell("timeupdate");
    expect(listener).toHaveBeenCalledTimes(1);
    leave();
    audio.tell("timeupdate");
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it("no longer follows an element that has gone", () => {
    playback.attach(null);
    audio.tell("playing");
    expect(playback.phase).toBe("idle");
  });

  it("does nothing where there is no recording to play", () => {
    const silent = new Playback(10);
    silent.toggle();
    silent.skip(5);
    expect([silent.phase, silent.time]).toEqual(["idle", 5]);
  });
});

describe("seeking", () => {
  it.each([
    [-3, 0],
    [30, 30],
    [75, 60],
  ])("to %s s of sixty goes to %s s", (asked, reached) => {
    playback.seek(asked);
    expect(audio.currentTime).toBe(reached);
  });

  it("goes by the duration that the file turns out to have", () => {
    audio.duration = 90;
    playback.seek(75);
    expect(audio.currentTime).toBe(75);
  });

  it("plays on from a segment", () => {
    playback.playFrom(12);
    expect([audio.currentTime, audio.paused]).toEqual([12, false]);
  });
});

it("keeps its speed when the file is fetched anew", () => {
  playback.setSpeed(1.5);
  expect([audio.playbackRate, audio.defaultPlaybackRate]).toEqual([1.5, 1.5]);
});

it("goes on from where it failed", () => {
  playback.seek(20);
  audio.tell("timeupdate", "error");
  expect(playback.phase).toBe("failed");
  playback.reload();
  expect([audio.loads, audio.currentTime, playback.phase]).toEqual([1, 20, "idle"]);
});

it("stays failed when the element pauses because of the failure", () => {
  audio.tell("error", "pause");
  expect(playback.phase).toBe("failed");
});
