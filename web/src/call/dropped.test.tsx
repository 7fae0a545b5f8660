// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { act, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import type { Call, DroppedSegment } from "../api/types.ts";
import { i18n } from "../i18n/i18n.ts";
import { Playback } from "../player/playback.ts";
import { call } from "../test_data.ts";
import { renderPage } from "../test_page.tsx";
import { TranscriptPanel } from "./transcript_panel.tsx";

const left = (start: number, text: string, reason: DroppedSegment["reason"]): DroppedSegment => ({
  channel: 0,
  speaker: "caller",
  start,
  end: start + 2,
  text,
  confidence: 0.2,
  words: [],
  reason,
});
const reasons = ["no_speech", "unsure", "repetition", "known_phrase", "outside_speech"] as const;
const silent: Call = {
  ...call,
  transcript: { language: null, duration: 30, segments: [], dropped: reasons.map((reason, at) => left(at * 65, reason, reason)) },
};
const playback = new Playback(30);

afterEach(() => act(() => void i18n.changeLanguage("he")));

it.each(["he", "en"])("keeps what was left out behind a click, with its time and the reason in words (%s)", async (language) => {
  await act(() => i18n.changeLanguage(language));
  const { container } = renderPage(<TranscriptPanel call={silent} playback={playback} />);
  const details = container.querySelector("details")!;
  expect(details.open).toBe(false);
  expect(details.querySelector("summary")?.textContent).toBe(language === "he" ? "הושמטו: 5" : "Left out: 5");
  const items = [...details.querySelectorAll("li")];
  expect(items).toHaveLength(5);
  expect(items[1]?.textContent).toContain("1:05");
  for (const [at, reason] of reasons.entries()) {
    expect(items[at]?.querySelector("s")?.textContent).toBe(reason);
    expect(items[at]?.textContent).toContain(i18n.t(`dropped.${reason}`));
  }
});

it("plays the place, for whoever wants to judge", () => {
  const play = vi.spyOn(playback, "playFrom").mockReturnValue(undefined);
  renderPage(<TranscriptPanel call={silent} playback={playback} />);
  fireEvent.click(screen.getByRole("button", { name: "ניגון מ־1:05", hidden: true }));
  expect(play).toHaveBeenCalledWith(65);
});

it("says that no speech was heard, whatever was left out", () => {
  const { container } = renderPage(<TranscriptPanel call={silent} playback={playback} />);
  expect(container.textContent).toContain("לא נשמע דיבור בהקלטה.");
  expect(screen.queryByRole("group", { name: "הורדת התמלול" })).toBeNull();
});

it("says nothing of it where nothing was left out", () => {
  const heard: Call = { ...silent, transcript: { ...silent.transcript!, dropped: [] } };
  const { container } = renderPage(<TranscriptPanel call={heard} playback={playback} />);
  expect(container.querySelector("details")).toBeNull();
});
