// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import { ApiError, apiError, isNotFound, parseRetryAfter } from "./error.ts";

const now = Date.parse("2025-03-01T12:00:00Z");

it.each([
  ["7", 7],
  [" 12 ", 12],
  ["0", 0],
  ["Sat, 01 Mar 2025 12:00:30 GMT", 30],
  ["Sat, 01 Mar 2025 11:00:00 GMT", 0],
  ["soon", null],
  ["-5x", null],
  [null, null],
])("reads Retry-After: %s as %s seconds", (value, seconds) => {
  expect(parseRetryAfter(value, now)).toBe(seconds);
});

it("keeps the server’s code, sentence and patience", () => {
  const response = new Response(null, { status: 429, headers: { "Retry-After": "30" } });
  const error = apiError(response, { success: false, error: "Too many attempts", code: "rate_limited" });
  expect(error).toMatchObject({ status: 429, code: "rate_limited", message: "Too many attempts", retryAfter: 30 });
});

it.each([undefined, null, "Bad gateway", 502, { error: 5, code: {} }])(
  "survives a body that is no error of Kolog’s: %j",
  (body) => {
    expect(apiError(new Response(null, { status: 502, statusText: "Bad Gateway" }), body)).toMatchObject({
      status: 502,
      code: "unknown",
      message: "Bad Gateway",
    });
  },
);

it("takes a call that is not there, and a name that can be no call’s, for not found", () => {
  expect(isNotFound(new ApiError(404, "call_not_found", ""))).toBe(true);
  expect(isNotFound(new ApiError(400, "invalid_request", ""))).toBe(true);
  expect(isNotFound(new ApiError(400, "business_required", ""))).toBe(false);
  expect(isNotFound(new ApiError(500, "internal", ""))).toBe(false);
  expect(isNotFound(new TypeError("offline"))).toBe(false);
});
