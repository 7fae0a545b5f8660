// SPDX-License-Identifier: Apache-2.0
// Recordings end with their days, calls by their owner's hand: here and at Twilio, and nothing brings them back.
import type { PlaceCallOptions, SimulatedCall } from "@kolog/twilio-simulator";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiClient, Installation, kPassword, samplePath, waitUntil, type Call, type Tenant } from "../src/index.ts";

let kolog: Installation;
let tenant: Tenant;
let number: string;

beforeAll(async () => {
  kolog = await Installation.start({ env: { KOLOG_RETENTION_DAYS: "1", KOLOG_RETENTION_SWEEP: "1" } });
  tenant = await kolog.tenant("Archivists");
  number = await kolog.number(tenant, "forward", "en");
});

afterAll(async () => kolog?.stop());

function place(options: Partial<PlaceCallOptions> = {}): Promise<SimulatedCall> {
  return kolog.placeCall({ to: number, audio: samplePath("call-en-1"), seconds: 7, ...options });
}

async function processed(options: Partial<PlaceCallOptions> = {}): Promise<SimulatedCall> {
  const call = await place(options);
  await call.settled;
  await kolog.rests(tenant, call.sid);
  return call;
}

const fileOf = (callSid: string) => join(kolog.server.dataDir, "recordings", `${callSid}.mp3`);

/** As if it had begun so many days earlier. */
async function age(callSid: string, days = 2): Promise<void> {
  await kolog.server.sql(`UPDATE call_logs SET created_at = strftime('%Y-%m-%d %H:%M:%f', created_at, '-${days} days') WHERE call_sid = '${callSid}'`);
}

function change(callSid: string, json: unknown): Promise<Response> {
  return tenant.api.request("PATCH", `/api/calls/${callSid}`, { json });
}

function remove(callSid: string): Promise<Response> {
  return tenant.api.request("DELETE", `/api/calls/${callSid}`);
}

function inState(callSid: string, state: string): Promise<Call> {
  return waitUntil(`the recording of ${callSid} is ${state}`, 20_000, async () => {
    const call = await tenant.api.call(callSid);
    return call.recording?.state === state ? call : null;
  });
}

async function isGone(call: SimulatedCall): Promise<void> {
  await waitUntil(`file and copies of ${call.sid} are gone`, 20_000, async () => {
    return !existsSync(fileOf(call.sid)) && call.recordings.every(({ status }) => status === "deleted");
  });
}

/** Long enough for several sweeps. */
const someSweeps = () => delay(3_000);

