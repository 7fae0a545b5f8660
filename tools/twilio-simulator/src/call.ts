// SPDX-License-Identifier: Apache-2.0
// One simulated call: asks the voice URL what to do, does what the TwiML says, and tells the callbacks how it went.
// Talk takes no time unless `lastsMs` says so; durations are those of the sound.
import { setTimeout as delay } from "node:timers/promises";
import { sliceOf, type Sound } from "./audio.ts";
import { legParameters, progressParameters, type CallStatus, type Leg } from "./call_parameters.ts";
import type { Misbehaviour } from "./misbehaviour.ts";
import { Recording, type RecordingCallback, type RecordingOptions } from "./recording.ts";
import { newSid } from "./sid.ts";
import { twilioTime } from "./time.ts";
import { parseTwiml, type Verb } from "./twiml.ts";
import type { Parameters, SentWebhook, WebhookSender } from "./webhook_sender.ts";

export interface PlaceCallOptions {
  from: string;
  to: string;
  /** Whose number is called; default: the simulator's first account's. */
  accountSid?: string;
  /** A WAV, FLAC or MP3 file, the caller on the left and the other side on the right; without one, two quiet tones. */
  audio?: string;
  /** Only so many seconds of it. */
  seconds?: number;
  /** What becomes of the call when it rings somewhere, or when a message is to be left; default `answered`. */
  outcome?: "answered" | "busy" | "no-answer" | "canceled";
  /** Shorthand: false is `no-answer`. */
  answered?: boolean;
  /** Who hangs up. After the called side has, the call goes on with the next verb. Default `caller`. */
  hangsUp?: "caller" | "called";
  /** How long the talk really takes. */
  lastsMs?: number;
  /** The call's last status, whatever the TwiML led to. */
  finalStatus?: CallStatus;
  /** Which events the number's status callback hears of; Twilio itself sends inbound calls' last one only. */
  statusEvents?: CallStatus[];
  forwardedFrom?: string;
  callerName?: string;
  parentCallSid?: string;
  /** The call's name, where a test needs to know it beforehand. */
  callSid?: string;
  misbehaviour?: Misbehaviour;
}

/** What a call needs of its surroundings. */
export interface CallHost {
  accountSid: string;
  voiceUrl: string;
  statusUrl: string | null;
  /** What Twilio does by itself where the server cannot say what to do. */
  fallbackTwiml: string | null;
  /** Where recordings are said to be. */
  apiUrl: string;
  sender: WebhookSender;
  register(recording: Recording): void;
}

interface Callback {
  kind: "recording" | "status";
  url: string;
  method: string;
  parameters: Parameters;
}

/** How often the REST API has yet to misbehave about this call. */
export interface PendingMisbehaviour {
  listErrors: number;
  emptyRecordingLists: number;
  emptyCallLists: number;
}

const kMaximumRedirects = 20;
/** Stands for the place at Twilio that a static document has. */
const kFallbackUrl = "https://handler.twilio.com/twiml/fallback";

/** Thrown inside a call to end it: the caller has gone, or a verb says so. */
class CallOver {
  readonly status: CallStatus;

  constructor(status: CallStatus = "completed") {
    this.status = status;
  }
}

export class SimulatedCall {
  readonly leg: Leg;
  readonly children: Leg[] = [];
  readonly recordings: Recording[] = [];
  /** The TwiML documents that the call was given, in order. */
  readonly documents: string[] = [];
  /** The verbs and nouns that it carried out, by name. */
  readonly verbs: string[] = [];
  /** What went wrong with the server's answers; empty in a good call. */
  readonly problems: string[] = [];
  /** Why the call was given the static document, if it was. */
  fellBack: string | null = null;
  readonly pending: PendingMisbehaviour;
  /** Resolves when the call is over and its status was told. */
  readonly ended: Promise<void>;
  /** Resolves when nothing more will be sent about it. */
  readonly settled: Promise<void>;

  readonly #host: CallHost;
  readonly #options: PlaceCallOptions;
  readonly #sound: Sound;
  readonly #misbehaviour: Misbehaviour;
  readonly #held: Callback[] = [];
  readonly #open: Promise<void>[] = [];
  #sequence = 0;
  #statusesTold = 0;
  #heardFallback = false;
  #talkedSeconds = 0;
  /** What a call comes to that nobody has answered, `answerOnBridge` say. */
  #unanswered: CallStatus = "completed";

