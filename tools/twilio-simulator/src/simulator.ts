// SPDX-License-Identifier: Apache-2.0
// The simulated Twilio: one HTTP server for its REST API and its control interface, and the calls that it makes.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Accounts, type Account } from "./account.ts";
import { AudioLibrary, type Sound } from "./audio.ts";
import { SimulatedCall, type PlaceCallOptions } from "./call.ts";
import { ControlApi } from "./control_api.ts";
import { Elsewhere } from "./elsewhere.ts";
import { Faults, type FaultKind } from "./faults.ts";
import { close, listen, respondJson } from "./http.ts";
import { unknownMisbehaviour, type Misbehaviour } from "./misbehaviour.ts";
import type { Recording } from "./recording.ts";
import { RestApi } from "./rest_api.ts";
import { WebhookSender, type SentWebhook } from "./webhook_sender.ts";

export interface SimulatorOptions {
  accountSid: string;
  authToken: string;
  /** More accounts beside that one. */
  accounts?: Account[];
  /** Where the numbers' calls are answered: `https://…/webhook/incoming_call`. */
  voiceUrl?: string;
  /** The numbers' status callback; default: `call_status` beside the voice URL. */
  statusUrl?: string | null;
  /** Public addresses and where they really are. */
  reach?: Record<string, string>;
  /** Where rendered audio is kept. */
  audioFolder?: string;
  /** Sample calls may be named without their folder. */
  callsFolder?: string;
  /** A static document of TwiML, kept at Twilio: what calls get when the server cannot be asked or answers with an error. */
  fallbackTwiml?: string;
  /** For every call that does not say otherwise. */
  misbehaviour?: Misbehaviour;
  /** The share, 0 to 1, of the REST API's answers that go wrong, and where their sequence begins. */
  faultRate?: number;
  seed?: number;
  /** More attempts of a webhook when there is no whole answer, where its URL's fragment does not say. */
  webhookRetries?: number;
  webhookRetryDelayMs?: number;
  /** Hears of every attempt at a webhook once it was answered or has failed. */
  onWebhook?: (sent: SentWebhook) => void;
}

export interface LoggedRequest {
  at: string;
  method: string;
  path: string;
  query: string;
  status: number;
}

/** Sums over everything so far. */
export interface Totals {
  calls: number;
  webhooks: number;
  requests: number;
  mediaFetches: number;
  mediaServed: number;
  deletions: number;
}

export class TwilioSimulator {
  readonly calls = new Map<string, SimulatedCall>();
  readonly recordings = new Map<string, Recording>();
  /** Requests that came to the REST API. */
  readonly requests: LoggedRequest[] = [];
  readonly audio: AudioLibrary;
  readonly options: SimulatorOptions;
  /** Another host, to which media may be redirected. */
  readonly elsewhere: Elsewhere;
  /** As in the options; for calls placed from now on. */
  fallbackTwiml: string | null;
  readonly #accounts: Accounts;
  readonly #faults: Faults;
  readonly #sender: WebhookSender;
  readonly #rest: RestApi;
  readonly #control: ControlApi;
  readonly #server: Server;
  #port: number | null = null;
  #misbehaviour: Misbehaviour = {};

