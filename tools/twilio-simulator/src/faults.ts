// SPDX-License-Identifier: Apache-2.0
// A given share of the REST API's answers goes wrong, in every way that answers go wrong; which ones depends on the seed.

export type FaultKind = "503" | "500" | "429" | "truncated" | "hang-up" | "html" | "xml-as-audio" | "slow";

const kinds: FaultKind[] = ["503", "500", "429", "truncated", "hang-up", "html", "slow", "xml-as-audio"];

export class Faults {
  /** How many there were of each kind. */
  readonly counts: Record<FaultKind, number> = { "503": 0, "500": 0, "429": 0, truncated: 0, "hang-up": 0, html: 0, "xml-as-audio": 0, slow: 0 };
  /** 0 to 1. */
  rate: number;
  readonly #random: () => number;

  constructor(rate: number, seed: number) {
    this.rate = rate;
    this.#random = seededRandom(seed);
  }

  /** What goes wrong with the next answer. */
  next(isMedia: boolean): FaultKind | null {
    if (this.rate <= 0 || this.#random() >= this.rate) return null;
    const possible = isMedia ? kinds.length : kinds.length - 1;
    const kind = kinds[Math.floor(this.#random() * possible)]!;
    this.counts[kind] += 1;
    return kind;
  }
}

/** Numbers from 0 to 1 that are the same for the same seed: the generator known as mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
