// SPDX-License-Identifier: Apache-2.0
// The part of Twilio's REST API (2010-04-01) that has to do with calls and their recordings.
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Account, Accounts } from "./account.ts";
import type { AudioLibrary, Format } from "./audio.ts";
import type { SimulatedCall } from "./call.ts";
import type { Leg } from "./call_parameters.ts";
import type { FaultKind, Faults } from "./faults.ts";
import { readBody, respond, respondJson } from "./http.ts";
import { BadParameter, page, timeFilter } from "./listing.ts";
import { mediaAnswer, type Misbehaviour } from "./misbehaviour.ts";
import type { Recording } from "./recording.ts";
import { twilioTime } from "./time.ts";

export interface RestHost {
  accounts: Accounts;
  audio: AudioLibrary;
  recordings: Map<string, Recording>;
  calls: Map<string, SimulatedCall>;
  faults: Faults;
  /** What goes wrong with everything. */
  misbehaviour: () => Misbehaviour;
  /** An address at another host that answers with this recording's audio. */
  elsewhere: (recording: Recording, format: Format) => string;
}

interface Failure {
  status: number;
  code: number;
  message: string;
}

/** One request, by the credentials of an account, to what belongs to `account`. */
interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
}

type AccountExchange = Exchange & { account: Account };

const kSlowAnswerMs = 2_000;
const unavailable: Failure = { status: 503, code: 20503, message: "Service unavailable" };

export class RestApi {
  readonly #host: RestHost;
  /** Lists of calls that were answered 503. */
  #callListErrors = 0;

  constructor(host: RestHost) {
    this.#host = host;
  }

  async handle(exchange: Exchange): Promise<void> {
    const { request, response, url } = exchange;
    const entered = this.#host.accounts.proven(request.headers.authorization);
    if (!entered) {
      return fail(exchange, { status: 401, code: 20003, message: "Authenticate" }, { "WWW-Authenticate": 'Basic realm="Twilio API"' });
    }
    const fault = this.#host.faults.next(/\/Recordings\/RE[0-9a-f]{32}(\.mp3|\.wav)?$/.test(url.pathname) && request.method === "GET");
    if (fault !== null && (await goWrong(exchange, fault))) return;
    const [, accountSid, path] = /^\/2010-04-01\/Accounts\/(AC[0-9a-f]{32})(?:\.json$|\/(.*))/.exec(url.pathname) ?? [];
    const account = accountSid === undefined ? undefined : this.#host.accounts.visible(entered, accountSid);
    if (!account) return notFound(exchange);
    try {
      if (path === undefined) return respondJson(response, 200, describeAccount(account));
      await this.#route({ ...exchange, account }, `${request.method === "HEAD" ? "GET" : request.method} ${path}`);
    } catch (error) {
      if (!(error instanceof BadParameter)) throw error;
      fail(exchange, { status: 400, code: 20001, message: error.message });
    }
  }

