// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { expect, it } from "vitest";
import { readDeliveryFilters } from "./use_delivery_filters.ts";

it.each([
  ["", {}],
  ["endpoint=we_1&state=failed", { endpoint_id: "we_1", state: "failed" }],
  ["endpoint=&state=lost&page=3", {}],
  [`endpoint=${"x".repeat(100)}`, { endpoint_id: "x".repeat(64) }],
])("reads %j", (address, filters) => {
  expect(readDeliveryFilters(new URLSearchParams(address))).toEqual(filters);
});