  constructor(host: CallHost, options: PlaceCallOptions, sound: Sound) {
    this.#host = host;
    this.#options = options;
    this.#sound = sound;
    this.#misbehaviour = options.misbehaviour ?? {};
    const { listErrorTimes = 0, listEmptyTimes = 0 } = this.#misbehaviour;
    this.pending = { listErrors: listErrorTimes, emptyRecordingLists: listEmptyTimes, emptyCallLists: listEmptyTimes };
    this.leg = {
      sid: options.callSid ?? newSid("CA"),
      parentSid: options.parentCallSid ?? null,
      accountSid: host.accountSid,
      from: options.from,
      to: options.to,
      direction: "inbound",
      status: "ringing",
      startedAt: new Date(),
      duration: null,
      endedAt: null,
    };
    this.ended = this.#run();
    this.settled = this.ended.then(() => this.#settle());
    // Whoever awaits neither still learns of it from `problems`.
    this.settled.catch((error: unknown) => this.problems.push(String(error)));
  }

  get sid(): string {
    return this.leg.sid;
  }

  /** Begins a recording by request of the REST API; only while the call is in progress. */
  startRecording(options: Pick<RecordingOptions, "channels" | "track" | "callback">): Recording | null {
    if (this.leg.status !== "in-progress") return null;
    return this.#record({ ...options, source: "StartCallRecordingAPI" });
  }

  get #outcome(): "answered" | "busy" | "no-answer" | "canceled" {
    return this.#options.outcome ?? (this.#options.answered === false ? "no-answer" : "answered");
  }

