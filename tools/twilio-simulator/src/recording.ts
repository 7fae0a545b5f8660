// SPDX-License-Identifier: Apache-2.0
// A recording at the simulated Twilio: what is said about it over time, and how often it was fetched.
import type { Channels, Sound } from "./audio.ts";
import type { Misbehaviour } from "./misbehaviour.ts";
import { newSid } from "./sid.ts";
import { twilioTime } from "./time.ts";

export type RecordingStatus = "in-progress" | "processing" | "completed" | "absent" | "deleted";
export type RecordingSource = "DialVerb" | "RecordVerb" | "StartCallRecordingTwiML" | "StartCallRecordingAPI";

export interface RecordingCallback {
  url: string;
  method: string;
  events: string[];
}

export interface RecordingOptions {
  accountSid: string;
  callSid: string;
  source: RecordingSource;
  track: "both" | "inbound" | "outbound";
  channels: 1 | 2;
  sound: Sound;
  callback: RecordingCallback | null;
  /** When it began; default: now. */
  startedAt?: Date;
  misbehaviour: Misbehaviour;
}

export class Recording {
  readonly sid = newSid("RE");
  readonly startedAt: Date;
  readonly options: RecordingOptions;
  readonly channels: 1 | 2;
  /** Requests for the media that came with the right credentials, whatever they were answered. */
  fetches = 0;
  /** When each of those ended that got all of the audio. */
  readonly servedAt: Date[] = [];
  /** Requests to delete it that came with the right credentials. */
  deletions = 0;
  /** Resolves when nothing more is added to it. */
  readonly stopping: Promise<void>;
  #tellStopping = (): void => undefined;
  /** Fetches since the media became available: which misbehaviour comes next. */
  answered = 0;
  #stoppedAt: number | null = null;
  #deleted = false;

  constructor(options: RecordingOptions) {
    this.options = options;
    this.startedAt = options.startedAt ?? new Date();
    this.stopping = new Promise((resolve) => (this.#tellStopping = resolve));
    this.channels = options.misbehaviour.mono ? 1 : options.channels;
  }

  /** How many fetches got all of the audio. */
  get served(): number {
    return this.servedAt.length;
  }

  get uri(): string {
    return `/2010-04-01/Accounts/${this.options.accountSid}/Recordings/${this.sid}`;
  }

  get stopped(): boolean {
    return this.#stoppedAt !== null;
  }

  stop(): void {
    this.#stoppedAt ??= Date.now();
    this.#tellStopping();
  }

  delete(): void {
    this.#deleted = true;
  }

  get status(): RecordingStatus {
    if (this.#deleted) return "deleted";
    if (this.#stoppedAt === null) return "in-progress";
    if (Date.now() < this.#stoppedAt + (this.options.misbehaviour.availableAfterMs ?? 0)) return "processing";
    return this.options.misbehaviour.absent === undefined ? "completed" : "absent";
  }

  get errorCode(): number | null {
    return this.status === "absent" ? (this.options.misbehaviour.absent ?? null) : null;
  }

  /** Whole seconds as Twilio counts them; -1 while it does not know. */
  get duration(): number {
    return this.status === "completed" ? Math.max(1, Math.round(this.options.sound.seconds)) : -1;
  }

  /** What is on the file when `count` channels are asked for. */
  soundOf(count: 1 | 2): Channels {
    if (count === 2) return "both";
    return this.options.source === "RecordVerb" || this.options.track === "inbound" ? "caller" : "mix";
  }

  toJson(): Record<string, unknown> {
    const status = this.status;
    return {
      account_sid: this.options.accountSid,
      api_version: "2010-04-01",
      call_sid: this.options.callSid,
      conference_sid: null,
      channels: this.channels,
      date_created: twilioTime(this.startedAt),
      date_updated: twilioTime(new Date(this.#stoppedAt ?? this.startedAt)),
      start_time: twilioTime(this.startedAt),
      price: null,
      price_unit: "USD",
      duration: String(this.duration),
      sid: this.sid,
      source: this.options.source,
      status,
      track: this.options.track,
      error_code: this.errorCode,
      uri: `${this.uri}.json`,
      encryption_details: null,
      subresource_uris: {
        add_on_results: `${this.uri}/AddOnResults.json`,
        transcriptions: `${this.uri}/Transcriptions.json`,
      },
    };
  }
}
