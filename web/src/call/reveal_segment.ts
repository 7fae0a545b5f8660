// SPDX-License-Identifier: Apache-2.0

export function segmentId(index: number): string {
  return `segment-${index}`;
}

/** Brings a segment of the transcript into sight, without haste where less motion is wanted. */
export function revealSegment(index: number): void {
  const element = document.getElementById(segmentId(index));
  if (element === null) return;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}