  async #run(): Promise<void> {
    const extra: Parameters = {};
    if (this.#options.forwardedFrom) extra["ForwardedFrom"] = this.#options.forwardedFrom;
    if (this.#options.callerName) extra["CallerName"] = this.#options.callerName;
    let last: CallStatus;
    try {
      last = await this.#live(extra);
    } catch (error) {
      if (!(error instanceof CallOver)) this.problems.push(String(error));
      last = error instanceof CallOver ? error.status : "completed";
    }
    for (const recording of this.recordings) recording.stop();
    this.leg.status = this.#options.finalStatus ?? last;
    this.leg.duration = this.leg.status === "completed" ? Math.round(this.#talkedSeconds) : 0;
    this.leg.endedAt = new Date();
    await this.#progress(this.leg);
    if (this.#misbehaviour.emptyLaterValues) await this.#repeatEarlierStatus();
  }

  /** From the first request to the last verb; where the server cannot say what to do, the static document does. */
  async #live(extra: Parameters): Promise<CallStatus> {
    try {
      const verbs = await this.#document(this.#host.voiceUrl, "POST", extra);
      await this.#progress(this.leg);
      await this.#follow(verbs, this.#host.voiceUrl);
    } catch (error) {
      if (error instanceof CallOver || this.#host.fallbackTwiml === null) throw error;
      this.fellBack = String(error);
      await this.#follow(await this.#document(kFallbackUrl, "POST", {}), kFallbackUrl);
    }
    return this.#soFar;
  }

  /** The last status if it were over now. */
  get #soFar(): CallStatus {
    return this.leg.status === "ringing" ? this.#unanswered : "completed";
  }

  async #settle(): Promise<void> {
    await Promise.all(this.#open);
    if (this.#held.length > 0) await delay(this.#misbehaviour.lateCallbacksMs ?? 0);
    if (this.#misbehaviour.reverseCallbacks) this.#held.reverse();
    for (const callback of this.#held) await this.#deliver(callback);
  }

  /** Asks for TwiML. Whatever is wrong with the answer ends the call, as Twilio's "an application error has occurred". */
  async #document(url: string, method: string, extra: Parameters): Promise<Verb[]> {
    if (url === kFallbackUrl) {
      // <Record> without an action asks for its own document again: whoever hears the same once more hangs up.
      if (this.#heardFallback) throw new CallOver();
      this.#heardFallback = true;
      this.documents.push(this.#host.fallbackTwiml ?? "");
      return parseTwiml(this.#host.fallbackTwiml ?? "");
    }
    if (this.documents.length === 0 && this.#misbehaviour.loseIncoming) throw new Error(`${url}: lost on the way`);
    if (this.documents.length > 0 && this.#misbehaviour.loseCallbacks === "all") throw new CallOver(this.#soFar);
    const parameters = { ...legParameters(this.leg), ...extra };
    let answer = await this.#send(url, method, parameters);
    for (let time = 0; time < (this.#misbehaviour.repeatWebhooks ?? 0); ++time) {
      answer = await this.#send(url, method, parameters, answer.idempotencyToken);
    }
    if (answer.status === null) throw new Error(`${url}: ${answer.error}`);
    if (answer.status < 200 || answer.status > 299) throw new Error(`${url} answered ${answer.status}`);
    this.documents.push(answer.body);
    return parseTwiml(answer.body);
  }

  async #follow(verbs: Verb[], base: string): Promise<void> {
    for (const verb of verbs) {
      this.verbs.push(verb.name);
      switch (verb.name) {
        case "Say":
        case "Play":
        case "Pause":
        case "Gather":
          await this.#answer();
          this.#talkedSeconds += 3;
          break;
        case "Start":
          await this.#answer();
          this.#start(verb, base);
          break;
        case "Dial":
          await this.#dial(verb, base);
          break;
        case "Record":
          await this.#message(verb, base);
          break;
        case "Connect":
          await this.#connect(verb, base);
          break;
        case "Redirect":
          return this.#redirect(verb.text, verb, base);
        case "Reject":
          throw new CallOver(verb.attributes["reason"] === "busy" ? "busy" : "no-answer");
        case "Hangup":
          await this.#answer();
          return;
        default:
          this.problems.push(`TwiML verb <${verb.name}> is not simulated`);
      }
    }
  }

  async #redirect(target: string, verb: Verb, base: string, extra: Parameters = {}): Promise<void> {
    if (this.documents.length > kMaximumRedirects) throw new Error("too many redirects in the TwiML");
    const url = new URL(target, base).href;
    const verbs = await this.#document(url, verb.attributes["method"] ?? "POST", extra);
    await this.#follow(verbs, url);
  }

  /** What a verb asks to be told when it is done. After the caller has gone nobody follows the answer. */
  async #action(verb: Verb, base: string, parameters: Parameters, callerIsThere: boolean): Promise<void> {
    const action = verb.attributes["action"];
    if (action !== undefined && callerIsThere) {
      await this.#redirect(action, verb, base, parameters);
      throw new CallOver(this.#soFar);
    }
    if (action !== undefined) {
      // Nobody is there any more to hear what the static document would say.
      await this.#document(new URL(action, base).href, verb.attributes["method"] ?? "POST", parameters).catch((error: unknown) => {
        if (!(error instanceof CallOver)) this.problems.push(String(error));
      });
    }
    if (!callerIsThere) throw new CallOver();
  }

  async #answer(): Promise<void> {
    if (this.leg.status !== "ringing") return;
    this.leg.status = "in-progress";
    await this.#progress(this.leg);
  }

  async #talk(): Promise<void> {
    this.#talkedSeconds += this.#sound.seconds;
    await delay(this.#options.lastsMs ?? 0);
  }

  #start(verb: Verb, base: string): void {
    for (const noun of verb.children) {
      this.verbs.push(noun.name);
      if (noun.name !== "Recording") continue;
      this.#record({
        source: "StartCallRecordingTwiML",
        channels: noun.attributes["channels"] === "mono" ? 1 : 2,
        track: (noun.attributes["track"] ?? "both") as RecordingOptions["track"],
        callback: callbackOf(noun, base),
      });
    }
  }

  async #dial(verb: Verb, base: string): Promise<void> {
    const noun = verb.children.find((child) => child.name === "Number");
    const to = noun?.text || verb.text;
    if (!to) throw new Error("<Dial> without a number");
    const onBridge = verb.attributes["answerOnBridge"] === "true";
    if (!onBridge) await this.#answer();
    const child = this.#ring(to, verb.attributes["callerId"]);
    const tell = async (event: string, status: CallStatus) => {
      child.status = status;
      await this.#childProgress(noun, base, child, event);
    };
    await tell("initiated", "initiated");
    await tell("ringing", "ringing");
    const outcome = this.#outcome;
    if (outcome !== "answered") {
      child.duration = 0;
      await tell("completed", outcome);
      if (outcome === "canceled") throw new CallOver(onBridge ? "no-answer" : "completed");
      this.#unanswered = outcome;
      await this.#action(verb, base, { DialCallStatus: outcome, DialCallSid: child.sid, DialBridged: "false" }, true);
      return;
    }
    if (onBridge) await this.#answer();
    await tell("answered", "in-progress");
    const recording = this.#recordDial(verb, base);
    await this.#talk();
    child.duration = Math.round(this.#sound.seconds);
    await tell("completed", "completed");
    recording?.stop();
    const told: Parameters = {
      DialCallStatus: "completed",
      DialCallSid: child.sid,
      DialCallDuration: String(child.duration),
      DialBridged: "true",
      ...(recording ? { RecordingUrl: this.#recordingUrl(recording), RecordingSid: recording.sid } : {}),
    };
    await this.#action(verb, base, told, this.#options.hangsUp === "called");
  }

  #ring(to: string, callerId: string | undefined): Leg {
    const child: Leg = {
      sid: newSid("CA"),
      parentSid: this.leg.sid,
      accountSid: this.leg.accountSid,
      from: callerId ?? this.leg.from,
      to,
      direction: "outbound-dial",
      status: "initiated",
      startedAt: new Date(),
      duration: null,
      endedAt: null,
    };
    this.children.push(child);
    return child;
  }

  #recordDial(verb: Verb, base: string): Recording | null {
    const record = verb.attributes["record"] ?? "do-not-record";
    if (record === "do-not-record" || record === "false") return null;
    return this.#record({
      source: "DialVerb",
      channels: record.endsWith("-dual") ? 2 : 1,
      track: (verb.attributes["recordingTrack"] ?? "both") as RecordingOptions["track"],
      callback: callbackOf(verb, base),
    });
  }

