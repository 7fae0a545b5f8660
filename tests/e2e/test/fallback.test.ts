// SPDX-License-Identifier: Apache-2.0
// The documents of TwiML that docs/twilio.md has a person keep at Twilio: what they do when Kolog cannot be asked.
import { createServer } from "node:http";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { parseTwiml } from "@kolog/twilio-simulator";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort, Installation, repositoryPath, samplePath, type Tenant } from "../src/index.ts";

const documents = [...readFileSync(repositoryPath("docs/twilio.md"), "utf8").matchAll(/```xml\n([\s\S]*?)```/g)].map((match) => match[1]!);
const goodbye = documents.find((text) => !text.includes("<Record"))!;
const message = documents.find((text) => text.includes("<Record"))!;

let kolog: Installation;
let tenant: Tenant;
/** Stands for the place where Twilio keeps the documents. */
const bins = createServer((_, response) => response.writeHead(200, { "Content-Type": "text/xml" }).end(goodbye));

beforeAll(async () => {
  bins.listen(0, "127.0.0.1");
  await once(bins, "listening");
  const nowhere = await freePort();
  const address = `http://127.0.0.1:${(bins.address() as AddressInfo).port}`;
  kolog = await Installation.start({
    env: { KOLOG_RECORDING_LOOKUP_DELAY: "0.5" },
    simulator: { voiceUrl: `http://127.0.0.1:${nowhere}/webhook/incoming_call`, statusUrl: null },
  });
  Object.assign(kolog.simulator.options.reach!, { "https://handler.twilio.com": address });
  kolog.simulator.fallbackTwiml = message.replaceAll("https://calls.example.com", kolog.server.url);
  tenant = await kolog.tenant("Movers");
});

afterAll(async () => {
  bins.close();
  await kolog?.stop();
});

it("takes a message that becomes a call like any other", async () => {
  const call = await kolog.placeCall({ to: await kolog.number(tenant, "forward", "en"), audio: samplePath("call-en-1") });
  await call.settled;
  expect(call.fellBack).not.toBeNull();
  expect(call.verbs).toEqual(["Say", "Record", "Hangup"].slice(0, call.verbs.length));
  expect(call.recordings).toHaveLength(1);
  const kept = await kolog.rests(tenant, call.sid, "processed", 100_000);
  expect(kept.to_number).toBe(call.leg.to);
  expect(kept.from_number).toBe(call.leg.from);
  expect(kept.recording?.channels).toBe(1);
});

it("is well-formed and records as Kolog's own answers do", () => {
  expect(parseTwiml(goodbye).map(({ name }) => name)).toEqual(["Hangup"]);
  const record = parseTwiml(message).find(({ name }) => name === "Record")!;
  expect(record.attributes).toMatchObject({
    trim: "do-not-trim",
    recordingStatusCallback: "https://calls.example.com/webhook/handle_recording#rc=3&rp=all",
    recordingStatusCallbackEvent: "completed absent",
  });
});
