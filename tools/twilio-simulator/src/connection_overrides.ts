// SPDX-License-Identifier: Apache-2.0
// What a webhook's URL says behind its `#` about timeouts and repeats: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides

/** Why a request got no good answer: no connection, no whole answer on it, or an error's status. */
export type WebhookFailure = "ct" | "rt" | "4xx" | "5xx";

export interface ConnectionOverrides {
  /** Milliseconds until there must be a connection, an answer on it, and an end of all attempts. */
  connectTimeoutMs: number;
  readTimeoutMs: number;
  totalMs: number;
  /** How often a failed request is sent again, and after which failures. */
  retryCount: number;
  retryPolicy: WebhookFailure[];
}

export const twilioDefaults: ConnectionOverrides = {
  connectTimeoutMs: 5_000,
  readTimeoutMs: 15_000,
  totalMs: 15_000,
  retryCount: 1,
  retryPolicy: ["ct"],
};

const allFailures: WebhookFailure[] = ["ct", "rt", "4xx", "5xx"];

/** Splits a URL at its fragment. Throws on what Twilio reports as an error of the webhook. */
export function readOverrides(url: string, defaults = twilioDefaults): { url: string; overrides: ConnectionOverrides } {
  const hash = url.indexOf("#");
  if (hash < 0) return { url, overrides: defaults };
  const overrides = { ...defaults };
  for (const pair of url.slice(hash + 1).split("&").filter((part) => part !== "")) {
    const [key = "", value = ""] = pair.split("=", 2);
    switch (key) {
      case "ct":
        overrides.connectTimeoutMs = bounded(pair, value, 100, 10_000);
        break;
      case "rt":
        overrides.readTimeoutMs = bounded(pair, value, 100, 15_000);
        break;
      case "tt":
        overrides.totalMs = bounded(pair, value, 100, 15_000);
        break;
      case "rc":
        overrides.retryCount = bounded(pair, value, 0, 5);
        break;
      case "rp":
        overrides.retryPolicy = value.split(",").flatMap((failure) => {
          if (failure === "all") return allFailures;
          if ((allFailures as string[]).includes(failure)) return [failure as WebhookFailure];
          throw new Error(`11243: the retry policy "${failure}" of ${url} is invalid`);
        });
        break;
      case "e":
      case "sni":
        break;
      default:
        throw new Error(`"${pair}" of ${url} is no connection override`);
    }
  }
  return { url: url.slice(0, hash), overrides };
}

function bounded(pair: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > most) throw new Error(`the connection override ${pair} is not within ${least} and ${most}`);
  return number;
}
