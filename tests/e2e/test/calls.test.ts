// SPDX-License-Identifier: Apache-2.0
// A call from Twilio's first request to the business's webhook, in every flow and both languages.
import type { SimulatedCall } from "@kolog/twilio-simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Installation, kAccountSid, kAuthToken, sampleCall, samplePath, type Call, type Tenant } from "../src/index.ts";

const cases = [
  { flow: "forward", sample: "call-he-1" },
  { flow: "voicemail", sample: "call-he-2" },
  { flow: "stream", sample: "call-he-3" },
  { flow: "forward", sample: "call-en-1" },
  { flow: "voicemail", sample: "call-en-2" },
  { flow: "stream", sample: "call-en-3" },
] as const;

const verbs = {
  forward: ["Say", "Dial"],
  voicemail: ["Say", "Say", "Record"],
  stream: ["Say", "Start", "Recording", "Connect", "Stream"],
};

let kolog: Installation;
let tenant: Tenant;
const placed = new Map<string, SimulatedCall>();
const numbers = new Map<string, string>();

beforeAll(async () => {
  kolog = await Installation.start();
  tenant = await kolog.tenant("Plumbers");
  for (const { flow, sample } of cases) {
    numbers.set(sample, await kolog.number(tenant, flow, sampleCall(sample).language));
    placed.set(sample, await kolog.placeCall({ to: numbers.get(sample)!, audio: samplePath(sample) }));
  }
});

afterAll(async () => kolog?.stop());

describe.each(cases)("a $flow call, $sample", ({ flow, sample }) => {
  const reference = sampleCall(sample);
  const channels = flow === "voicemail" ? 1 : 2;
  let simulated: SimulatedCall;
  let call: Call;

  beforeAll(async () => {
    simulated = placed.get(sample)!;
    await simulated.settled;
    call = await kolog.rests(tenant, simulated.sid, "processed", 100_000);
  });

  it("is answered with the number's flow and every callback with 2xx", () => {
    expect(simulated.problems).toEqual([]);
    expect(simulated.verbs).toEqual(verbs[flow]);
    const refused = kolog.simulator.webhooksOf(simulated.sid).filter((webhook) => webhook.status === null || webhook.status >= 300);
    expect(refused).toEqual([]);
  });

  it("passes every stage in order", () => {
    expect(call.stages.map(({ stage }) => stage)).toEqual(["ingested", "recorded", "fetched", "transcribed", "extracted", "summarised", "delivered"]);
    const times = call.stages.map(({ at }) => Date.parse(at));
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(call.stage).toBe("delivered");
  });

  it("keeps what Twilio told about it", () => {
    expect(call).toMatchObject({ direction: "inbound", from_number: "+972541234567", to_number: numbers.get(sample), has_recording: true, failure: null });
    expect(call.duration).toBe(simulated.leg.duration);
    const [recording] = simulated.recordings;
    expect(call.recording).toMatchObject({ recording_sid: recording!.sid, state: "available", channels, content_type: "audio/mpeg" });
    expect(call.recording!.duration).toBe(Math.round(reference.duration_s));
  });

  it("is understood: language, service and city", () => {
    expect(call.language).toBe(reference.language);
    expect(call.service?.id).toBe(reference.service.id);
    expect(call.city?.name).toBe(reference.city.name);
    expect(call.summary).not.toBe("");
  });

  it("has a transcript by speaker and time", () => {
    const segments = call.transcript!.segments;
    expect(call.transcript_source).toBe("offline");
    expect(new Set(segments.map(({ speaker }) => speaker))).toEqual(new Set(flow === "voicemail" ? ["caller"] : ["caller", "agent"]));
    for (const segment of segments) {
      expect(segment.channel).toBe(segment.speaker === "caller" ? 0 : 1);
      expect(segment.start).toBeLessThan(segment.end);
      expect(segment.end).toBeLessThan(reference.duration_s + 1);
      expect(segment.words.length).toBeGreaterThan(0);
    }
    const starts = segments.map(({ start }) => start);
    expect(starts).toEqual([...starts].sort((one, other) => one - other));
  });

  it("fills the columns that the original query reads", async () => {
    const [row] = await kolog.server.sql(
      "SELECT call_sid, recording_url, transcription, final_transcript, extracted_service, extracted_city FROM call_logs " +
        `WHERE call_sid = '${simulated.sid}' AND created_at > datetime('now', '-1 day')`,
    );
    expect(row).toMatchObject({
      recording_url: `/2010-04-01/Accounts/${kAccountSid}/Recordings/${simulated.recordings[0]!.sid}`,
      extracted_service: reference.service.id,
      extracted_city: reference.city.name,
    });
    expect(row!["final_transcript"]).toBe(call.final_transcript);
    expect(row!["transcription"]).not.toBe("");
  });

  it("is announced once, verifiably, with Kolog's own address of the recording", async () => {
    const deliveries = tenant.endpoint.deliveries.filter(({ body }) => body.data.call_sid === simulated.sid);
    expect(deliveries).toMatchObject([{ method: "POST", verified: true, status: 204 }]);
    const { type, data } = deliveries[0]!.body;
    expect(type).toBe("call.processed");
    expect(data).toMatchObject({
      direction: "inbound",
      from_number: "+972541234567",
      to_number: numbers.get(sample),
      transcript: call.final_transcript,
      transcript_source: "offline",
      language: reference.language,
      summary: call.summary,
      service: { id: reference.service.id },
      city: { name: reference.city.name },
      recording_url: `${kolog.server.url}/api/calls/${simulated.sid}/download`,
    });
    expect(call.deliveries).toMatchObject([{ id: deliveries[0]!.id, event: "call.processed", state: "delivered", attempts: 1, last_status: 204 }]);
  });

  it("plays: the bytes that Twilio has, whole and in part", async () => {
    const [recording] = simulated.recordings;
    const whole = await tenant.api.download(simulated.sid);
    expect([whole.status, whole.headers.get("content-type")]).toEqual([200, "audio/mpeg"]);
    const bytes = Buffer.from(await whole.arrayBuffer());
    const original = await kolog.simulator.audio.render(recording!.options.sound, "mp3", recording!.soundOf(channels));
    expect(bytes.equals(original)).toBe(true);
    const part = await tenant.api.download(simulated.sid, { Range: "bytes=100-199" });
    expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes 100-199/${bytes.length}`]);
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(100, 200))).toBe(true);
    expect(recording!.served).toBe(1);
  });

  it.each([
    ["json", "application/json"],
    ["txt", "text/plain"],
    ["srt", "application/x-subrip"],
    ["vtt", "text/vtt"],
  ])("has its transcript as %s", async (format, type) => {
    const answer = await tenant.api.get(`/api/calls/${simulated.sid}/transcript?format=${format}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain(type);
    const [first] = call.transcript!.segments;
    expect(await answer.text()).toContain(first!.text);
  });
});

