// SPDX-License-Identifier: Apache-2.0
// A transcription that takes its time: how far it is, stopping it, going on after `kill -9`; and one that hears nobody.
import type { SimulatedCall } from "@kolog/twilio-simulator";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { Installation, samplePath, waitUntil, type Call, type Tenant } from "../src/index.ts";

const run = promisify(execFile);

/** So often is the sample said: long enough to be met in the middle, on a fast machine too. */
const kTimes = 4;

/** For what takes seconds, unless the machine has much else to do. */
const kBudget = 240_000;
vi.setConfig({ testTimeout: 2 * kBudget });

let kolog: Installation;
let tenant: Tenant;
let number: string;
let folder: string;
let longAudio: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kolog-long-"));
  longAudio = join(folder, "long.wav");
  await run("sox", [samplePath("call-en-1"), longAudio, "repeat", String(kTimes - 1)]);
  kolog = await Installation.start({ env: { KOLOG_JOB_LEASE: "2", KOLOG_WORKERS: "1", KOLOG_SPEECH_THREADS: "1" } });
  tenant = await kolog.tenant("Electricians");
  number = await kolog.number(tenant, "forward", "en");
});

afterAll(async () => {
  await kolog?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function placeLongCall(): Promise<SimulatedCall> {
  const call = await kolog.placeCall({ to: number, audio: longAudio });
  await call.settled;
  return call;
}

function hasComeTo(callSid: string, percent: number): Promise<Call> {
  return waitUntil(`${callSid} is transcribed to ${percent} %`, kBudget, async () => {
    const call = await tenant.api.call(callSid);
    if (call.status !== "processing") throw new Error(`it is ${call.status}`);
    return call.progress !== null && call.progress.percent >= percent ? call : null;
  });
}

async function isAskedFor(callSid: string): Promise<boolean> {
  return (await kolog.server.sql(`SELECT name FROM jobs WHERE name = 'transcribe:${callSid}'`)).length > 0;
}

async function countWindows(callSid: string): Promise<number> {
  return (await kolog.server.sql(`SELECT window_key FROM transcription_windows WHERE call_sid = '${callSid}'`)).length;
}

it("says how far it is, stops when a person cancels it, and goes on when asked to", async () => {
  const { sid } = await placeLongCall();
  const underWay = await hasComeTo(sid, 5);
  expect(underWay.progress?.stage).toBe("transcribed");
  expect(underWay.progress!.percent).toBeLessThan(100);
  expect((await tenant.api.calls()).items.find(({ call_sid }) => call_sid === sid)?.progress).not.toBeNull();

  const asked = Date.now();
  const answer = await tenant.api.post(`/api/calls/${sid}/cancel`, undefined);
  expect(answer.status).toBe(200);
  const cancelled = (await answer.json()) as Call;
  expect(cancelled.failure).toEqual({ stage: "transcribed", reason: "Cancelled by a person", code: "cancelled_by_person" });
  expect(cancelled.progress).toBeNull();
  await waitUntil("the worker has stopped", 4_000, () => kolog.logOf(sid).includes("no longer ours"));
  expect(Date.now() - asked).toBeLessThan(4_000);
  expect(await isAskedFor(sid)).toBe(false);
  expect((await tenant.api.post(`/api/calls/${sid}/cancel`, undefined)).status).toBe(409);
  expect(cancelled.deliveries).toEqual([]);

  const again = await tenant.api.post(`/api/calls/${sid}/reprocess`, { from_stage: "transcribed" });
  expect(again.status).toBe(202);
  await kolog.rests(tenant, sid, "processed", kBudget);
  expect(tenant.endpoint.deliveries.filter(({ body }) => body.data.call_sid === sid).map(({ body }) => body.type)).toEqual(["call.processed"]);
});

it("is stopped by a server that has no workers itself", async () => {
  const { sid } = await placeLongCall();
  await hasComeTo(sid, 3);
  // As `kolog serve --no-workers` would, which has nobody to tell: the database alone says so.
  await kolog.server.sql(`DELETE FROM jobs WHERE name = 'transcribe:${sid}'`);
  await waitUntil("the worker has stopped", 5_000, () => kolog.logOf(sid).includes("no longer ours"));
});

it("killed in the middle, does not do its finished windows again", async () => {
  const { sid } = await placeLongCall();
  await hasComeTo(sid, 15);
  await kolog.server.kill();
  const kept = await countWindows(sid);
  expect(kept).toBeGreaterThan(0);
  await kolog.server.start();
  const call = await kolog.rests(tenant, sid, "processed", kBudget);
  const finished = kolog.logOf(sid).split("\n").filter((line) => line.includes("call transcribed"));
  expect(finished).toHaveLength(1);
  expect(finished[0]).toContain("[OFFLINE_STT]");
  expect(Number(/resumed_windows=(\d+)/.exec(finished[0]!)?.[1])).toBe(kept);
  expect(call.progress).toBeNull();
  expect(await countWindows(sid)).toBe(0);
  // Each time that the sample is said is there, once.
  expect(call.transcript!.segments.length).toBeGreaterThanOrEqual(kTimes);
});

it("hears nobody in a call of tones: that is a result like any other, with empty texts and no nulls", async () => {
  const placed = await kolog.placeCall({ to: number });
  await placed.settled;
  const call = await kolog.rests(tenant, placed.sid, "processed", kBudget);
  expect(call.transcript?.segments).toEqual([]);
  expect(call.final_transcript).toBe("");
  expect(call.summary).toBe("");
  expect(call.failure).toBeNull();
  const [sent] = tenant.endpoint.deliveries.filter(({ body }) => body.data.call_sid === placed.sid);
  expect(sent!.body.data).toMatchObject({ transcript: "", summary: "", transcript_source: "offline", language: "en", service: null, city: null });
});
