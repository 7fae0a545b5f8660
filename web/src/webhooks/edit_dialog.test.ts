// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { expect, it } from "vitest";
import { endpoint } from "../test_data.ts";
import { endpointChange } from "./edit_dialog.tsx";
import { isWebAddress } from "./endpoint_form.tsx";

const { url, events } = endpoint;

it.each([
  ["nothing", { url, events }, null],
  ["the same events in another order", { url, events: [...events].reverse() }, null],
  ["the address", { url: "https://new.example.com/", events }, { url: "https://new.example.com/" }],
  ["the events", { url, events: ["call.failed" as const] }, { events: ["call.failed"] }],
])("sends what was changed and no more: %s", (_name, wanted, change) => {
  expect(endpointChange(endpoint, wanted)).toEqual(change);
});

it.each([
  ["https://hooks.example.com/kolog", true],
  ["http://127.0.0.1:9000", true],
  ["", false],
  ["hooks.example.com", false],
  ["javascript:alert(1)", false],
  ["ftp://example.com/", false],
])("takes %j for a web address: %s", (text, expected) => {
  expect(isWebAddress(text)).toBe(expected);
});