describe("when its days are over", () => {
  it("a recording is deleted here and at Twilio, each answer is told, and the text stays", async () => {
    const call = await processed();
    const before = await tenant.api.call(call.sid);
    expect(before.recording).toMatchObject({ state: "available", deletions: [] });
    expect(existsSync(fileOf(call.sid))).toBe(true);
    await age(call.sid);
    const after = await inState(call.sid, "expired");
    expect(existsSync(fileOf(call.sid))).toBe(false);
    expect(call.recordings[0]!.status).toBe("deleted");
    expect(call.recordings[0]!.deletions).toBe(1);
    expect(after.recording!.deletions).toMatchObject([
      { target: "file", recording_sid: null, answer: "deleted", attempts: 1 },
      { target: "twilio", recording_sid: call.recordings[0]!.sid, answer: "deleted", attempts: 1 },
    ]);
    expect(after.recording!.deletions.every(({ done_at }) => done_at !== null)).toBe(true);
    expect(after.final_transcript).toBe(before.final_transcript);
    expect(after.transcript).toEqual(before.transcript);
    expect(after.summary).toBe(before.summary);
    const [row] = await kolog.server.sql(`SELECT recording_url FROM call_logs WHERE call_sid = '${call.sid}'`);
    expect(row!["recording_url"]).toBe(call.recordings[0]!.uri);
    expect((await tenant.api.download(call.sid)).status).toBe(410);
  });

  it("a recording that Twilio does not delete at once is being deleted until it does", async () => {
    const call = await processed({ misbehaviour: { deleteErrorTimes: 3 } });
    await age(call.sid);
    const waiting = await waitUntil("Twilio has refused once", 20_000, async () => {
      const now = await tenant.api.call(call.sid);
      return now.recording!.deletions.some(({ target, attempts }) => target === "twilio" && attempts > 0) ? now : null;
    });
    if (waiting.recording!.state !== "expired") {
      expect(waiting.recording!.state).toBe("deleting");
      const atTwilio = waiting.recording!.deletions.find(({ target }) => target === "twilio")!;
      expect(atTwilio).toMatchObject({ done_at: null, answer: "Twilio does not answer as it should" });
    }
    expect((await tenant.api.download(call.sid)).status).toBe(410);
    const after = await inState(call.sid, "expired");
    expect(after.recording!.deletions.find(({ target }) => target === "twilio")).toMatchObject({ answer: "deleted", attempts: 4 });
    expect(after.recording!.deletions.find(({ target }) => target === "file")).toMatchObject({ attempts: 1 });
  });

  it("every recording of the call goes, and one that Twilio had deleted already is as good as gone", async () => {
    const call = await processed({ misbehaviour: { recordingParts: 2 } });
    expect(call.recordings).toHaveLength(2);
    call.recordings[1]!.delete();
    await age(call.sid);
    const after = await inState(call.sid, "expired");
    await isGone(call);
    const answers = after.recording!.deletions.filter(({ target }) => target === "twilio").map(({ answer }) => answer);
    expect(answers.sort()).toEqual(["deleted", "was gone"]);
  });

  it("a process that is killed in the middle finishes after its restart", async () => {
    const calls = await Promise.all([processed(), processed()]);
    for (const call of calls) await age(call.sid);
    await waitUntil("the deletion has begun", 20_000, () => calls.some(({ sid }) => !existsSync(fileOf(sid))));
    await kolog.server.kill();
    await kolog.server.start();
    for (const call of calls) {
      await inState(call.sid, "expired");
      await isGone(call);
    }
  });
});

describe("a legal hold", () => {
  it("keeps the recording playable for as long as it is on, and its release lets go", async () => {
    const call = await processed();
    const held = await change(call.sid, { legal_hold: true });
    expect(held.status).toBe(200);
    expect(await held.json()).toMatchObject({ legal_hold: true });
    await age(call.sid);
    await someSweeps();
    expect((await tenant.api.call(call.sid)).recording).toMatchObject({ state: "available", deletions: [] });
    expect((await tenant.api.download(call.sid)).status).toBe(200);
    expect(call.recordings[0]!.status).toBe("completed");

    const refused = await remove(call.sid);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ code: "conflict" });
    expect((await tenant.api.download(call.sid)).status).toBe(200);

    expect((await change(call.sid, { legal_hold: false })).status).toBe(200);
    expect((await tenant.api.download(call.sid)).status).toBe(410);
    await inState(call.sid, "expired");
    await isGone(call);
  });

  it("is an owner's to set and to release, and so is deleting", async () => {
    const call = await processed();
    await kolog.server.admin(["create-user", "--email", "member@archivists.example", "--business", tenant.id, "--role", "member"], {
      KOLOG_PASSWORD: kPassword,
    });
    const member = await ApiClient.login(kolog.server.url, "member@archivists.example", kPassword);
    expect((await member.request("PATCH", `/api/calls/${call.sid}`, { json: { legal_hold: true } })).status).toBe(403);
    expect((await member.request("DELETE", `/api/calls/${call.sid}`)).status).toBe(403);
    expect((await tenant.api.call(call.sid)).legal_hold).toBe(false);
  });
});

