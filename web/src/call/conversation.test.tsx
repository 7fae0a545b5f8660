// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { act, fireEvent, screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import type { Segment } from "../api/types.ts";
import { Playback } from "../player/playback.ts";
import { renderPage } from "../test_page.tsx";
import { Conversation } from "./conversation.tsx";

const word = (text: string, start: number, end: number) => ({ text, start, end, confidence: 1 });
const segments: Segment[] = [
  { channel: 1, speaker: "agent", start: 0.5, end: 2, text: "שלום", confidence: 0.9, words: [word("שלום", 0.5, 2)] },
  {
    channel: 0,
    speaker: "caller",
    start: 3,
    end: 5,
    text: "יש דליפה",
    confidence: 0.3,
    words: [word("יש", 3, 3.5), word("דליפה", 3.5, 5)],
  },
];

let playback: Playback;
let audio: HTMLAudioElement;

beforeEach(() => {
  playback = new Playback(10);
  audio = document.createElement("audio");
  audio.play = vi.fn(async () => void audio.dispatchEvent(new Event("playing")));
  playback.attach(audio);
  renderPage(<Conversation segments={segments} language="he" playback={playback} />);
});

const current = () => document.querySelector('li[aria-current="true"]');

it("plays from a segment that is clicked, and marks it", () => {
  fireEvent.click(screen.getByText("יש דליפה"));
  expect(audio.play).toHaveBeenCalledOnce();
  expect(audio.currentTime).toBe(3);
  expect(current()?.id).toBe("segment-1");
});

it("plays from a segment's time by keyboard, once", () => {
  fireEvent.click(screen.getByRole("button", { name: "ניגון מ־0:03" }));
  expect(audio.play).toHaveBeenCalledOnce();
  expect(audio.currentTime).toBe(3);
});

it("moves the mark with the recording, word by word", () => {
  act(() => playback.playFrom(1));
  expect(current()?.id).toBe("segment-0");
  act(() => playback.seek(3.7));
  expect(current()?.id).toBe("segment-1");
  expect(current()?.textContent).toContain("יש דליפה");
  expect(screen.getByText("דליפה").className).not.toBe("");
  expect(screen.getByText("יש").className).toBe("");
});

it("marks nothing before anything was played", () => {
  expect(current()).toBeNull();
});

it("leaves a reader who marks words alone", () => {
  vi.spyOn(window, "getSelection").mockReturnValue({ isCollapsed: false } as Selection);
  fireEvent.click(screen.getByText("יש דליפה"));
  expect(audio.play).not.toHaveBeenCalled();
});

it("says which words it doubts", () => {
  expect(screen.getAllByText("תמלול בביטחון נמוך")).toHaveLength(1);
});
