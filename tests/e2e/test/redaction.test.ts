// SPDX-License-Identifier: Apache-2.0
// A caller's telephone number is blacked out of everything that leaves, as text and as sound, and its owner gets it back.
import type { SimulatedCall } from "@kolog/twilio-simulator";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { Installation, samplePath, waitUntil, type ApiClient, type Call, type ErrorBody, type Tenant } from "../src/index.ts";

const run = promisify(execFile);
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const kRate = 8000;
/** The demo model hears fewer digits than were said: that it is a telephone number, the caller's words say. */
const kNumber = /\d{7,}/;
/** What sox leaves at the beginning of an MP3 file that its encoder put there. */
const kEncoderDelay = 0.14;
const kMask = "•••";

let kolog: Installation;
let tenant: Tenant;
let owner: ApiClient;
let member: ApiClient;
let number: string;
let folder: string;
/** As the sample's caller says it, once a call without redaction was transcribed. */
let said: string;

interface Redaction {
  applied: boolean;
  pending: boolean;
  spans: number;
  unredacted: boolean;
  masks: { segment: number; kind: string }[];
}
type RedactedCall = Call & { redaction: Redaction };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kolog-redaction-"));
  kolog = await Installation.start();
  tenant = await kolog.tenant("Discreet");
  number = await kolog.number(tenant, "forward", "en");
  await kolog.user("member@discreet.example", tenant.id, "member");
  owner = await kolog.login(tenant.email);
  member = await kolog.login("member@discreet.example");
});

