// SPDX-License-Identifier: Apache-2.0
// A business's own server: takes Kolog's webhooks, verifies them with the Standard Webhooks package, and answers as told.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { Webhook } from "standardwebhooks";

export interface EventBody {
  type: string;
  timestamp: string;
  data: {
    call_sid: string;
    direction: string;
    from_number: string;
    to_number: string;
    started_at: string;
    duration: number | null;
    transcript: string;
    transcript_source: string;
    language: string | null;
    summary: string;
    service: { id: string; name: string; confidence: number } | null;
    city: { name: string; confidence: number } | null;
    recording_url: string;
    /** Of `call.tagged`. */
    tags?: { id: string; name: string }[];
  };
}

export interface Delivery {
  id: string;
  method: string;
  contentType: string;
  /** Whether the signature is right for this endpoint's secret. */
  verified: boolean;
  body: EventBody;
  /** The body as it came, and the request's header fields. */
  text: string;
  headers: Record<string, string>;
  /** When it came, in milliseconds. */
  at: number;
  /** What it was answered. */
  status: number;
}

export interface Answer {
  status: number;
  body?: string | Buffer;
  headers?: Record<string, string>;
  delayMs?: number;
}

export interface ReceiverEndpoint {
  name: string;
  url: string;
  /** Known once the endpoint was made. */
  secret: string;
  /** The one before it, which still counts for a while. */
  formerSecret?: string;
  deliveries: Delivery[];
  /** Used up from the front; then everything is answered 204. */
  answers: Answer[];
}

export class WebhookReceiver {
  readonly #server: Server;
  readonly #endpoints = new Map<string, ReceiverEndpoint>();

  constructor() {
    this.#server = createServer((request, response) => void this.#receive(request, response));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  endpoint(name: string): ReceiverEndpoint {
    const endpoint: ReceiverEndpoint = { name, url: `${this.url}/${name}`, secret: "", deliveries: [], answers: [] };
    this.#endpoints.set(`/${name}`, endpoint);
    return endpoint;
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString("utf8");
    const endpoint = this.#endpoints.get(request.url ?? "");
    if (!endpoint) return void response.writeHead(404).end();
    const answer = endpoint.answers.shift() ?? { status: 204 };
    endpoint.deliveries.push({
      id: String(request.headers["webhook-id"]),
      method: request.method ?? "",
      contentType: String(request.headers["content-type"]),
      verified: [endpoint.secret, endpoint.formerSecret].some((secret) => secret !== undefined && verify(secret, text, request)),
      body: parse(text),
      text,
      headers: headersOf(request),
      at: Date.now(),
      status: answer.status,
    });
    await delay(answer.delayMs ?? 0);
    response.writeHead(answer.status, answer.headers ?? {}).end(answer.body);
  }
}

function headersOf(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
}

function verify(secret: string, text: string, request: IncomingMessage): boolean {
  try {
    new Webhook(secret).verify(text, headersOf(request));
    return true;
  } catch {
    return false;
  }
}

function parse(text: string): EventBody {
  try {
    return JSON.parse(text) as EventBody;
  } catch {
    return { type: "not JSON" } as EventBody;
  }
}
