// SPDX-License-Identifier: Apache-2.0
// Which segment, and which of its words, belongs to a moment of the recording.
import type { Segment, Word } from "../api/types.ts";

/** After its last word a segment stays current this long, so that breaths do not make the mark flicker. */
const kGrace = 0.8;

/**
 * The index of the segment being spoken at `time`, or null in silence. Speakers may talk at once: the one who began
 * last is current. Segments need not be in order of time.
 */
export function activeSegment(segments: readonly Segment[], time: number): number | null {
  let speaking: number | null = null;
  let justEnded: number | null = null;
  segments.forEach((segment, index) => {
    if (segment.start > time) return;
    if (time < segment.end) {
      if (speaking === null || segments[speaking]!.start <= segment.start) speaking = index;
    } else if (time < segment.end + kGrace) {
      if (justEnded === null || segments[justEnded]!.end <= segment.end) justEnded = index;
    }
  });
  return speaking ?? justEnded;
}

/** The index of the last word that has begun at `time`, or null before the first. */
export function activeWord(words: readonly Word[], time: number): number | null {
  let found: number | null = null;
  words.forEach((word, index) => {
    if (word.start <= time) found = index;
  });
  return found;
}

/** Whether the words spell the segment's text, so that they can stand in its place. */
export function wordsSpellText(segment: Segment): boolean {
  const bare = (text: string): string => text.replace(/\s+/g, "");
  return segment.words.length > 0 && bare(segment.words.map((word) => word.text).join("")) === bare(segment.text);
}

/** The segments in the order in which they began, each with its index in the transcript. */
export function inOrder(segments: readonly Segment[]): { segment: Segment; index: number }[] {
  return segments
    .map((segment, index) => ({ segment, index }))
    .sort((left, right) => left.segment.start - right.segment.start || left.index - right.index);
}
