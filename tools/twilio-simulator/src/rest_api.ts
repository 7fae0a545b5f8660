// SPDX-License-Identifier: Apache-2.0
// The part of Twilio's REST API (2010-04-01) that has to do with calls and their recordings.
import type { IncomingMessage, ServerResponse } from "node:http";
import { timingSafeEqual } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { AudioLibrary, Format } from "./audio.ts";
import type { SimulatedCall } from "./call.ts";
import type { Leg } from "./call_parameters.ts";
import { readBody, respond, respondJson } from "./http.ts";
import { mediaAnswer } from "./misbehaviour.ts";
import type { Recording } from "./recording.ts";

export interface RestHost {
  accountSid: string;
  authToken: string;
  audio: AudioLibrary;
  recordings: Map<string, Recording>;
  calls: Map<string, SimulatedCall>;
}

interface Failure {
  status: number;
  code: number;
  message: string;
}

type Exchange = { request: IncomingMessage; response: ServerResponse; url: URL };

export class RestApi {
  readonly #host: RestHost;

  constructor(host: RestHost) {
    this.#host = host;
  }

  async handle(exchange: Exchange): Promise<void> {
    const { request, response, url } = exchange;
    if (!this.#mayEnter(request)) {
      return fail(exchange, { status: 401, code: 20003, message: "Authenticate" }, { "WWW-Authenticate": 'Basic realm="Twilio API"' });
    }
    const account = `/2010-04-01/Accounts/${this.#host.accountSid}`;
    if (url.pathname === `${account}.json`) {
      return respondJson(response, 200, { sid: this.#host.accountSid, friendly_name: "Simulated account", status: "active", type: "Full" });
    }
    if (!url.pathname.startsWith(`${account}/`)) return notFound(exchange);
    const path = url.pathname.slice(account.length + 1);
    const route = `${request.method === "HEAD" ? "GET" : request.method} ${path}`;
    let match: RegExpMatchArray | null;
    if ((match = route.match(/^GET Calls\/(CA[0-9a-f]{32})\/Recordings\.json$/))) return this.#list(exchange, match[1]!);
    if ((match = route.match(/^POST Calls\/(CA[0-9a-f]{32})\/Recordings\.json$/))) return this.#start(exchange, match[1]!);
    if ((match = route.match(/^GET Calls\/(CA[0-9a-f]{32})\.json$/))) return this.#call(exchange, match[1]!);
    if (route === "GET Recordings.json") return this.#list(exchange, url.searchParams.get("CallSid"));
    if ((match = route.match(/^GET Recordings\/(RE[0-9a-f]{32})\.json$/))) return this.#recording(exchange, match[1]!);
    if ((match = route.match(/^DELETE Recordings\/(RE[0-9a-f]{32})(?:\.json)?$/))) return this.#delete(exchange, match[1]!);
    if ((match = route.match(/^GET Recordings\/(RE[0-9a-f]{32})(\.mp3|\.wav)?$/))) {
      return this.#media(exchange, match[1]!, match[2] === ".mp3" ? "mp3" : "wav");
    }
    return notFound(exchange);
  }

  #mayEnter(request: IncomingMessage): boolean {
    const expected = Buffer.from(`Basic ${Buffer.from(`${this.#host.accountSid}:${this.#host.authToken}`).toString("base64")}`);
    const given = Buffer.from(request.headers.authorization ?? "");
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  #list(exchange: Exchange, callSid: string | null): void {
    if (callSid !== null && !this.#findLeg(callSid)) return notFound(exchange);
    const recordings = [...this.#host.recordings.values()].filter(
      (recording) => recording.status !== "deleted" && (callSid === null || recording.options.callSid === callSid),
    );
    const size = Math.min(1000, Math.max(1, Number(exchange.url.searchParams.get("PageSize") ?? 50) || 50));
    const page = Math.max(0, Number(exchange.url.searchParams.get("Page") ?? 0) || 0);
    const shown = recordings.slice(page * size, (page + 1) * size);
    const address = (number: number) => `${exchange.url.pathname}?PageSize=${size}&Page=${number}`;
    respondJson(exchange.response, 200, {
      first_page_uri: address(0),
      previous_page_uri: page > 0 ? address(page - 1) : null,
      next_page_uri: recordings.length > (page + 1) * size ? address(page + 1) : null,
      uri: address(page),
      page,
      page_size: size,
      start: page * size,
      end: page * size + Math.max(0, shown.length - 1),
      recordings: shown.map((recording) => recording.toJson()),
    });
  }

  async #start(exchange: Exchange, callSid: string): Promise<void> {
    const call = this.#host.calls.get(callSid);
    if (!call) return notFound(exchange);
    const form = new URLSearchParams(await readBody(exchange.request));
    const url = form.get("RecordingStatusCallback");
    const events = form.getAll("RecordingStatusCallbackEvent").flatMap((event) => event.split(/[\s,]+/));
    const recording = call.startRecording({
      channels: form.get("RecordingChannels") === "dual" ? 2 : 1,
      track: (form.get("RecordingTrack") ?? "both") as "both" | "inbound" | "outbound",
      callback: url === null ? null : { url, method: form.get("RecordingStatusCallbackMethod") ?? "POST", events: events.length > 0 ? events : ["completed"] },
    });
    if (!recording) {
      return fail(exchange, { status: 400, code: 21220, message: "Requested resource is not eligible for recording" });
    }
    respondJson(exchange.response, 201, recording.toJson());
  }

  #call(exchange: Exchange, callSid: string): void {
    const leg = this.#findLeg(callSid);
    if (!leg) return notFound(exchange);
    respondJson(exchange.response, 200, {
      sid: leg.sid,
      parent_call_sid: leg.parentSid,
      account_sid: leg.accountSid,
      from: leg.from,
      to: leg.to,
      direction: leg.direction,
      status: leg.status,
      duration: leg.duration === null ? null : String(leg.duration),
      start_time: leg.startedAt.toUTCString().replace("GMT", "+0000"),
      uri: exchange.url.pathname,
    });
  }

  #findLeg(sid: string): Leg | undefined {
    const call = this.#host.calls.get(sid);
    if (call) return call.leg;
    for (const other of this.#host.calls.values()) {
      const child = other.children.find((leg) => leg.sid === sid);
      if (child) return child;
    }
    return undefined;
  }

  #recording(exchange: Exchange, sid: string): void {
    const recording = this.#host.recordings.get(sid);
    if (!recording || recording.status === "deleted") return notFound(exchange);
    respondJson(exchange.response, 200, recording.toJson());
  }

