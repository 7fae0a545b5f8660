// SPDX-License-Identifier: Apache-2.0
// What the page reads out of a call: whose number to show, what its status means, whether anything still happens to it.
import type { Call, CallItem, Recording } from "../api/types.ts";

export type Tone = "good" | "busy" | "calm" | "warn" | "bad";

/** The order in which a call passes them; `docs/` and the API use the same words. */
export const stages = ["ingested", "recorded", "fetched", "transcribed", "extracted", "summarised", "delivered"] as const;
export type StageName = (typeof stages)[number];

export function isStage(name: string): name is StageName {
  return (stages as readonly string[]).includes(name);
}

const tones = new Map<string, Tone>([
  ["processed", "good"],
  ["no_recording", "calm"],
  ["failed", "bad"],
  ["no-answer", "warn"],
  ["busy", "warn"],
  ["canceled", "calm"],
  ["cancelled_by_person", "calm"],
]);

export const intents = [
  "request",
  "cancellation",
  "complaint",
  "thanks",
  "wrong_number",
  "solicitation",
  "other",
] as const satisfies readonly CallItem["intent"][];

export const statuses = [
  "processed",
  "processing",
  "in-progress",
  "ringing",
  "no_recording",
  "no-answer",
  "busy",
  "canceled",
  "failed",
] as const;

/** A status that is none of those at rest belongs to a call on which somebody, Twilio or Kolog, is still at work. */
export function statusTone(status: string): Tone {
  return tones.get(status) ?? "busy";
}

export function isInProgress(call: Pick<CallItem, "status">): boolean {
  return statusTone(call.status) === "busy";
}

/** Transcribed now, or waiting for it: it can be cancelled. */
export function isBeingTranscribed(call: Pick<CallItem, "status" | "stage">): boolean {
  return call.status === "processing" && call.stage === "fetched";
}

/** Stopped by a person, which is no fault of anything. */
export function isCancelled(call: Pick<CallItem, "failure">): boolean {
  return call.failure?.code === "cancelled_by_person";
}

export function hasPendingDelivery(call: Pick<Call, "deliveries">): boolean {
  return call.deliveries.some((delivery) => delivery.state === "pending");
}

export function isBeingDeleted<T extends Pick<Call, "recording">>(call: T): call is T & { recording: Recording } {
  return call.recording?.state === "deleting";
}

/** Whether there still is audio to work on again. */
export function hasAudio(call: Pick<Call, "recording">): boolean {
  return call.recording !== null && !["deleting", "expired", "absent"].includes(call.recording.state);
}

/** Transcribed, and nobody was heard. */
export function isSilent(call: Pick<Call, "transcript" | "final_transcript">): boolean {
  return call.transcript !== null && call.transcript.segments.length === 0 && call.final_transcript === "";
}

/** The other party's number: the caller's, or the one that was called. */
export function otherParty(call: Pick<CallItem, "direction" | "from_number" | "to_number">): string {
  return call.direction === "outbound" ? call.to_number : call.from_number;
}

export function ownNumber(call: Pick<CallItem, "direction" | "from_number" | "to_number">): string {
  return call.direction === "outbound" ? call.from_number : call.to_number;
}
