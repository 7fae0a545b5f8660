// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import type { Segment } from "../api/types.ts";
import { activeSegment, activeWord, inOrder, wordsSpellText } from "./transcript_sync.ts";

function segment(start: number, end: number, text = "", words: string[] = []): Segment {
  const length = (end - start) / Math.max(1, words.length);
  return {
    channel: 0,
    speaker: "caller",
    start,
    end,
    text,
    confidence: 1,
    words: words.map((word, index) => ({
      text: word,
      start: start + index * length,
      end: start + (index + 1) * length,
      confidence: 1,
    })),
  };
}

describe("the current segment", () => {
  const segments = [segment(1, 3), segment(3.2, 6), segment(10, 12)];

  it.each([
    [0, null],
    [0.99, null],
    [1, 0],
    [2.99, 0],
    [3.1, 0],
    [3.2, 1],
    [6.5, 1],
    [8, null],
    [11, 2],
    [12.7, 2],
    [13, null],
  ])("at %s s is %s", (time, index) => {
    expect(activeSegment(segments, time)).toBe(index);
  });

  it("is that of whoever began last when two talk at once", () => {
    const overlapping = [segment(0, 10), segment(4, 6)];
    expect(activeSegment(overlapping, 5)).toBe(1);
    expect(activeSegment(overlapping, 6.5)).toBe(0);
  });

  it("is found in a transcript that goes channel by channel", () => {
    const byChannel = [segment(0, 2), segment(6, 8), segment(3, 5)];
    expect(activeSegment(byChannel, 4)).toBe(2);
    expect(activeSegment(byChannel, 7)).toBe(1);
  });

  it("is none where there is no transcript", () => {
    expect(activeSegment([], 3)).toBeNull();
  });
});

it("shows segments in the order of time and remembers which each was", () => {
  const byChannel = [segment(0, 2), segment(6, 8), segment(3, 5)];
  expect(inOrder(byChannel).map(({ index }) => index)).toEqual([0, 2, 1]);
});

it("marks the last word that has begun", () => {
  const { words } = segment(0, 3, "", ["one", "two", "three"]);
  expect([-1, 0, 0.5, 1, 2.9, 9].map((time) => activeWord(words, time))).toEqual([null, 0, 0, 1, 2, 2]);
});

it("puts words in the place of a text only when they spell it", () => {
  expect(wordsSpellText(segment(0, 1, "שלום, מדברת יעל", ["שלום,", " מדברת", "יעל"]))).toBe(true);
  expect(wordsSpellText(segment(0, 1, "שלום, מדברת יעל", ["שלום", "מדברת", "יעל"]))).toBe(false);
  expect(wordsSpellText(segment(0, 1, "", []))).toBe(false);
});