  async #route(exchange: AccountExchange, route: string): Promise<void> {
    let match: RegExpMatchArray | null;
    if (route === "GET Calls.json") return this.#listCalls(exchange);
    if ((match = route.match(/^GET Calls\/(CA[0-9a-f]{32})\/Recordings\.json$/))) return this.#listRecordings(exchange, match[1]!);
    if ((match = route.match(/^POST Calls\/(CA[0-9a-f]{32})\/Recordings\.json$/))) return this.#start(exchange, match[1]!);
    if ((match = route.match(/^GET Calls\/(CA[0-9a-f]{32})\.json$/))) return this.#call(exchange, match[1]!);
    if (route === "GET Recordings.json") return this.#listRecordings(exchange, exchange.url.searchParams.get("CallSid"));
    if ((match = route.match(/^GET Recordings\/(RE[0-9a-f]{32})\.json$/))) return this.#recording(exchange, match[1]!);
    if ((match = route.match(/^DELETE Recordings\/(RE[0-9a-f]{32})(?:\.json)?$/))) return this.#delete(exchange, match[1]!);
    if ((match = route.match(/^GET Recordings\/(RE[0-9a-f]{32})(\.mp3|\.wav)?$/))) {
      return this.#media(exchange, match[1]!, match[2] === ".mp3" ? "mp3" : "wav");
    }
    return notFound(exchange);
  }

  #listCalls(exchange: AccountExchange): void {
    if (this.#callListErrors < (this.#host.misbehaviour().listErrorTimes ?? 0)) {
      this.#callListErrors += 1;
      return fail(exchange, unavailable);
    }
    const query = exchange.url.searchParams;
    const startedThen = timeFilter(query, "StartTime");
    const endedThen = timeFilter(query, "EndTime");
    const asksForEnd = [...query.keys()].some((name) => name.startsWith("EndTime"));
    const is = (name: string, value: string | null) => !query.get(name) || query.get(name) === value;
    const asked = (leg: Leg) =>
      is("To", leg.to) && is("From", leg.from) && is("Status", leg.status) && is("ParentCallSid", leg.parentSid) &&
      startedThen(leg.startedAt) && (!asksForEnd || (leg.endedAt !== null && endedThen(leg.endedAt)));
    const legs: Leg[] = [];
    for (const call of this.#host.calls.values()) {
      if (call.leg.accountSid !== exchange.account.accountSid) continue;
      const found = [call.leg, ...call.children].filter(asked);
      if (found.length > 0 && call.pending.emptyCallLists > 0) call.pending.emptyCallLists -= 1;
      else legs.push(...found);
    }
    // Stable, so that of two in the same millisecond the later one comes first.
    legs.reverse().sort((one, other) => other.startedAt.getTime() - one.startedAt.getTime());
    respondJson(exchange.response, 200, page(exchange.url, "calls", legs, describeLeg));
  }

  #listRecordings(exchange: AccountExchange, callSid: string | null): void {
    const call = callSid === null ? undefined : this.#findCall(exchange, callSid);
    if (callSid !== null && !call) return notFound(exchange);
    if (this.#failsLookUp(exchange, call)) return;
    const startedThen = timeFilter(exchange.url.searchParams, "DateCreated");
    const recordings = [...this.#host.recordings.values()].filter(
      ({ status, options, startedAt }) =>
        status !== "deleted" &&
        options.accountSid === exchange.account.accountSid &&
        (callSid === null || options.callSid === callSid) &&
        startedThen(startedAt),
    );
    recordings.reverse();
    const lags = call !== undefined && call.pending.emptyRecordingLists > 0;
    if (lags) call.pending.emptyRecordingLists -= 1;
    respondJson(exchange.response, 200, page(exchange.url, "recordings", lags ? [] : recordings, (recording) => recording.toJson()));
  }

  /** Answers 503 as long as the call's misbehaviour wants that. */
  #failsLookUp(exchange: Exchange, call: SimulatedCall | undefined): boolean {
    if (!call || call.pending.listErrors === 0) return false;
    call.pending.listErrors -= 1;
    fail(exchange, unavailable);
    return true;
  }

  async #start(exchange: AccountExchange, callSid: string): Promise<void> {
    const call = this.#host.calls.get(callSid);
    if (call?.leg.accountSid !== exchange.account.accountSid) return notFound(exchange);
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

  #call(exchange: AccountExchange, callSid: string): void {
    const call = this.#findCall(exchange, callSid);
    const leg = call && [call.leg, ...call.children].find(({ sid }) => sid === callSid);
    if (!leg) return notFound(exchange);
    if (this.#failsLookUp(exchange, call)) return;
    respondJson(exchange.response, 200, describeLeg(leg));
  }

  /** The account's call that has this leg. */
  #findCall({ account }: AccountExchange, sid: string): SimulatedCall | undefined {
    const call = this.#host.calls.get(sid) ?? [...this.#host.calls.values()].find((other) => other.children.some((leg) => leg.sid === sid));
    return call?.leg.accountSid === account.accountSid ? call : undefined;
  }

  #findRecording({ account }: AccountExchange, sid: string): Recording | undefined {
    const recording = this.#host.recordings.get(sid);
    return recording?.options.accountSid === account.accountSid ? recording : undefined;
  }

  #recording(exchange: AccountExchange, sid: string): void {
    const recording = this.#findRecording(exchange, sid);
    if (!recording || recording.status === "deleted") return notFound(exchange);
    if (this.#failsLookUp(exchange, this.#host.calls.get(recording.options.callSid))) return;
    respondJson(exchange.response, 200, recording.toJson());
  }

  #delete(exchange: AccountExchange, sid: string): void {
    const recording = this.#findRecording(exchange, sid);
    if (!recording) return notFound(exchange);
    recording.deletions += 1;
    if (recording.deletions <= (recording.options.misbehaviour.deleteErrorTimes ?? 0)) return fail(exchange, unavailable);
    if (recording.status === "deleted") return notFound(exchange);
    recording.delete();
    exchange.response.writeHead(204).end();
  }

  async #media(exchange: AccountExchange, sid: string, format: Format): Promise<void> {
    const recording = this.#findRecording(exchange, sid);
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
        return fail(exchange, { ...unavailable, status: misbehaviour.serverErrorStatus ?? 503 });
      case "html":
        return respondWithPage(exchange.response);
      case "xml-as-audio":
        return respond(exchange.response, 200, type, exceptionXml({ status: 404, code: 20404, message: "Not found" }));
      case "hang-up":
        exchange.request.socket.destroy();
        return;
      case "truncated":
        breakOff(exchange);
        return sendAudio(exchange, type, audio, null);
      case "redirect":
        return respond(exchange.response, 307, "text/plain", "", { Location: this.#host.elsewhere(recording, format) });
      case "audio":
        // Not before the last byte was handed over: an answer that breaks off serves nobody.
        if (exchange.request.method === "GET") exchange.response.once("finish", () => recording.servedAt.push(new Date()));
        return sendAudio(exchange, type, audio, misbehaviour.bytesPerSecond ?? null);
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

/** Lets this fault happen; false where the right answer is still to be given. */
async function goWrong(exchange: Exchange, fault: FaultKind): Promise<boolean> {
  switch (fault) {
    case "503":
      fail(exchange, unavailable);
      return true;
    case "500":
      fail(exchange, { status: 500, code: 20500, message: "Internal server error" });
      return true;
    case "429":
      fail(exchange, { status: 429, code: 20429, message: "Too Many Requests" }, { "Retry-After": "1" });
      return true;
    case "hang-up":
      exchange.request.socket.destroy();
      return true;
    case "html":
      respondWithPage(exchange.response);
      return true;
    case "xml-as-audio":
      respond(exchange.response, 200, "audio/mpeg", exceptionXml({ status: 404, code: 20404, message: "Not found" }));
      return true;
    case "truncated":
      breakOff(exchange);
      return false;
    case "slow":
      await delay(kSlowAnswerMs);
      return false;
  }
}

/** Whatever is answered: its length is announced, and half of it is sent. */
function breakOff({ request, response }: Exchange): void {
  const write = response.write.bind(response);
  const cut = (body: unknown) => {
    const bytes = typeof body === "string" ? Buffer.from(body) : Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    if (bytes.length < 2) request.socket.destroy();
    else write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => request.socket.destroy());
  };
  response.write = ((body: unknown) => (cut(body), true)) as ServerResponse["write"];
  response.end = ((body: unknown) => (cut(body), response)) as ServerResponse["end"];
}

function respondWithPage(response: ServerResponse): void {
  respond(response, 200, "text/html; charset=utf-8", "<!doctype html><title>Sign in</title><p>Please sign in.");
}

function describeAccount(account: Account): Record<string, unknown> {
  return {
    sid: account.accountSid,
    owner_account_sid: account.subaccountOf ?? account.accountSid,
    friendly_name: "Simulated account",
    status: "active",
    type: "Full",
    uri: `/2010-04-01/Accounts/${account.accountSid}.json`,
  };
}

function describeLeg(leg: Leg): Record<string, unknown> {
  const uri = `/2010-04-01/Accounts/${leg.accountSid}/Calls/${leg.sid}`;
  return {
    sid: leg.sid,
    parent_call_sid: leg.parentSid,
    account_sid: leg.accountSid,
    api_version: "2010-04-01",
    from: leg.from,
    from_formatted: leg.from,
    to: leg.to,
    to_formatted: leg.to,
    direction: leg.direction,
    status: leg.status,
    duration: leg.duration === null ? null : String(leg.duration),
    date_created: twilioTime(leg.startedAt),
    date_updated: twilioTime(leg.endedAt ?? leg.startedAt),
    start_time: twilioTime(leg.startedAt),
    end_time: leg.endedAt === null ? null : twilioTime(leg.endedAt),
    price: null,
    price_unit: "USD",
    uri: `${uri}.json`,
    subresource_uris: { recordings: `${uri}/Recordings.json` },
  };
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
