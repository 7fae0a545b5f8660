// SPDX-License-Identifier: Apache-2.0
// Sends webhooks as Twilio does: a signed form, a token that names repeats, and an answer awaited for 15 seconds, or as the
// URL's fragment says.
import { randomUUID } from "node:crypto";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import twilio from "twilio";
import { readOverrides, twilioDefaults, type ConnectionOverrides, type WebhookFailure } from "./connection_overrides.ts";

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
  /** In the words of the retry policies. */
  failure: WebhookFailure | null;
}

export interface WebhookSenderOptions {
  /** The token of the account that a request is about; it signs the request. */
  tokenOf: (accountSid: string | undefined) => string;
  /** Public addresses and where they really are: requests are signed for the first and go to the second. */
  reach?: Record<string, string>;
  /** More attempts when no connection is had or it breaks, where the URL itself does not say; Twilio's default is one, of the first. */
  retries?: number;
  /** Between two of those. */
  retryDelayMs?: number;
  /** Hears of every attempt once it was answered or has failed. */
  onSent?: (sent: SentWebhook) => void;
}

interface Answer {
  status: number;
  contentType: string;
  body: string;
}

export class WebhookSender {
  readonly sent: SentWebhook[] = [];
  readonly #options: WebhookSenderOptions;
  readonly #defaults: ConnectionOverrides;

  constructor(options: WebhookSenderOptions) {
    this.#options = options;
    this.#defaults =
      options.retries === undefined
        ? twilioDefaults
        : { ...twilioDefaults, totalMs: Infinity, retryCount: options.retries, retryPolicy: ["ct", "rt"] };
  }

  /** Sends a webhook, again where it fails and its URL's fragment has asked for that; the last attempt. */
  async send(webhook: Omit<Webhook, "idempotencyToken"> & { idempotencyToken?: string }): Promise<SentWebhook> {
    const named = { ...webhook, idempotencyToken: webhook.idempotencyToken ?? randomUUID() };
    let read;
    try {
      read = readOverrides(webhook.url, webhook.url.includes("#") ? twilioDefaults : this.#defaults);
    } catch (error) {
      return this.#keep({ ...named, ...unanswered(error), at: new Date().toISOString(), milliseconds: 0 });
    }
    const { url, overrides } = read;
    const end = Date.now() + overrides.totalMs;
    for (let attempt = 0; ; ++attempt) {
      const sent = this.#keep(await this.#attempt({ ...named, url }, overrides, end));
      const mayRepeat = sent.failure !== null && overrides.retryPolicy.includes(sent.failure) && attempt < overrides.retryCount;
      if (!mayRepeat || Date.now() >= end) return sent;
      await delay(this.#options.retryDelayMs ?? 100);
    }
  }

  #keep(sent: SentWebhook): SentWebhook {
    this.sent.push(sent);
    this.#options.onSent?.(sent);
    return sent;
  }

  async #attempt(webhook: Webhook, overrides: ConnectionOverrides, end: number): Promise<SentWebhook> {
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
    const signature = this.#sign(webhook.signature, url, get ? {} : webhook.parameters, webhook.parameters["AccountSid"]);
    if (signature !== null) headers["X-Twilio-Signature"] = signature;
    const told = { at, ...webhook };
    try {
      const answer = await this.#request(url, webhook.method, headers, get ? "" : form, overrides, end);
      const failure = answer.status >= 500 ? "5xx" : answer.status >= 400 ? "4xx" : null;
      return { ...told, ...answer, milliseconds: Date.now() - started, error: null, failure };
    } catch (error) {
      return { ...told, ...unanswered(error), milliseconds: Date.now() - started };
    }
  }

  /** The right `X-Twilio-Signature`. */
  signatureOf(url: string, parameters: Parameters, accountSid = parameters["AccountSid"]): string {
    return twilio.getExpectedTwilioSignature(this.#options.tokenOf(accountSid), url, parameters);
  }

  #sign(how: Signature, url: string, parameters: Parameters, accountSid: string | undefined): string | null {
    const right = this.signatureOf(url, parameters, accountSid);
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

  #request(url: string, method: string, headers: Record<string, string>, body: string, overrides: ConnectionOverrides, end: number): Promise<Answer> {
    const publicUrl = new URL(url);
    const real = new URL(this.#reached(url));
    const request = real.protocol === "https:" ? requestHttps : requestHttp;
    return new Promise((resolve, reject) => {
      let connected = false;
      const timers: NodeJS.Timeout[] = [];
      const settle = (finish: () => void) => {
        for (const timer of timers) clearTimeout(timer);
        finish();
      };
      const fail = (error: Error) => settle(() => reject(new RequestFailure(error.message, connected ? "rt" : "ct")));
      const outgoing = request(real, { method, headers: { ...headers, Host: publicUrl.host }, agent: false }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("error", fail);
        answer.on("end", () =>
          settle(() =>
            resolve({ status: answer.statusCode ?? 0, contentType: answer.headers["content-type"] ?? "", body: Buffer.concat(parts).toString("utf8") }),
          ),
        );
      });
      const giveUp = (milliseconds: number, what: string) =>
        timers.push(setTimeout(() => outgoing.destroy(new Error(`${what} within ${milliseconds} ms`)), milliseconds));
      if (Number.isFinite(end)) giveUp(Math.max(1, end - Date.now()), "not done");
      const toConnect = giveUp(overrides.connectTimeoutMs, "no connection");
      outgoing.on("socket", (socket) =>
        socket.once("connect", () => {
          connected = true;
          clearTimeout(timers[toConnect - 1]);
          giveUp(overrides.readTimeoutMs, "no answer");
        }),
      );
      outgoing.on("error", fail);
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

class RequestFailure extends Error {
  readonly failure: WebhookFailure;

  constructor(message: string, failure: WebhookFailure) {
    super(message);
    this.failure = failure;
  }
}

function unanswered(error: unknown): Pick<SentWebhook, "status" | "contentType" | "body" | "error" | "failure"> {
  const reason = error instanceof Error ? error.message : String(error);
  return { status: null, contentType: "", body: "", error: reason, failure: error instanceof RequestFailure ? error.failure : null };
}

function withQuery(url: string, query: string): string {
  return url + (url.includes("?") ? "&" : "?") + query;
}
