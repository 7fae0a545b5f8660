// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore } from "react";
import type { Playback } from "./playback.ts";

/** Renders again only when `select`'s answer changes; it must answer with a primitive. */
export function usePlayback<Value extends string | number | boolean | null>(
  playback: Playback,
  select: (playback: Playback) => Value,
): Value {
  return useSyncExternalStore(playback.subscribe, () => select(playback));
}
