// SPDX-License-Identifier: Apache-2.0
// Sends webhooks as Twilio does: a signed form, a token that names repeats, and an answer awaited for 15 seconds.
import { randomUUID } from "node:crypto";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import twilio from "twilio";

export type Parameters = Record<string, string>;
export type Signature = "right" | "wrong" | "missing" | "other-token";

export interface Webhook {
  callSid: string;
  url: string;
  method: string;
  parameters: Parameters;
  signature: Signature;
  idempotencyToken: string;
}

export interface SentWebhook extends Webhook {
  at: string;
  milliseconds: number;
  /** The answer's status; null when none came. */
  status: number | null;
  contentType: string;
  body: string;
  error: string | null;
}

export interface WebhookSenderOptions {
  authToken: string;
  /** Public addresses and where they really are: requests are signed for the first and go to the second. */
  reach?: Record<string, string>;
  /** More attempts when no connection is had or it breaks; Twilio's default is one. */
  retries?: number;
  /** Between two of those. */
  retryDelayMs?: number;
}

const kAnswerTimeoutMs = 15_000;

export class WebhookSender {
  readonly sent: SentWebhook[] = [];
  readonly #options: WebhookSenderOptions;

  constructor(options: WebhookSenderOptions) {
    this.#options = options;
  }

  async send(webhook: Omit<Webhook, "idempotencyToken"> & { idempotencyToken?: string }): Promise<SentWebhook> {
    const named = { ...webhook, idempotencyToken: webhook.idempotencyToken ?? randomUUID() };
    for (let attempt = 0; ; ++attempt) {
      const sent = await this.#attempt(named);
      this.sent.push(sent);
      if (sent.status !== null || attempt >= (this.#options.retries ?? 1)) return sent;
      await delay(this.#options.retryDelayMs ?? 100);
    }
  }

  async #attempt(webhook: Webhook): Promise<SentWebhook> {
    const started = Date.now();
    const at = new Date(started).toISOString();
    const form = new URLSearchParams(webhook.parameters).toString();
    const get = webhook.method === "GET";
    const url = get ? withQuery(webhook.url, form) : webhook.url;
    const headers: Record<string, string> = {
      "User-Agent": "TwilioProxy/1.1",
      Accept: "*/*",
      "I-Twilio-Idempotency-Token": webhook.idempotencyToken,
      ...(get ? {} : { "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8", "Content-Length": String(Buffer.byteLength(form)) }),
    };
    const signature = this.#sign(webhook.signature, url, get ? {} : webhook.parameters);
    if (signature !== null) headers["X-Twilio-Signature"] = signature;
    try {
      const answer = await this.#request(url, webhook.method, headers, get ? "" : form);
      return { ...webhook, ...answer, at, milliseconds: Date.now() - started, error: null };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { ...webhook, at, milliseconds: Date.now() - started, status: null, contentType: "", body: "", error: reason };
    }
  }

  /** The right `X-Twilio-Signature`. */
  signatureOf(url: string, parameters: Parameters): string {
    return twilio.getExpectedTwilioSignature(this.#options.authToken, url, parameters);
  }

  #sign(how: Signature, url: string, parameters: Parameters): string | null {
    const right = this.signatureOf(url, parameters);
    switch (how) {
      case "right":
        return right;
      case "missing":
        return null;
      case "wrong":
        return right.startsWith("A") ? `B${right.slice(1)}` : `A${right.slice(1)}`;
      case "other-token":
        return twilio.getExpectedTwilioSignature("f".repeat(32), url, parameters);
    }
  }

  #request(url: string, method: string, headers: Record<string, string>, body: string): Promise<{ status: number; contentType: string; body: string }> {
    const publicUrl = new URL(url);
    const real = new URL(this.#reached(url));
    const request = real.protocol === "https:" ? requestHttps : requestHttp;
    return new Promise((resolve, reject) => {
      const outgoing = request(real, { method, headers: { ...headers, Host: publicUrl.host }, timeout: kAnswerTimeoutMs, agent: false }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 0, contentType: answer.headers["content-type"] ?? "", body: Buffer.concat(parts).toString("utf8") }),
        );
      });
      outgoing.on("timeout", () => outgoing.destroy(new Error("no answer within 15 seconds")));
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }

  #reached(url: string): string {
    for (const [from, to] of Object.entries(this.#options.reach ?? {})) {
      if (url.startsWith(from)) return to + url.slice(from.length);
    }
    return url;
  }
}

function withQuery(url: string, query: string): string {
  return url + (url.includes("?") ? "&" : "?") + query;
}
