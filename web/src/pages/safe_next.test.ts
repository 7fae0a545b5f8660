// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import { safeNext } from "./safe_next.ts";

it.each([
  ["/calls/CA1", "/calls/CA1"],
  ["/?search=דליפה", "/?search=%D7%93%D7%9C%D7%99%D7%A4%D7%94"],
  ["/settings#top", "/settings#top"],
  [null, "/"],
  ["", "/"],
  ["https://evil.example/", "/"],
  ["//evil.example/", "/"],
  ["/\\evil.example/", "/"],
  ["/\t/evil.example/", "/"],
  ["javascript:alert(1)", "/"],
  ["/login?next=/login", "/"],
])("leads from ?next=%s to %s", (next, place) => {
  expect(safeNext(next)).toBe(place);
});
