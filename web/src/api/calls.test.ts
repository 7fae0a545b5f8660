// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { expect, it } from "vitest";
import { call, deletion, recording } from "../test_data.ts";
import { callPolling, withoutCall } from "./calls.ts";
import type { CallPage } from "./types.ts";

const deleting = (attempts: number) => ({
  ...call,
  recording: { ...recording, state: "deleting" as const, deletions: [{ ...deletion, attempts }] },
});

it.each([
  ["at rest", call, false],
  ["under way", { ...call, status: "processing" }, 3_000],
  ["that is being transcribed", { ...call, status: "processing", stage: "fetched" as const }, 1_000],
  ["whose recording is being deleted", deleting(0), 3_000],
  ["whose recording somebody refuses to delete", deleting(2), 20_000],
  ["whose recording is gone", { ...call, recording: { ...recording, state: "expired" as const } }, false],
])("asks again for a call %s", (_name, asked, expected) => {
  expect(callPolling(asked)).toBe(expected);
});

it("takes a deleted call out of every page of a list, and counts it no more", () => {
  const page = (sids: string[], cursor: string | null): CallPage => ({
    items: sids.map((sid) => ({ ...call, call_sid: sid })),
    total: 3,
    next_cursor: cursor,
  });
  const list = { pages: [page(["CA1", "CA2"], "c"), page(["CA3"], null)], pageParams: [null, "c"] };
  const after = withoutCall(list, "CA2");
  expect(after.pages.map(({ items, total }) => [items.map((item) => item.call_sid), total])).toEqual([
    [["CA1"], 2],
    [["CA3"], 2],
  ]);
  expect(withoutCall(list, "CA9")).toBe(list);
});
