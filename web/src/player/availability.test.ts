// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { expect, it } from "vitest";
import { whyUnavailable } from "./availability.ts";

const url = "/api/calls/CA1/download";
const answering = (status: number, headers: Record<string, string> = {}) => async () =>
  new Response(null, { status, headers });

it.each([
  [410, { reason: "expired" }],
  [404, { reason: "absent" }],
  [500, { reason: "failed" }],
  [200, { reason: "failed" }],
])("takes %s for %j", async (status, reason) => {
  expect(await whyUnavailable(url, answering(status))).toEqual(reason);
});

it.each([
  ["7", 7],
  ["0", 1],
  ["86400", 60],
  ["later", 5],
])("comes back to a pending recording as Retry-After: %s asks, within reason: %s s", async (asked, retryIn) => {
  const unavailable = await whyUnavailable(url, answering(503, { "Retry-After": asked }));
  expect(unavailable).toEqual({ reason: "pending", retryIn });
});

it("asks without fetching the recording", async () => {
  let method = "";
  await whyUnavailable(url, async (request) => {
    method = request.method;
    return new Response(null, { status: 404 });
  });
  expect(method).toBe("HEAD");
});

it("says that it failed when the server cannot be reached", async () => {
  const offline = async () => Promise.reject(new TypeError("offline"));
  expect(await whyUnavailable(url, offline)).toEqual({ reason: "failed" });
});
