// SPDX-License-Identifier: Apache-2.0
// Whatever Twilio and the network do: the right end, one job of a kind, one announcement.
import type { Misbehaviour, SimulatedCall } from "@kolog/twilio-simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Installation, samplePath, waitUntil, type Flow, type Tenant } from "../src/index.ts";

interface Case {
  what: string;
  misbehaviour: Misbehaviour;
  flow?: Flow;
  end?: "processed" | "no_recording";
}

const cases: Case[] = [
  { what: "a late recording, announced late", misbehaviour: { availableAfterMs: 1500 } },
  { what: "a late recording, announced early", misbehaviour: { availableAfterMs: 1500, callbackBeforeAvailable: true } },
  { what: "404 in XML at first", misbehaviour: { notFoundTimes: 2 } },
  { what: "too many requests", misbehaviour: { tooManyRequestsTimes: 2, retryAfterSeconds: 1 } },
  { what: "server errors", misbehaviour: { serverErrorTimes: 2 } },
  { what: "a bad gateway", misbehaviour: { serverErrorTimes: 1, serverErrorStatus: 502 } },
  { what: "a body that breaks off", misbehaviour: { truncatedTimes: 2 } },
  { what: "a page instead of audio", misbehaviour: { htmlTimes: 1 } },
  { what: "an XML error that claims to be audio", misbehaviour: { xmlAsAudioTimes: 1 } },
  { what: "a connection that closes without a word", misbehaviour: { hangUpTimes: 1 } },
  { what: "a slow body", misbehaviour: { bytesPerSecond: 20_000 } },
  { what: "one channel where two were wanted", misbehaviour: { mono: true } },
  { what: "a recording that is too short", misbehaviour: { absent: 16101 }, end: "no_recording" },
  { what: "a silent recording", misbehaviour: { absent: 16102 }, flow: "voicemail", end: "no_recording" },
  { what: "webhooks that come three times, at the same moment", misbehaviour: { repeatWebhooks: 2 } },
  { what: "repeated webhooks of a message", misbehaviour: { repeatWebhooks: 2 }, flow: "voicemail" },
  { what: "callbacks in the wrong order", misbehaviour: { reverseCallbacks: true } },
  { what: "callbacks in the wrong order, of a stream", misbehaviour: { reverseCallbacks: true, repeatWebhooks: 1 }, flow: "stream" },
  { what: "no word of the recording", misbehaviour: { loseCallbacks: "recording" } },
  { what: "no word of the recording's end", misbehaviour: { loseCallbacks: "recording-end" } },
  { what: "no word of a message", misbehaviour: { loseCallbacks: "recording" }, flow: "voicemail" },
  { what: "no word of a stream's recording", misbehaviour: { loseCallbacks: "recording" }, flow: "stream" },
  { what: "no word of the recording, which is late", misbehaviour: { loseCallbacks: "recording", availableAfterMs: 1500 } },
  { what: "no word of the call's end", misbehaviour: { loseCallbacks: "status" } },
  { what: "a relative RecordingUrl", misbehaviour: { recordingUrl: "relative" } },
  { what: "a RecordingUrl in .json", misbehaviour: { recordingUrl: "json" } },
  { what: "a RecordingUrl in .mp3", misbehaviour: { recordingUrl: "mp3" } },
  { what: "a RecordingUrl in .wav", misbehaviour: { recordingUrl: "wav" } },
  { what: "a RecordingUrl at another host", misbehaviour: { recordingUrl: "elsewhere" } },
];

let kolog: Installation;
let tenant: Tenant;
const placed: SimulatedCall[] = [];

beforeAll(async () => {
  kolog = await Installation.start({ env: { KOLOG_WORKERS: "2" } });
  tenant = await kolog.tenant("Movers");
  const numbers = {
    forward: await kolog.number(tenant, "forward", "en"),
    voicemail: await kolog.number(tenant, "voicemail", "en"),
    stream: await kolog.number(tenant, "stream", "en"),
  };
  for (const { misbehaviour, flow = "forward" } of cases) {
    placed.push(await kolog.placeCall({ to: numbers[flow], audio: samplePath("call-en-1"), seconds: 7, misbehaviour }));
  }
});

afterAll(async () => kolog?.stop());

describe.each(cases.map((one, index) => ({ ...one, index, end: one.end ?? "processed" })))("$what", ({ index, end, misbehaviour }) => {
  it(`ends as ${end}`, async () => {
    const simulated = placed[index]!;
    await simulated.settled;
    const call = await kolog.rests(tenant, simulated.sid, end, 90_000);
    expect(call.failure).toBeNull();
    expect(call.direction).toBe("inbound");
    if (end === "processed") {
      expect(call.service?.id).toBe("locksmith");
      expect(call.recording).toMatchObject({ state: "available", recording_sid: simulated.recordings[0]!.sid });
      expect(simulated.recordings[0]!.served).toBe(1);
    }
  });

  it("makes one job of a kind", async () => {
    const jobs = await kolog.server.sql<{ kind: string; jobs: number }>(
      `SELECT kind, count(*) AS jobs FROM jobs WHERE subject = '${placed[index]!.sid}' GROUP BY kind`,
    );
    expect(jobs.filter(({ jobs: count }) => count !== 1)).toEqual([]);
    if (end === "processed") expect(jobs.map(({ kind }) => kind)).toContain("transcribe");
    else expect(jobs.map(({ kind }) => kind)).not.toContain("transcribe");
  });

  it("is announced once", async () => {
    const { sid } = placed[index]!;
    const announced = () => tenant.endpoint.deliveries.filter(({ body }) => body.data.call_sid === sid);
    if (end === "processed") {
      expect(announced()).toMatchObject([{ verified: true, body: { type: "call.processed" } }]);
    } else {
      expect(announced().filter(({ body }) => body.type === "call.processed")).toEqual([]);
    }
  });

  it("keeps one call, with Twilio's last word on it", async () => {
    const call = await tenant.api.call(placed[index]!.sid);
    expect(call.stages.filter(({ stage }) => stage === "ingested")).toHaveLength(1);
    if (misbehaviour.loseCallbacks !== "status") expect(call.duration).toBe(placed[index]!.leg.duration);
    const rows = await kolog.server.sql<{ legs: number }>(`SELECT count(*) AS legs FROM call_logs WHERE call_sid = '${call.call_sid}'`);
    expect(rows).toEqual([{ legs: 1 }]);
  });
});

describe("a business's endpoint that does not answer as it should", () => {
  it.each([
    ["an error", { status: 503, headers: { "Retry-After": "1" } }],
    ["a redirect", { status: 307, headers: { Location: "/Movers", "Retry-After": "1" } }],
  ])("with %s is told again, under the same webhook-id", async (_, answer) => {
    tenant.endpoint.answers.push(answer);
    const call = await kolog.placeCall({ to: await kolog.number(tenant, "forward", "en"), audio: samplePath("call-en-1"), seconds: 7 });
    await call.settled;
    await kolog.rests(tenant, call.sid, "processed", 60_000);
    const told = await waitUntil("it is told again", 30_000, () => {
      const deliveries = tenant.endpoint.deliveries.filter(({ body }) => body.data.call_sid === call.sid);
      return deliveries.length >= 2 ? deliveries : null;
    });
    expect(told.map(({ status }) => status)).toEqual([answer.status, 204]);
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
    expect(told.every(({ method, verified }) => method === "POST" && verified)).toBe(true);
  });
});
