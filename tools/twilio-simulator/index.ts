// SPDX-License-Identifier: Apache-2.0
// A simulated Twilio as a library.
export { TwilioSimulator, type LoggedRequest, type SimulatorOptions, type Totals } from "./src/simulator.ts";
export type { Account } from "./src/account.ts";
export { SimulatedCall, type PlaceCallOptions } from "./src/call.ts";
export type { CallStatus } from "./src/call_parameters.ts";
export { misbehaviourNames, type Misbehaviour } from "./src/misbehaviour.ts";
export type { Elsewhere, RequestElsewhere } from "./src/elsewhere.ts";
export { seededRandom, type FaultKind } from "./src/faults.ts";
export { Recording, type RecordingStatus } from "./src/recording.ts";
export type { SentWebhook, Signature } from "./src/webhook_sender.ts";
export { AudioLibrary, type Sound } from "./src/audio.ts";
export { findVerb, parseTwiml, type Verb } from "./src/twiml.ts";
export { newSid } from "./src/sid.ts";