  async #message(verb: Verb, base: string): Promise<void> {
    await this.#answer();
    // Whoever hangs up at the greeting leaves no message, and the action is not asked for.
    if (this.#outcome !== "answered") throw new CallOver();
    const recording = this.#record({ source: "RecordVerb", channels: 1, track: "inbound", callback: callbackOf(verb, base) });
    await this.#talk();
    recording.stop();
    // Without an action of its own, <Record> asks for the document that it stands in once more.
    const done = { ...verb, attributes: { action: base, ...verb.attributes } };
    const told: Parameters = {
      RecordingUrl: this.#recordingUrl(recording),
      RecordingSid: recording.sid,
      RecordingDuration: String(Math.max(1, Math.round(this.#sound.seconds))),
      Digits: "hangup",
    };
    await this.#action(done, base, told, this.#options.hangsUp === "called");
  }

  async #connect(verb: Verb, base: string): Promise<void> {
    await this.#answer();
    const noun = verb.children[0];
    if (noun?.name !== "Stream") throw new Error("<Connect> without <Stream> is not simulated");
    this.verbs.push(noun.name);
    // The stream's own WebSocket is the voice agent's business and is not opened.
    await this.#talk();
    const told: Parameters = { StreamSid: newSid("MZ") };
    if (noun.attributes["name"]) told["StreamName"] = noun.attributes["name"];
    await this.#action(verb, base, told, this.#options.hangsUp === "called");
  }

  /** One recording, or what the misbehaviour makes of it; the last one is still under way. */
  #record(options: Pick<RecordingOptions, "source" | "channels" | "track" | "callback">): Recording {
    const parts = Math.max(1, this.#misbehaviour.recordingParts ?? 1);
    const began = Date.now();
    for (let part = 0; ; ++part) {
      const sound = parts === 1 ? this.#sound : sliceOf(this.#sound, part, parts);
      const startedAt = new Date(began + part * Math.round(sound.seconds * 1000));
      const last = part + 1 === parts;
      const until = last ? this.ended : Promise.resolve();
      const recording = this.#begin({ ...options, sound, startedAt }, until);
      const double = this.#misbehaviour.doubleRecording
        ? this.#begin({ ...options, source: "StartCallRecordingAPI", channels: 1, sound, startedAt }, until)
        : null;
      if (last) return recording;
      recording.stop();
      double?.stop();
    }
  }

  #begin(options: Pick<RecordingOptions, "source" | "channels" | "track" | "callback" | "sound" | "startedAt">, until: Promise<void>): Recording {
    const recording = new Recording({
      ...options,
      channels: options.track === "both" ? options.channels : 1,
      accountSid: this.leg.accountSid,
      callSid: this.leg.sid,
      misbehaviour: this.#misbehaviour,
    });
    this.recordings.push(recording);
    this.#host.register(recording);
    this.#open.push(this.#watch(recording, until));
    return recording;
  }

  /** Tells the recording's callback of it from its beginning to its end, which Twilio knows `until` then at the latest. */
  async #watch(recording: Recording, until: Promise<void>): Promise<void> {
    await this.#recordingEvent(recording, "in-progress");
    await recording.stopping;
    await until.catch(() => undefined);
    const early = this.#misbehaviour.callbackBeforeAvailable === true;
    if (!early) await delay(this.#misbehaviour.availableAfterMs ?? 0);
    await this.#recordingEvent(recording, this.#misbehaviour.absent === undefined ? "completed" : "absent");
  }

  async #recordingEvent(recording: Recording, event: string): Promise<void> {
    const callback = recording.options.callback;
    if (!callback?.events.includes(event)) return;
    if (this.#misbehaviour.loseCallbacks === "recording-end" && event !== "in-progress") return;
    const parameters: Parameters = {
      AccountSid: this.leg.accountSid,
      CallSid: this.leg.sid,
      RecordingSid: recording.sid,
      RecordingUrl: this.#recordingUrl(recording),
      RecordingStatus: event,
      RecordingChannels: String(recording.channels),
      RecordingSource: recording.options.source,
      RecordingStartTime: twilioTime(recording.startedAt),
      RecordingTrack: recording.options.track,
      ErrorCode: event === "absent" ? String(this.#misbehaviour.absent) : "0",
    };
    if (event === "completed") parameters["RecordingDuration"] = String(Math.max(1, Math.round(recording.options.sound.seconds)));
    if (event === "absent") parameters["RecordingDuration"] = "-1";
    await this.#callBack({ kind: "recording", url: callback.url, method: callback.method, parameters });
  }

  #recordingUrl(recording: Recording): string {
    const absolute = this.#host.apiUrl + recording.uri;
    switch (this.#misbehaviour.recordingUrl ?? "absolute") {
      case "absolute":
        return absolute;
      case "relative":
        return recording.uri;
      case "json":
      case "mp3":
      case "wav":
        return `${absolute}.${this.#misbehaviour.recordingUrl}`;
      case "elsewhere":
        return `https://recordings.example.com${recording.uri}`;
    }
  }

  async #progress(leg: Leg): Promise<void> {
    const events = this.#options.statusEvents ?? ["ringing", "in-progress", "completed", "busy", "no-answer", "canceled", "failed"];
    if (this.#host.statusUrl === null || !events.includes(leg.status)) return;
    await this.#callBack({ kind: "status", url: this.#host.statusUrl, method: "POST", parameters: this.#statusParameters(leg) });
  }

  #statusParameters(leg: Leg): Parameters {
    const parameters = progressParameters(leg, this.#sequence++);
    if (this.#misbehaviour.emptyLaterValues && this.#statusesTold++ > 0) {
      for (const name of ["From", "Caller", "To", "Called", "Direction"]) parameters[name] = "";
    }
    return parameters;
  }

  async #repeatEarlierStatus(): Promise<void> {
    if (this.#host.statusUrl === null) return;
    const earlier: Leg = { ...this.leg, status: this.leg.status === "completed" ? "in-progress" : "ringing", duration: 0 };
    await this.#callBack({ kind: "status", url: this.#host.statusUrl, method: "POST", parameters: this.#statusParameters(earlier) });
  }

  async #childProgress(noun: Verb | undefined, base: string, child: Leg, event: string): Promise<void> {
    const url = noun?.attributes["statusCallback"];
    const events = (noun?.attributes["statusCallbackEvent"] ?? "completed").split(/[\s,]+/);
    if (url === undefined || !events.includes(event)) return;
    const method = noun?.attributes["statusCallbackMethod"] ?? "POST";
    await this.#callBack({ kind: "status", url: new URL(url, base).href, method, parameters: this.#statusParameters(child) });
  }

