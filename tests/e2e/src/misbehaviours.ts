// SPDX-License-Identifier: Apache-2.0
// What Twilio and the network do wrong in the tests, each with the end that the call must come to: alone, and two at a time.
import type { Misbehaviour, Recording, SimulatedCall } from "@kolog/twilio-simulator";
import type { Flow } from "./installation.ts";

/** `nothing`: the call is not even known. */
export type End = "processed" | "no_recording" | "nothing";

export interface MisbehaviourCase {
  /** Short, for tables. */
  name: string;
  what: string;
  options: Misbehaviour;
  end: End;
}

function one(name: string, what: string, options: Misbehaviour, end: End = "processed"): MisbehaviourCase {
  return { name, what, options, end };
}

export const misbehaviourCases: MisbehaviourCase[] = [
  one("late", "a late recording, announced late", { availableAfterMs: 1000 }),
  one("announced early", "a late recording, announced early", { availableAfterMs: 1000, callbackBeforeAvailable: true }),
  one("404", "404 in XML at first", { notFoundTimes: 2 }),
  one("429", "too many requests", { tooManyRequestsTimes: 1, retryAfterSeconds: 1 }),
  one("503", "server errors", { serverErrorTimes: 2 }),
  one("502", "a bad gateway", { serverErrorTimes: 1, serverErrorStatus: 502 }),
  one("truncated", "a body that breaks off", { truncatedTimes: 2 }),
  one("HTML", "a page instead of audio", { htmlTimes: 1 }),
  one("XML as audio", "an XML error that claims to be audio", { xmlAsAudioTimes: 1 }),
  one("hang-up", "a connection that closes without a word", { hangUpTimes: 1 }),
  one("redirect", "a redirect to another host", { redirectMediaTimes: 1 }),
  one("slow", "a slow body", { bytesPerSecond: 20_000 }),
  one("mono", "one channel where two were wanted", { mono: true }),
  one("too short", "a recording that is too short", { absent: 16101 }, "no_recording"),
  one("silent", "a silent recording", { absent: 16102 }, "no_recording"),
  one("in parts", "a recording that was stopped and started again", { recordingParts: 2 }),
  one("twice", "a second mechanism that recorded, too", { doubleRecording: true }),
  one("lists fail", "look-ups that fail at first", { listErrorTimes: 2 }),
  one("lists lag", "lists that are empty at first", { listEmptyTimes: 1 }),
  one("repeated", "webhooks that come three times, at the same moment", { repeatWebhooks: 2 }),
  one("reversed", "callbacks in the wrong order", { reverseCallbacks: true }),
  one("late callbacks", "callbacks long after the call", { lateCallbacksMs: 1000 }),
  one("less later", "later callbacks with empty values", { emptyLaterValues: true }),
  one("no request", "no word of the call's beginning", { loseIncoming: true }),
  one("no recording's", "no word of the recording", { loseCallbacks: "recording" }),
  one("no recording's end", "no word of the recording's end", { loseCallbacks: "recording-end" }),
  one("no status", "no word of the call's end", { loseCallbacks: "status" }),
  one("no callback", "no word after the call's beginning", { loseCallbacks: "all" }),
  one("relative URL", "a relative RecordingUrl", { recordingUrl: "relative" }),
  one(".json URL", "a RecordingUrl in .json", { recordingUrl: "json" }),
  one(".mp3 URL", "a RecordingUrl in .mp3", { recordingUrl: "mp3" }),
  one(".wav URL", "a RecordingUrl in .wav", { recordingUrl: "wav" }),
  one("URL elsewhere", "a RecordingUrl at another host", { recordingUrl: "elsewhere" }),
  one("wrong signature", "signatures that are wrong", { signature: "wrong" }, "nothing"),
  one("no signature", "signatures that are missing", { signature: "missing" }, "nothing"),
  one("other token", "signatures by another token", { signature: "other-token" }, "nothing"),
];

/** The option that both set, and that no call can therefore have both of. */
export function sharedOption(first: MisbehaviourCase, second: MisbehaviourCase): string | undefined {
  return Object.keys(first.options).find((option) => option in second.options);
}

/** What is not believed is not stored, and a recording that does not exist cannot be processed; all else must be got over. */
export function endOf(...cases: MisbehaviourCase[]): End {
  const ends = cases.map(({ end }) => end);
  return ends.includes("nothing") ? "nothing" : ends.includes("no_recording") ? "no_recording" : "processed";
}

/** Settings under which everything that is lost is found within seconds. */
export const quickLookUps = {
  KOLOG_RECORDING_LOOKUP_DELAY: "0.5",
  KOLOG_CALL_LOOKUP: "1.5",
  KOLOG_ACCOUNT_REVIEW: "2",
  KOLOG_TWILIO_BREAKER_PAUSE: "0.3",
  KOLOG_TWILIO_BREAKER_LONGEST: "1",
};

/** A message that Twilio records by itself when the server cannot be asked. */
export function fallbackTwiml(publicUrl: string): string {
  return (
    `<Response><Say>Please leave a message.</Say><Record recordingStatusCallback="${publicUrl}/webhook/handle_recording" ` +
    'recordingStatusCallbackEvent="in-progress completed absent"/></Response>'
  );
}

/** The call's recordings, those of the same stretch together. */
export function stretchesOf(call: SimulatedCall): Recording[][] {
  const stretches = new Map<number, Recording[]>();
  for (const recording of call.recordings) {
    const start = recording.startedAt.getTime();
    stretches.set(start, [...(stretches.get(start) ?? []), recording]);
  }
  return [...stretches.values()];
}

export const flows: readonly Flow[] = ["forward", "voicemail", "stream"];