  #delete(exchange: Exchange, sid: string): void {
    const recording = this.#host.recordings.get(sid);
    if (!recording || recording.status === "deleted") return notFound(exchange);
    recording.delete();
    exchange.response.writeHead(204).end();
  }

  async #media(exchange: Exchange, sid: string, format: Format): Promise<void> {
    const recording = this.#host.recordings.get(sid);
    if (!recording) return notFound(exchange);
    if (exchange.request.method === "GET") recording.fetches += 1;
    if (recording.status !== "completed") return notFound(exchange);
    const dual = exchange.url.searchParams.get("RequestedChannels") === "2";
    if (dual && recording.channels === 1) {
      return fail(exchange, { status: 400, code: 16113, message: "Cannot download a dual-channel presentation of a mono recording" });
    }
    const misbehaviour = recording.options.misbehaviour;
    const answer = mediaAnswer(misbehaviour, recording.answered++);
    const audio = await this.#host.audio.render(recording.options.sound, format, recording.soundOf(dual ? 2 : 1));
    const type = format === "mp3" ? "audio/mpeg" : "audio/x-wav";
    switch (answer) {
      case "not-found":
        return notFound(exchange);
      case "too-many-requests":
        return fail(exchange, { status: 429, code: 20429, message: "Too Many Requests" }, { "Retry-After": String(misbehaviour.retryAfterSeconds ?? 1) });
      case "server-error":
        return fail(exchange, { status: misbehaviour.serverErrorStatus ?? 503, code: 20503, message: "Service unavailable" });
      case "html":
        return respond(exchange.response, 200, "text/html; charset=utf-8", "<!doctype html><title>Sign in</title><p>Please sign in.");
      case "xml-as-audio":
        return respond(exchange.response, 200, type, exceptionXml({ status: 404, code: 20404, message: "Not found" }));
      case "hang-up":
        exchange.request.socket.destroy();
        return;
      case "truncated":
        exchange.response.writeHead(200, { "Content-Type": type, "Content-Length": String(audio.length) });
        exchange.response.write(audio.subarray(0, Math.floor(audio.length / 2)), () => exchange.request.socket.destroy());
        return;
      case "audio":
        await sendAudio(exchange, type, audio, misbehaviour.bytesPerSecond ?? null);
        if (exchange.request.method === "GET") recording.served += 1;
    }
  }
}

async function sendAudio({ request, response }: Exchange, type: string, audio: Buffer, bytesPerSecond: number | null): Promise<void> {
  response.writeHead(200, { "Content-Type": type, "Content-Length": String(audio.length), "Last-Modified": new Date().toUTCString() });
  if (bytesPerSecond !== null && request.method !== "HEAD") {
    const step = Math.max(1, Math.floor(bytesPerSecond / 10));
    for (let at = 0; at < audio.length && !response.destroyed; at += step) {
      response.write(audio.subarray(at, at + step));
      await delay(100);
    }
    response.end();
    return;
  }
  response.end(audio);
}

function notFound(exchange: Exchange): void {
  const path = exchange.url.pathname.replace(/\.(json|mp3|wav)$/, "");
  fail(exchange, { status: 404, code: 20404, message: `The requested resource ${path} was not found` });
}

/** Twilio answers in JSON where `.json` was asked for, and in XML everywhere else, media included. */
function fail(exchange: Exchange, failure: Failure, headers: Record<string, string> = {}): void {
  if (exchange.url.pathname.endsWith(".json")) {
    const { code, message, status } = failure;
    return respondJson(exchange.response, status, { code, message, more_info: moreInformation(code), status }, headers);
  }
  respond(exchange.response, failure.status, "application/xml", exceptionXml(failure), headers);
}

function exceptionXml({ status, code, message }: Failure): string {
  return (
    `<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse><RestException><Code>${code}</Code><Message>${message}</Message>` +
    `<MoreInfo>${moreInformation(code)}</MoreInfo><Status>${status}</Status></RestException></TwilioResponse>`
  );
}

function moreInformation(code: number): string {
  return `https://www.twilio.com/docs/errors/${code}`;
}
