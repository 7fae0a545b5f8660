// SPDX-License-Identifier: Apache-2.0
// A simulated Twilio beside a server that answers with given TwiML; both are stopped after each test.
import { afterEach, expect } from "vitest";
import { newSid, TwilioSimulator, type Misbehaviour, type PlaceCallOptions, type Recording, type SimulatedCall, type SimulatorOptions } from "../index.ts";
import { FakeServer } from "./fake_server.ts";

export const accountSid = newSid("AC");
export const authToken = "0123456789abcdef0123456789abcdef";
export const numbers = { from: "+972521234567", to: "+97239990001" };

export const forward =
  '<Response><Say language="he-IL">שלום</Say><Dial record="record-from-answer-dual" recordingStatusCallback="/recording" ' +
  'recordingStatusCallbackEvent="in-progress completed absent"><Number statusCallback="/call_status" ' +
  'statusCallbackEvent="initiated ringing answered completed">+972521112222</Number></Dial></Response>';
export const voicemail = '<Response><Say>Hello</Say><Record action="/done" recordingStatusCallback="/recording"/></Response>';
export const stream =
  '<Response><Start><Recording channels="dual" recordingStatusCallback="/recording"/></Start>' +
  '<Connect action="/stream_ended"><Stream url="wss://agent.example.com/"><Parameter name="a" value="b"/></Stream></Connect></Response>';

export const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

export async function start(twiml: string, misbehaviour: Misbehaviour = {}, options: Partial<SimulatorOptions> = {}) {
  const server = new FakeServer({ [accountSid]: authToken }, { "/voice": twiml });
  await server.start();
  const simulator = new TwilioSimulator({ accountSid, authToken, voiceUrl: `${server.url}/voice`, misbehaviour, webhookRetries: 0, ...options });
  await simulator.start();
  running.push(server, simulator);
  return { server, simulator };
}

export async function callOver(twiml: string, misbehaviour: Misbehaviour = {}, options: Partial<PlaceCallOptions> = {}, of: Partial<SimulatorOptions> = {}) {
  const { server, simulator } = await start(twiml, misbehaviour, of);
  const call = await simulator.placeCall({ ...numbers, seconds: 2, ...options });
  await call.settled;
  return { server, simulator, call };
}

export function api(simulator: TwilioSimulator, path: string, init: RequestInit = {}): Promise<Response> {
  const credentials = Buffer.from(`${accountSid}:${authToken}`).toString("base64");
  return fetch(`${simulator.url}/2010-04-01/Accounts/${accountSid}/${path}`, { ...init, headers: { Authorization: `Basic ${credentials}` } });
}

export function media(simulator: TwilioSimulator, recording: Recording, query = ""): Promise<Response> {
  return api(simulator, `Recordings/${recording.sid}.mp3${query}`);
}

export function only(call: SimulatedCall): Recording {
  expect(call.recordings).toHaveLength(1);
  return call.recordings[0]!;
}
