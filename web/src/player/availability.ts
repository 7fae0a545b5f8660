// SPDX-License-Identifier: Apache-2.0
// Why a recording does not play. An <audio> element only says that it failed; the server knows the reason.
import { parseRetryAfter } from "../api/error.ts";
import type { Fetch } from "../api/fetch.ts";

export type Unavailable =
  | { reason: "pending"; retryIn: number }
  | { reason: "deleting" }
  | { reason: "expired" }
  | { reason: "absent" }
  | { reason: "failed" };

const kDefaultRetry = 5;
const kLongestRetry = 60;

export async function whyUnavailable(url: string, send: Fetch): Promise<Unavailable> {
  let response: Response;
  try {
    response = await send(new Request(new URL(url, window.location.origin), { method: "HEAD" }));
  } catch {
    return { reason: "failed" };
  }
  if (response.status === 503) {
    const asked = parseRetryAfter(response.headers.get("Retry-After"), Date.now()) ?? kDefaultRetry;
    return { reason: "pending", retryIn: Math.min(Math.max(1, asked), kLongestRetry) };
  }
  if (response.status === 410) return { reason: "expired" };
  if (response.status === 404) return { reason: "absent" };
  return { reason: "failed" };
}