  async #callBack(callback: Callback): Promise<void> {
    const lost = this.#misbehaviour.loseCallbacks;
    if (lost === "all" || lost === callback.kind) return;
    if (this.#misbehaviour.reverseCallbacks || this.#misbehaviour.lateCallbacksMs !== undefined) this.#held.push(callback);
    else await this.#deliver(callback);
  }

  async #deliver(callback: Callback): Promise<void> {
    const token = crypto.randomUUID();
    const times = 1 + (this.#misbehaviour.repeatWebhooks ?? 0);
    await Promise.all(Array.from({ length: times }, () => this.#send(callback.url, callback.method, callback.parameters, token)));
  }

  #send(url: string, method: string, parameters: Parameters, idempotencyToken?: string): Promise<SentWebhook> {
    const signature = this.#misbehaviour.signature ?? "right";
    return this.#host.sender.send({
      callSid: this.leg.sid,
      url,
      method,
      parameters,
      signature,
      ...(idempotencyToken === undefined ? {} : { idempotencyToken }),
    });
  }
}

/** The recording's callback as <Dial>, <Record> and <Recording> spell it; Twilio tells of `completed` unless asked for more. */
function callbackOf(verb: Verb, base: string): RecordingCallback | null {
  const url = verb.attributes["recordingStatusCallback"];
  if (url === undefined) return null;
  return {
    url: new URL(url, base).href,
    method: verb.attributes["recordingStatusCallbackMethod"] ?? "POST",
    events: (verb.attributes["recordingStatusCallbackEvent"] ?? "completed").split(/[\s,]+/),
  };
}