describe("a call that its owner deletes", () => {
  it("is gone with its file and Twilio's copy, and late webhooks do not bring it back", async () => {
    const call = await processed({ misbehaviour: { lateCallbacksMs: 0 } });
    expect((await remove(call.sid)).status).toBe(204);
    expect((await tenant.api.get(`/api/calls/${call.sid}`)).status).toBe(404);
    expect((await remove(call.sid)).status).toBe(404);
    await isGone(call);
    await someSweeps();
    expect((await tenant.api.get(`/api/calls/${call.sid}`)).status).toBe(404);
    const left = await kolog.server.sql(
      `SELECT (SELECT COUNT(*) FROM recordings WHERE call_sid = '${call.sid}') + (SELECT COUNT(*) FROM transcript_segments WHERE call_sid = '${call.sid}')
         + (SELECT COUNT(*) FROM webhook_deliveries WHERE call_sid = '${call.sid}') + (SELECT COUNT(*) FROM audio_files WHERE call_sid = '${call.sid}') AS rows`,
    );
    expect(left).toEqual([{ rows: 0 }]);
    const deletions = await kolog.server.sql(`SELECT reason, done_at FROM audio_deletions WHERE call_sid = '${call.sid}'`);
    expect(deletions).toHaveLength(2);
    expect(deletions.every(({ reason, done_at }) => reason === "call_deleted" && done_at !== null)).toBe(true);
  });

  it("while its callbacks are still to come, stays deleted, and its recording is deleted at Twilio too", async () => {
    const call = await place({ misbehaviour: { lateCallbacksMs: 3_000 } });
    await waitUntil("the call is there", 10_000, async () => (await tenant.api.get(`/api/calls/${call.sid}`)).status === 200);
    expect((await remove(call.sid)).status).toBe(204);
    await call.settled;
    await isGone(call);
    await someSweeps();
    expect((await tenant.api.get(`/api/calls/${call.sid}`)).status).toBe(404);
    expect(tenant.endpoint.deliveries.filter(({ body }) => body.data.call_sid === call.sid)).toEqual([]);
  });

  it("and whose recording nobody tells of, loses that too: Twilio is asked for it", async () => {
    const call = await place({ lastsMs: 2_000, misbehaviour: { loseCallbacks: "recording" } });
    await waitUntil("the call is there", 10_000, async () => (await tenant.api.get(`/api/calls/${call.sid}`)).status === 200);
    expect((await remove(call.sid)).status).toBe(204);
    await call.settled;
    expect(call.recordings).toHaveLength(1);
    await isGone(call);
    expect((await tenant.api.get(`/api/calls/${call.sid}`)).status).toBe(404);
  });

  it("is gone for good although the process is killed right after the answer", async () => {
    const call = await processed({ misbehaviour: { deleteErrorTimes: 1 } });
    expect((await remove(call.sid)).status).toBe(204);
    await kolog.server.kill();
    await kolog.server.start();
    await isGone(call);
    expect((await tenant.api.get(`/api/calls/${call.sid}`)).status).toBe(404);
  });

  it("while it is being fetched leaves no file behind", async () => {
    const call = await place({ misbehaviour: { bytesPerSecond: 8_000 } });
    await call.settled;
    const recording = call.recordings[0]!;
    await waitUntil("the fetch is under way", 20_000, () => recording.fetches > 0);
    expect((await remove(call.sid)).status).toBe(204);
    await isGone(call);
    await waitUntil("the fetch is over", 30_000, async () => (await readdir(join(kolog.server.dataDir, "recordings", ".incoming"))).length === 0);
    await delay(500);
    expect(existsSync(fileOf(call.sid))).toBe(false);
    expect((await tenant.api.get(`/api/calls/${call.sid}`)).status).toBe(404);
  });

  it("is another business's to delete never", async () => {
    const call = await processed();
    const other = await kolog.tenant("Shredders");
    expect((await other.api.request("DELETE", `/api/calls/${call.sid}`)).status).toBe(404);
    expect((await other.api.request("PATCH", `/api/calls/${call.sid}`, { json: { legal_hold: true } })).status).toBe(404);
    expect((await tenant.api.call(call.sid)).legal_hold).toBe(false);
  });
});
