// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { expect, it } from "vitest";
import { delivery } from "../test_data.ts";
import { deliveryPolling } from "./webhook_deliveries.ts";

const now = Date.parse("2026-02-28T09:30:00Z");
const pending = (next: string | null) => ({ ...delivery, state: "pending" as const, next_attempt_at: next });

it.each([
  ["that is over", delivery, false],
  ["that failed", { ...delivery, state: "failed" as const }, false],
  ["that is due now", pending("2026-02-28T09:29:59Z"), 1_000],
  ["that is due in five seconds", pending("2026-02-28T09:30:05Z"), 1_000],
  ["that is due in five minutes", pending("2026-02-28T09:35:00Z"), 20_000],
  ["whose endpoint is paused", pending(null), 20_000],
])("asks again for a delivery %s", (_name, asked, expected) => {
  expect(deliveryPolling(asked, now)).toBe(expected);
});