  constructor(options: SimulatorOptions) {
    this.options = options;
    this.misbehaviour = options.misbehaviour ?? {};
    this.audio = new AudioLibrary(options.audioFolder);
    this.elsewhere = new Elsewhere(this.audio, this.recordings);
    this.fallbackTwiml = options.fallbackTwiml ?? null;
    this.#faults = new Faults(options.faultRate ?? 0, options.seed ?? 1);
    const { accountSid, authToken, accounts = [] } = options;
    this.#accounts = new Accounts({ accountSid, authToken }, accounts);
    this.#sender = new WebhookSender({
      tokenOf: (sid) => (this.#accounts.find(sid ?? "") ?? this.#accounts.first).authToken,
      reach: options.reach ?? {},
      ...(options.webhookRetries === undefined ? {} : { retries: options.webhookRetries }),
      ...(options.webhookRetryDelayMs === undefined ? {} : { retryDelayMs: options.webhookRetryDelayMs }),
      ...(options.onWebhook === undefined ? {} : { onSent: options.onWebhook }),
    });
    this.#rest = new RestApi({
      accounts: this.#accounts,
      audio: this.audio,
      recordings: this.recordings,
      calls: this.calls,
      faults: this.#faults,
      misbehaviour: () => this.#misbehaviour,
      elsewhere: (recording, format) => this.elsewhere.addressOf(recording, format),
    });
    this.#control = new ControlApi(this);
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  /** Starts listening; port 0 takes any free one. */
  async start(port = 0, host = "127.0.0.1"): Promise<void> {
    this.#port = await listen(this.#server, port, host);
    await this.elsewhere.start();
  }

  async stop(): Promise<void> {
    await Promise.all([close(this.#server), this.elsewhere.stop()]);
  }

  /** The address that stands for `https://api.twilio.com`. */
  get url(): string {
    if (this.#port === null) throw new Error("the simulator is not started");
    return `http://127.0.0.1:${this.#port}`;
  }

  /** What goes wrong with every call that does not say otherwise; for calls placed from now on. */
  get misbehaviour(): Misbehaviour {
    return this.#misbehaviour;
  }

  set misbehaviour(misbehaviour: Misbehaviour) {
    refuseUnknown(misbehaviour);
    this.#misbehaviour = misbehaviour;
  }

  /** The share of the REST API's answers that go wrong from now on. */
  set faultRate(rate: number) {
    this.#faults.rate = rate;
  }

  /** How many answers went wrong by the fault rate, by kind. */
  get faults(): Readonly<Record<FaultKind, number>> {
    return this.#faults.counts;
  }

  get totals(): Totals {
    const recordings = [...this.recordings.values()];
    const sum = (count: (recording: Recording) => number) => recordings.reduce((total, recording) => total + count(recording), 0);
    return {
      calls: this.calls.size,
      webhooks: this.webhooks.length,
      requests: this.requests.length,
      mediaFetches: sum(({ fetches }) => fetches),
      mediaServed: sum(({ served }) => served),
      deletions: sum(({ deletions }) => deletions),
    };
  }

  /** Every webhook that was sent, with its answer, in the order of the answers. */
  get webhooks(): readonly SentWebhook[] {
    return this.#sender.sent;
  }

  webhooksOf(callSid: string): SentWebhook[] {
    return this.webhooks.filter((webhook) => webhook.callSid === callSid);
  }

  /** Sends one signed webhook by itself, outside of any call. */
  sendWebhook(url: string, parameters: Record<string, string>, signature: SentWebhook["signature"] = "right"): Promise<SentWebhook> {
    return this.#sender.send({ callSid: parameters["CallSid"] ?? "", url, method: "POST", parameters, signature });
  }

  /** What Twilio would sign a request with, for tests that send their own; by the token of another account if one is named. */
  signatureOf(url: string, parameters: Record<string, string>, accountSid?: string): string {
    return this.#sender.signatureOf(url, parameters, accountSid);
  }

  /** Begins a call and returns at once; `ended` and `settled` tell how it goes on. */
  async placeCall(options: PlaceCallOptions): Promise<SimulatedCall> {
    refuseUnknown(options.misbehaviour ?? {});
    const voiceUrl = this.options.voiceUrl;
    if (voiceUrl === undefined) throw new Error("no voice URL is configured");
    const account = options.accountSid === undefined ? this.#accounts.first : this.#accounts.find(options.accountSid);
    if (!account) throw new Error(`${options.accountSid} is no account of the simulator`);
    const sound = await this.#soundOf(options);
    const statusUrl = this.options.statusUrl === undefined ? statusUrlBeside(voiceUrl) : this.options.statusUrl;
    const misbehaviour = { ...this.#misbehaviour, ...options.misbehaviour };
    const call = new SimulatedCall(
      {
        accountSid: account.accountSid,
        voiceUrl,
        statusUrl,
        fallbackTwiml: this.fallbackTwiml,
        apiUrl: this.url,
        sender: this.#sender,
        register: (recording) => this.recordings.set(recording.sid, recording),
      },
      { ...options, misbehaviour },
      sound,
    );
    this.calls.set(call.sid, call);
    return call;
  }

  #soundOf(options: PlaceCallOptions): Promise<Sound> {
    if (options.audio === undefined) return this.audio.tones(options.seconds ?? 3);
    const named = options.audio.includes("/") || !this.options.callsFolder;
    return this.audio.open(named ? options.audio : `${this.options.callsFolder}/${options.audio}`, options.seconds ?? null);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://simulator");
    try {
      if (url.pathname.startsWith("/simulator/")) return await this.#control.handle(request, response, url);
      response.on("close", () =>
        this.requests.push({
          at: new Date().toISOString(),
          method: request.method ?? "",
          path: url.pathname,
          query: url.search,
          status: response.headersSent ? response.statusCode : 0,
        }),
      );
      await this.#rest.handle({ request, response, url });
    } catch (error) {
      if (response.headersSent) request.socket.destroy();
      else respondJson(response, 500, { code: 20500, message: String(error), status: 500 });
    }
  }
}

/** With the same connection overrides. */
function statusUrlBeside(voiceUrl: string): string {
  return new URL("call_status", voiceUrl).href + new URL(voiceUrl).hash;
}

function refuseUnknown(misbehaviour: Misbehaviour): void {
  const unknown = unknownMisbehaviour(misbehaviour);
  if (unknown !== undefined) throw new Error(`"${unknown}" is no misbehaviour of the simulator`);
}
