// SPDX-License-Identifier: Apache-2.0
// A simulated Twilio as a library.
export { TwilioSimulator, type LoggedRequest, type SimulatorOptions } from "./src/simulator.ts";
export { SimulatedCall, type PlaceCallOptions } from "./src/call.ts";
export type { CallStatus } from "./src/call_parameters.ts";
export type { Misbehaviour } from "./src/misbehaviour.ts";
export { Recording, type RecordingStatus } from "./src/recording.ts";
export type { SentWebhook, Signature } from "./src/webhook_sender.ts";
export { AudioLibrary, type Sound } from "./src/audio.ts";
export { findVerb, parseTwiml, type Verb } from "./src/twiml.ts";
export { newSid } from "./src/sid.ts";
