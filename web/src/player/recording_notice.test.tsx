// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { act, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { renderPage } from "../test_page.tsx";
import { RecordingNotice } from "./recording_notice.tsx";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("counts down to the moment that the server named, and asks again once", async () => {
  const onRetry = vi.fn();
  renderPage(<RecordingNotice unavailable={{ reason: "pending", retryIn: 2 }} onRetry={onRetry} />);
  expect(screen.getByRole("status").textContent).toContain("בעוד שתי שניות");
  await act(() => vi.advanceTimersByTimeAsync(1000));
  expect(screen.getByRole("status").textContent).toContain("בעוד שנייה");
  expect(onRetry).not.toHaveBeenCalled();
  await act(() => vi.advanceTimersByTimeAsync(1000));
  expect(onRetry).toHaveBeenCalledOnce();
  await act(() => vi.advanceTimersByTimeAsync(10_000));
  expect(onRetry).toHaveBeenCalledOnce();
});

it("asks at once when told to", () => {
  const onRetry = vi.fn();
  renderPage(<RecordingNotice unavailable={{ reason: "pending", retryIn: 30 }} onRetry={onRetry} />);
  fireEvent.click(screen.getByRole("button", { name: "לנסות עכשיו" }));
  expect(onRetry).toHaveBeenCalledOnce();
});

it.each([
  ["deleting", "ההקלטה נמחקת"],
  ["expired", "תקופת השמירה הסתיימה"],
  ["absent", "אין הקלטה לשיחה זו"],
] as const)("says that it is %s, and offers no attempt that cannot succeed", (reason, words) => {
  renderPage(<RecordingNotice unavailable={{ reason }} onRetry={() => undefined} />);
  expect(screen.getByRole("status").textContent).toContain(words);
  expect(screen.queryByRole("button")).toBeNull();
});
