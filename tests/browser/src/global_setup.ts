// SPDX-License-Identifier: Apache-2.0
// Before the tests: the real program, two businesses, and calls that have come to rest.
import { Installation, kPassword, sampleCall, samplePath, waitUntil, type Tenant } from "@kolog/e2e";
import type { TestProject } from "vitest/node";
import type { KnownCall } from "./calls.ts";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const kolog = await Installation.start({ env: { KOLOG_RETENTION_SWEEP: "1" } });
  try {
    const [owner, other] = [await kolog.tenant("Hashmal"), await kolog.tenant("Other")];
    const hebrew = await placeSample(kolog, owner, "call-he-1", "+972541234567");
    const english = await placeSample(kolog, owner, "call-en-1", "+12125550123");
    const foreign = await placeSample(kolog, other, "call-en-2", "+972501112233");
    const spare = await placeSample(kolog, owner, "call-en-3", "+12125550177");
    const expired = await placeSample(kolog, owner, "call-en-2", "+12125550188");
    await expire(kolog, owner, expired.sid);
    const underWay = await placeSample(kolog, owner, "call-he-4", "+12125550199");
    await holdUnderWay(kolog, underWay.sid);
    await leaveOut(kolog, english.sid);
    const member = "member@hashmal.example";
    await kolog.user(member, owner.id, "member");
    if (process.env["KOLOG_SCREENSHOTS"] === "1") await placeMore(kolog, owner);
    project.provide("installed", {
      url: kolog.server.url,
      email: owner.email,
      password: kPassword,
      hebrew,
      english,
      foreign: foreign.sid,
      spare,
      expired,
      underWay,
      member,
    });
  } catch (error) {
    await kolog.stop();
    throw error;
  }
  return () => kolog.stop();
}

/** A list that looks like a working day, for the documentation's pictures. */
async function placeMore(kolog: Installation, owner: Tenant): Promise<void> {
  await placeSample(kolog, owner, "call-he-2", "+972527654321");
  await placeSample(kolog, owner, "call-en-3", "+972589998877");
  await placeSample(kolog, owner, "call-he-3", "+97237654321");
  await placeSample(kolog, owner, "call-he-4", "+972505550199");
}

/** Has the recording's days end, and waits for it to be gone. */
async function expire(kolog: Installation, owner: Tenant, callSid: string): Promise<void> {
  await kolog.server.sql(
    `UPDATE call_logs SET created_at = strftime('%Y-%m-%d %H:%M:%f', created_at, '-30 days') WHERE call_sid = '${callSid}'`,
  );
  await waitUntil(`the recording of ${callSid} is gone`, 30_000, async () => {
    return (await owner.api.call(callSid)).recording?.state === "expired";
  });
}

/** Has the call be transcribed again by somebody who will never be done. */
async function holdUnderWay(kolog: Installation, callSid: string): Promise<void> {
  const never = Date.now() + 24 * 3_600_000;
  await kolog.server.sql(
    `BEGIN IMMEDIATE;
     DELETE FROM call_stages WHERE call_sid = '${callSid}' AND stage IN ('transcribed', 'extracted', 'summarised', 'delivered');
     UPDATE call_logs SET status = 'processing', summary = '' WHERE call_sid = '${callSid}';
     UPDATE jobs SET state = 'leased', lease_owner = 'nobody', lease_until_ms = ${never} WHERE name = 'transcribe:${callSid}';
     INSERT INTO stage_progress (call_sid, stage, percent) VALUES ('${callSid}', 'transcribed', 42);
     COMMIT;`,
  );
}

/** As though the model had written something while nobody spoke. */
async function leaveOut(kolog: Installation, callSid: string): Promise<void> {
  await kolog.server.sql(
    `INSERT INTO dropped_segments (call_sid, position, channel, speaker, start_ms, end_ms, text, confidence, words, reason) VALUES
     ('${callSid}', 0, 0, 'caller', 1000, 2500, 'Thanks for watching', 0.3, '[]', 'known_phrase'),
     ('${callSid}', 1, 1, 'agent', 3000, 4000, 'and and and and', 0.2, '[]', 'repetition')`,
  );
}

async function placeSample(kolog: Installation, tenant: Tenant, sample: string, from: string): Promise<KnownCall> {
  const { language, service, city } = sampleCall(sample);
  const to = await kolog.number(tenant, "forward", language);
  const placed = await kolog.placeCall({ to, from, audio: samplePath(sample) });
  await placed.settled;
  await kolog.rests(tenant, placed.sid, "processed", 100_000);
  return { sid: placed.sid, number: from, city: city.name, service: service.id };
}
