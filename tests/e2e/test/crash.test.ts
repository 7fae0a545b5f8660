// SPDX-License-Identifier: Apache-2.0
// kill -9 anywhere loses nothing and announces nothing twice.
import type { SimulatedCall } from "@kolog/twilio-simulator";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Installation, samplePath, type Tenant } from "../src/index.ts";

const stages = ["recorded", "fetched", "transcribed", "extracted", "summarised", "delivered"];

let kolog: Installation;
let tenant: Tenant;
let number: string;

beforeAll(async () => {
  kolog = await Installation.start({ env: { KOLOG_JOB_LEASE: "1" }, simulator: { webhookRetries: 20, webhookRetryDelayMs: 200 } });
  tenant = await kolog.tenant("Carpenters");
  number = await kolog.number(tenant, "forward", "en");
});

afterAll(async () => kolog?.stop());

function place(): Promise<SimulatedCall> {
  return kolog.placeCall({ to: number, audio: samplePath("call-en-1"), seconds: 7 });
}

function announced(callSid: string) {
  return tenant.endpoint.deliveries.filter(({ body }) => body.data.call_sid === callSid);
}

async function expectProcessedOnce(call: SimulatedCall): Promise<void> {
  const processed = await kolog.rests(tenant, call.sid, "processed", 60_000);
  expect(processed.stages.map(({ stage }) => stage)).toEqual(["ingested", ...stages]);
  expect(processed.service?.id).toBe("locksmith");
  expect(new Set(announced(call.sid).map(({ id }) => id)).size).toBe(1);
  expect(announced(call.sid).every(({ verified }) => verified)).toBe(true);
  expect(processed.deliveries).toHaveLength(1);
}

describe.each(stages)("killed just %s", (stage) => {
  it.each(["before", "after"])("%s that is saved, the call is processed by the next run", async (when) => {
    await kolog.restart({ KOLOG_CRASH_AT: `${stage}:${when}` });
    const call = await place();
    expect(await kolog.server.ended).toMatchObject({ signal: "SIGKILL" });
    await kolog.server.start();
    await call.settled;
    await expectProcessedOnce(call);
    // At most one stage is repeated: a file that is saved is not fetched again.
    expect(call.recordings[0]!.served).toBeLessThanOrEqual(stage === "fetched" && when === "before" ? 2 : 1);
    expect(announced(call.sid).length).toBeLessThanOrEqual(stage === "delivered" && when === "before" ? 2 : 1);
  });
});

it("killed at random moments with calls under way, processes all of them", async () => {
  await kolog.restart();
  const calls: SimulatedCall[] = [];
  for (let time = 0; time < 5; ++time) {
    calls.push(await place());
    await delay(100 + Math.random() * 1500);
    await kolog.server.kill();
    await kolog.server.start();
  }
  for (const call of calls) {
    await call.settled;
    expect(call.problems).toEqual([]);
    await expectProcessedOnce(call);
  }
});

it("stops on request with calls under way, and goes on with them", async () => {
  const call = await place();
  await call.settled;
  const asked = Date.now();
  expect(await kolog.server.stop()).toBe(0);
  // A job under way may end; idle connections hold nothing up.
  expect(Date.now() - asked).toBeLessThan(8_000);
  await kolog.server.start();
  await expectProcessedOnce(call);
});
