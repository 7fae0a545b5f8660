// SPDX-License-Identifier: Apache-2.0
// The parameters that Twilio puts into its webhooks about a call.
import { twilioTime } from "./time.ts";
import type { Parameters } from "./webhook_sender.ts";

export type CallStatus =
  | "queued"
  | "initiated"
  | "ringing"
  | "in-progress"
  | "completed"
  | "busy"
  | "no-answer"
  | "canceled"
  | "failed";

/** One leg of a call. */
export interface Leg {
  sid: string;
  parentSid: string | null;
  accountSid: string;
  from: string;
  to: string;
  direction: "inbound" | "outbound-api" | "outbound-dial";
  status: CallStatus;
  startedAt: Date;
  /** Seconds, once it is over. */
  duration: number | null;
  endedAt: Date | null;
}

const places: [prefix: string, country: string][] = [
  ["+972", "IL"],
  ["+44", "GB"],
  ["+49", "DE"],
  ["+1", "US"],
];

/** What every request about a leg carries. */
export function legParameters(leg: Leg): Parameters {
  const parameters: Parameters = {
    AccountSid: leg.accountSid,
    ApiVersion: "2010-04-01",
    CallSid: leg.sid,
    CallStatus: leg.status,
    Direction: leg.direction,
    From: leg.from,
    Caller: leg.from,
    To: leg.to,
    Called: leg.to,
  };
  for (const [side, number] of [["From", leg.from], ["Caller", leg.from], ["To", leg.to], ["Called", leg.to]] as const) {
    parameters[`${side}City`] = "";
    parameters[`${side}State`] = "";
    parameters[`${side}Zip`] = "";
    parameters[`${side}Country`] = places.find(([prefix]) => number.startsWith(prefix))?.[1] ?? "";
  }
  if (leg.parentSid !== null) parameters["ParentCallSid"] = leg.parentSid;
  return parameters;
}

/** A status callback's own parameters, beside those of the leg. */
export function progressParameters(leg: Leg, sequenceNumber: number): Parameters {
  const over = leg.duration !== null;
  return {
    ...legParameters(leg),
    Timestamp: twilioTime(new Date()),
    CallbackSource: "call-progress-events",
    SequenceNumber: String(sequenceNumber),
    ...(over ? { CallDuration: String(leg.duration), Duration: String(Math.ceil((leg.duration ?? 0) / 60)), SipResponseCode: "200" } : {}),
  };
}
