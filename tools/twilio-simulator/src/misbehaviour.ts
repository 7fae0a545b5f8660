// SPDX-License-Identifier: Apache-2.0
// What the simulated Twilio does wrong on request: each option is something that the real one, or the network before it,
// does now and then. Given per call, or for all calls; a call's own options win.

export interface Misbehaviour {
  /** The recording is `processing`, and its media a 404 in XML, for so long after the call has ended. */
  availableAfterMs?: number;
  /** Sends the `completed` callback at once, although `availableAfterMs` has not passed. */
  callbackBeforeAvailable?: boolean;

  /** The first so many fetches of the media answer 404 with an XML body. */
  notFoundTimes?: number;
  /** Then so many answer 429 with code 20429. */
  tooManyRequestsTimes?: number;
  /** `Retry-After` of those answers; default 1. */
  retryAfterSeconds?: number;
  /** Then so many answer `serverErrorStatus`; default 503. */
  serverErrorTimes?: number;
  serverErrorStatus?: number;
  /** Then so many announce the whole length and break off in the middle. */
  truncatedTimes?: number;
  /** Then so many answer 200 with a page of text/html. */
  htmlTimes?: number;
  /** Then so many answer 200 with an XML error that claims to be audio/mpeg. */
  xmlAsAudioTimes?: number;
  /** Then so many accept the request and close the connection without a word. */
  hangUpTimes?: number;
  /** Then so many answer 307 and name another host, `simulator.elsewhere`, which would serve the audio to anybody. */
  redirectMediaTimes?: number;
  /** The rest of the bodies trickle at this speed. */
  bytesPerSecond?: number;

  /** The recording has one channel, whatever was asked for; `RequestedChannels=2` is answered 400. */
  mono?: boolean;
  /** There is no recording in the end: 16101 too short, 16102 silent. */
  absent?: 16101 | 16102;
  /** The recording was stopped and started again: so many recordings one after another, each a slice of the sound. */
  recordingParts?: number;
  /** A second mechanism recorded the same stretch too: by request of the REST API, from the same moment on, in mono. */
  doubleRecording?: boolean;

  /**
   * The first so many requests of the REST API about the call (itself, its recordings, one of them) answer 503. Set for all
   * calls, the account's list of calls begins so, too.
   */
  listErrorTimes?: number;
  /** Twilio's lists lag: the first so many lists of the call's recordings are empty, and of the account's calls are without it. */
  listEmptyTimes?: number;
  /** The first so many requests to delete a recording answer 503. */
  deleteErrorTimes?: number;

  /** Every webhook is sent so many more times, callbacks at the same moment. */
  repeatWebhooks?: number;
  /** Callbacks are held back until the call is over and then sent last first. */
  reverseCallbacks?: boolean;
  /** Callbacks are held back until so long after the call. */
  lateCallbacksMs?: number;
  /**
   * Callbacks about the call's status after the first have an empty `From`, `To` and `Direction`; and after the last one an earlier
   * status is told once more, with a `CallDuration` of 0.
   */
  emptyLaterValues?: boolean;
  /** The first request, for the call's TwiML, never arrives. Twilio follows `fallbackTwiml` then, where there is one. */
  loseIncoming?: boolean;
  /**
   * These callbacks never arrive; `recording-end` loses all about recordings but `in-progress`, and `all` loses the requests for
   * more TwiML too: nothing comes after the first request.
   */
  loseCallbacks?: "recording" | "recording-end" | "status" | "all";
  /** How the webhooks are signed. */
  signature?: "right" | "wrong" | "missing" | "other-token";
  /** The form of `RecordingUrl` in the callbacks; `elsewhere` names a host that is not Twilio's. */
  recordingUrl?: "absolute" | "relative" | "json" | "mp3" | "wav" | "elsewhere";
}

const names: Record<keyof Misbehaviour, true> = {
  availableAfterMs: true,
  callbackBeforeAvailable: true,
  notFoundTimes: true,
  tooManyRequestsTimes: true,
  retryAfterSeconds: true,
  serverErrorTimes: true,
  serverErrorStatus: true,
  truncatedTimes: true,
  htmlTimes: true,
  xmlAsAudioTimes: true,
  hangUpTimes: true,
  redirectMediaTimes: true,
  bytesPerSecond: true,
  mono: true,
  absent: true,
  recordingParts: true,
  doubleRecording: true,
  listErrorTimes: true,
  listEmptyTimes: true,
  deleteErrorTimes: true,
  repeatWebhooks: true,
  reverseCallbacks: true,
  lateCallbacksMs: true,
  emptyLaterValues: true,
  loseIncoming: true,
  loseCallbacks: true,
  signature: true,
  recordingUrl: true,
};

export const misbehaviourNames = Object.keys(names) as (keyof Misbehaviour)[];

/** The first name in `options` that is no misbehaviour: a misspelt one would test nothing. */
export function unknownMisbehaviour(options: object): string | undefined {
  return Object.keys(options).find((name) => !(name in names));
}

export type MediaAnswer =
  | "audio"
  | "not-found"
  | "too-many-requests"
  | "server-error"
  | "truncated"
  | "html"
  | "xml-as-audio"
  | "hang-up"
  | "redirect";

const countedAnswers: [keyof Misbehaviour, MediaAnswer][] = [
  ["notFoundTimes", "not-found"],
  ["tooManyRequestsTimes", "too-many-requests"],
  ["serverErrorTimes", "server-error"],
  ["truncatedTimes", "truncated"],
  ["htmlTimes", "html"],
  ["xmlAsAudioTimes", "xml-as-audio"],
  ["hangUpTimes", "hang-up"],
  ["redirectMediaTimes", "redirect"],
];

/** How the fetch number `fetch` (from 0) of an available recording is answered. */
export function mediaAnswer(misbehaviour: Misbehaviour, fetch: number): MediaAnswer {
  let end = 0;
  for (const [option, answer] of countedAnswers) {
    end += Number(misbehaviour[option] ?? 0);
    if (fetch < end) return answer;
  }
  return "audio";
}