afterAll(async () => {
  await kolog?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function setRedaction(redaction: Record<string, boolean>): Promise<void> {
  const settings = JSON.stringify({ redaction });
  await kolog.server.sql(
    `INSERT INTO insight_settings (business_id, settings, version, updated_at) VALUES ('${tenant.id}', '${settings}', 1, '')
     ON CONFLICT (business_id) DO UPDATE SET settings = excluded.settings`,
  );
}

async function processed(): Promise<SimulatedCall> {
  const call = await kolog.placeCall({ to: number, audio: samplePath("call-en-1") });
  await call.settled;
  await kolog.rests(tenant, call.sid);
  return call;
}

async function reprocessed(sid: string): Promise<void> {
  expect((await tenant.api.post(`/api/calls/${sid}/reprocess`, { from_stage: "extracted" })).status).toBe(202);
  await kolog.rests(tenant, sid);
}

const call = (client: ApiClient, sid: string, query = "") => client.json<RedactedCall>(`/api/calls/${sid}${query}`);
const copyOf = (sid: string) => join(kolog.server.dataDir, "recordings", `${sid}.redacted`);

/** One channel's samples of a recording as it was served. */
async function samples(answer: Response, channel: number): Promise<Int16Array> {
  expect(answer.status).toBe(200);
  const path = join(folder, answer.headers.get("content-type") === "audio/mpeg" ? "served.mp3" : "served.wav");
  await writeFile(path, Buffer.from(await answer.arrayBuffer()));
  const raw = join(folder, "served.raw");
  await run("sox", [path, "-r", String(kRate), "-b", "16", "-e", "signed-integer", raw, "remix", String(channel + 1)]);
  const bytes = await readFile(raw);
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
}

/** How much of a stretch is a tone of 1 kHz: 1 all of it, 0 none. */
function toneShare(sound: Int16Array, from: number, to: number): number {
  let sine = 0;
  let cosine = 0;
  let power = 1e-9;
  const [begin, end] = [Math.round(from * kRate), Math.round(to * kRate)];
  for (let i = begin; i < end; ++i) {
    const phase = (2 * Math.PI * 1000 * i) / kRate;
    sine += sound[i]! * Math.sin(phase);
    cosine += sound[i]! * Math.cos(phase);
    power += sound[i]! ** 2;
  }
  return (2 * (sine ** 2 + cosine ** 2)) / (power * (end - begin));
}

/** How alike two sounds are in a stretch, the second heard `lag` samples later: 1 the same, 0 not at all. */
function likeness(a: Int16Array, b: Int16Array, from: number, to: number, lag = 0): number {
  let product = 0;
  let powerA = 1e-9;
  let powerB = 1e-9;
  for (let i = Math.round(from * kRate); i < Math.round(to * kRate); ++i) {
    const other = b[i + lag] ?? 0;
    product += a[i]! * other;
    powerA += a[i]! ** 2;
    powerB += other ** 2;
  }
  return product / Math.sqrt(powerA * powerB);
}

/** The lag at which two sounds are most alike: each encoding puts its own delay before them, which sox leaves in. */
function lagBetween(a: Int16Array, b: Int16Array, from: number, to: number): number {
  const most = Math.round(2 * kEncoderDelay * kRate);
  let best = 0;
  for (let lag = -most; lag <= most; ++lag) {
    if (likeness(a, b, from, to, lag) > likeness(a, b, from, to, best)) best = lag;
  }
  return best;
}

it("leaves everything as it is where the business wants nothing blacked out", async () => {
  const { sid } = await processed();
  const seen = await call(member, sid);
  said = kNumber.exec(seen.final_transcript)?.[0] ?? "";
  expect(said, seen.final_transcript).not.toBe("");
  expect(seen.redaction).toEqual({ applied: false, pending: false, spans: 0, unredacted: false, masks: [] });
  expect(existsSync(copyOf(sid))).toBe(false);
});

it("blacks the number out of everything that leaves", async () => {
  await setRedaction({ phones: true, audio: true });
  const before = tenant.endpoint.deliveries.length;
  const { sid } = await processed();
  const seen = await call(member, sid);
  expect(seen.redaction.applied).toBe(true);
  expect(seen.redaction.spans).toBeGreaterThan(0);
  expect(seen.redaction.masks[0]!.kind).toBe("phone");
  for (const client of [owner, member, tenant.api]) {
    for (const road of ["", "/transcript", "/transcript?format=txt", "/transcript?format=srt", "/transcript?format=vtt"]) {
      const text = await (await client.get(`/api/calls/${sid}${road}`)).text();
      expect(text, road).not.toContain(said);
      expect(text, road).toContain(kMask);
    }
    const { items } = await client.calls(`?search=${said}`);
    expect(items.map(({ call_sid }) => call_sid)).not.toContain(sid);
  }
  const sent = tenant.endpoint.deliveries.slice(before);
  expect(sent.length).toBeGreaterThan(0);
  for (const { text } of sent) expect(text).not.toContain(said);
  expect(sent[0]!.body.data.transcript).toContain(kMask);
  const rows = await kolog.server.sql(`SELECT * FROM call_logs WHERE call_sid = '${sid}'`);
  expect(JSON.stringify(rows)).not.toContain(said);
  expect(JSON.stringify(await kolog.server.sql(`SELECT * FROM insights WHERE call_sid = '${sid}'`))).not.toContain(said);
  expect(kolog.server.log).not.toContain(said);
});

it("plays a tone over it, and gives owners alone what was said", async () => {
  const { sid } = await processed();
  const spans = JSON.parse(String((await kolog.server.sql(`SELECT spans FROM redactions WHERE call_sid = '${sid}'`))[0]!["spans"])) as {
    channel: number | null;
    start: number;
    stop: number;
  }[];
  const { channel } = spans[0]!;
  const [start, stop] = [spans[0]!.start + kEncoderDelay, spans[0]!.stop + kEncoderDelay];
  const heard = await samples(await member.download(sid), channel ?? 0);
  const original = await samples(await owner.download(sid, {}, "GET", "?unredacted=1"), channel ?? 0);
  expect(toneShare(heard, start, stop)).toBeGreaterThan(0.9);
  const lag = lagBetween(heard, original, 4.7, 6.7);
  expect(likeness(heard, original, 0.5, start - 0.4, lag)).toBeGreaterThan(0.8);
  expect(Math.abs(likeness(heard, original, start, stop, lag))).toBeLessThan(0.3);
  expect(toneShare(original, start, stop)).toBeLessThan(0.3);
  expect(existsSync(copyOf(sid))).toBe(true);

  expect((await call(owner, sid, "?unredacted=1")).final_transcript).toContain(said);
  for (const client of [member, tenant.api]) {
    for (const road of ["", "/transcript", "/download"]) {
      for (const method of ["GET", "HEAD"]) {
        const answer = await client.request(method, `/api/calls/${sid}${road}?unredacted=1`, { headers: { Range: "bytes=0-99" } });
        expect(answer.status).toBe(403);
        if (method === "GET") expect(((await answer.json()) as ErrorBody).code).toBe("owner_required");
      }
    }
  }
  expect(kolog.server.log).toContain("seen unredacted");
});

it("serves ranges of the copy under a name of its own", async () => {
  const { sid } = await processed();
  const copy = await member.download(sid, {}, "HEAD");
  const original = await owner.download(sid, {}, "HEAD", "?unredacted=1");
  expect(copy.headers.get("etag")).not.toBe(original.headers.get("etag"));
  expect(copy.headers.get("content-type")).toBe(original.headers.get("content-type"));
  const piece = await member.download(sid, { Range: "bytes=0-99", "If-Range": copy.headers.get("etag")! });
  expect(piece.status).toBe(206);
  expect(piece.headers.get("content-range")).toBe(`bytes 0-99/${copy.headers.get("content-length")}`);
  const other = await member.download(sid, { Range: "bytes=0-99", "If-Range": original.headers.get("etag")! });
  expect(other.status).toBe(200);
});

it("is taken back by a run without the policy, and goes with its call", async () => {
  const { sid } = await processed();
  expect((await member.download(sid)).status).toBe(200);
  expect(existsSync(copyOf(sid))).toBe(true);
  await setRedaction({ phones: false });
  await reprocessed(sid);
  expect((await call(member, sid)).final_transcript).toContain(said);
  expect(Buffer.from(await (await member.download(sid)).arrayBuffer())).toEqual(
    Buffer.from(await (await owner.download(sid, {}, "GET", "?unredacted=1")).arrayBuffer()),
  );
  await setRedaction({ phones: true, audio: true });
  await reprocessed(sid);
  expect((await call(member, sid)).final_transcript).not.toContain(said);
  expect((await member.download(sid)).status).toBe(200);
  expect((await owner.request("DELETE", `/api/calls/${sid}`)).status).toBe(204);
  await waitUntil("the copy is gone with the recording", 20_000, () => !existsSync(copyOf(sid)));
});
