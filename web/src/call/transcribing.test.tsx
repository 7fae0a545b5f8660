// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { useQuery } from "@tanstack/react-query";
import { act, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { queryClient } from "../api/client.ts";
import type { Call } from "../api/types.ts";
import { i18n } from "../i18n/i18n.ts";
import { call } from "../test_data.ts";
import { renderPage, serve } from "../test_page.tsx";
import { CallHeader } from "./call_header.tsx";
import { StageList } from "./stage_list.tsx";

const underWay: Call = {
  ...call,
  status: "processing",
  stage: "fetched",
  progress: { stage: "transcribed", percent: 42 },
  stages: (["ingested", "recorded", "fetched"] as const).map((stage) => ({ stage, at: "2026-02-28T09:30:00.000Z" })),
};
const cancelled: Call = {
  ...underWay,
  status: "failed",
  progress: null,
  failure: { stage: "transcribed", reason: "Cancelled by a person", code: "cancelled_by_person" },
};

/** As the page does: whatever is known of the call by now. */
function Shown() {
  const { data } = useQuery<Call>({ queryKey: ["call", "CA1"], enabled: false });
  return data === undefined ? null : <CallHeader call={data} />;
}

afterEach(() => act(() => void i18n.changeLanguage("he")));

it.each([
  ["he", "השיחה מתומללת"],
  ["en", "Transcribing the call"],
])("says how far the transcription is, for eyes and for screen readers (%s)", async (language, label) => {
  await act(() => i18n.changeLanguage(language));
  renderPage(<CallHeader call={underWay} />);
  const bar = screen.getByRole("progressbar", { name: label });
  expect([bar.ariaValueNow, bar.ariaValueMin, bar.ariaValueMax]).toEqual(["42", "0", "100"]);
  expect(bar.getAttribute("aria-valuetext")).toMatch(/42.?%/);
  expect((bar.firstElementChild as HTMLElement).style.width).toBe("42%");
});

it("shows the percentage in the list of stages", () => {
  const { container } = renderPage(<StageList call={underWay} />);
  expect(container.querySelector('[data-state="working"]')?.textContent).toMatch(/42.?%/);
});

it("has no bar while a call waits for its turn, and can cancel it all the same", () => {
  renderPage(<CallHeader call={{ ...underWay, progress: null }} />);
  expect(screen.queryByRole("progressbar")).toBeNull();
  screen.getByText("השיחה ממתינה לתמלול.");
  screen.getByRole("button", { name: "ביטול התמלול" });
});

it.each([
  ["that is understood already", { ...underWay, stage: "transcribed" as const, progress: null }],
  ["that is at rest", call],
  ["whose recording is not here yet", { ...underWay, stage: "recorded" as const, progress: null }],
])("offers nothing to cancel in a call %s", (_name, shown) => {
  renderPage(<CallHeader call={shown} />);
  expect(screen.queryByRole("button", { name: "ביטול התמלול" })).toBeNull();
});

it("cancels at a press, and takes the focus to what it says of that", async () => {
  const asked = serve({ "POST /api/calls/CA1/cancel": { status: 200, body: cancelled } });
  queryClient.setQueryData(["call", "CA1"], underWay);
  renderPage(<Shown />);
  fireEvent.click(screen.getByRole("button", { name: "ביטול התמלול" }));
  await expect.poll(() => document.activeElement?.textContent).toContain("התמלול בוטל.");
  expect(asked.has("POST /api/calls/CA1/cancel")).toBe(true);
  expect(screen.queryByRole("progressbar")).toBeNull();
});

it("shows a cancelled call as stopped by a person and not as failed", () => {
  const { container } = renderPage(
    <>
      <CallHeader call={cancelled} />
      <StageList call={cancelled} />
    </>,
  );
  expect(screen.getByRole("status").textContent).toContain("מה שכבר תומלל נשמר");
  expect(screen.queryByRole("alert")).toBeNull();
  expect(container.querySelector('[data-state="cancelled"]')?.textContent).toContain("בוטל");
  expect(container.textContent).not.toContain("Cancelled by a person");
  expect(container.textContent).not.toContain("נכשל");
});

it("tells of a transcription that ended before it could be cancelled", async () => {
  serve({
    "POST /api/calls/CA1/cancel": {
      status: 409,
      body: { success: false, error: "The call is not being transcribed", code: "conflict" },
    },
  });
  renderPage(<CallHeader call={underWay} />);
  fireEvent.click(screen.getByRole("button", { name: "ביטול התמלול" }));
  expect((await screen.findByRole("alert")).textContent).toContain("The call is not being transcribed");
});