it("shows each call once, although forwarded ones have two legs", async () => {
  const page = await tenant.api.calls();
  expect(page.items.map(({ call_sid }) => call_sid).sort()).toEqual([...placed.values()].map(({ sid }) => sid).sort());
  expect(page.total).toBe(cases.length);
});

it("pages through the calls without losing or repeating one", async () => {
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: { items: { call_sid: string }[]; next_cursor: string | null } = await tenant.api.calls(`?limit=4${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
    seen.push(...page.items.map(({ call_sid }) => call_sid));
    cursor = page.next_cursor;
  }
  expect(seen.length).toBe(cases.length);
  expect(new Set(seen).size).toBe(cases.length);
});

it("finds calls by service, city, status and words", async () => {
  const expected = sampleCall("call-he-2");
  const sid = placed.get("call-he-2")!.sid;
  const words = (await tenant.api.call(sid)).final_transcript.split(/\s+/).filter((word) => /^\p{L}{5,}$/u.test(word));
  for (const query of [
    `?service=${expected.service.id}`,
    `?city=${encodeURIComponent(expected.city.name)}`,
    `?search=${encodeURIComponent(words[0]!)}&service=${expected.service.id}`,
    `?status=processed&service=${expected.service.id}&has_recording=true&direction=inbound`,
  ]) {
    expect((await tenant.api.calls(query)).items.map(({ call_sid }) => call_sid), query).toEqual([sid]);
  }
  expect((await tenant.api.calls("?service=towing")).total).toBe(0);
  expect((await tenant.api.calls("?search=%25")).total).toBeLessThan(cases.length);
});

it("logs with the tags that people look for, and neither secrets nor what was said", async () => {
  for (const tag of ["[RECORDING_SERVICE]", "[OFFLINE_STT]", "[OFFLINE_EXTRACT]", "[WEBHOOK]"]) expect(kolog.server.log).toContain(tag);
  for (const secret of [kAuthToken, tenant.key, tenant.endpoint.secret, "+972541234567"]) expect(kolog.server.log).not.toContain(secret);
  const call = await tenant.api.call(placed.get("call-he-1")!.sid);
  expect(kolog.server.log).not.toContain(call.transcript!.segments[0]!.text);
});
