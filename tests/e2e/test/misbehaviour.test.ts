// SPDX-License-Identifier: Apache-2.0
// Whatever Twilio and the network do: the right end, one job of a kind, one announcement.
import type { SimulatedCall } from "@kolog/twilio-simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  fallbackTwiml,
  flows,
  Installation,
  misbehaviourCases,
  quickLookUps,
  samplePath,
  stretchesOf,
  waitUntil,
  type Flow,
  type Tenant,
} from "../src/index.ts";

// Of the look-ups' two mechanisms, and of messages, there is something to say in every flow.
const everyFlow = ["repeated", "reversed", "no recording's", "no callback", "in parts", "twice"];

const cases = misbehaviourCases
  .filter(({ end }) => end !== "nothing")
  .flatMap((one) => (everyFlow.includes(one.name) ? flows : [flows[0]!]).map((flow) => ({ ...one, flow })))
  .map((one, index) => ({ ...one, index }));

let kolog: Installation;
let tenant: Tenant;
const placed: SimulatedCall[] = [];

beforeAll(async () => {
  kolog = await Installation.start({ env: { KOLOG_WORKERS: "2", ...quickLookUps } });
  kolog.simulator.fallbackTwiml = fallbackTwiml(kolog.server.url);
  tenant = await kolog.tenant("Movers");
  const numbers = new Map<Flow, string>();
  for (const flow of flows) numbers.set(flow, await kolog.number(tenant, flow, "en"));
  for (const { flow, options } of cases) {
    placed.push(await kolog.placeCall({ to: numbers.get(flow)!, audio: samplePath("call-en-1"), seconds: 7, misbehaviour: options }));
  }
});

afterAll(async () => kolog?.stop());

describe.each(cases)("$what, $flow", ({ name, index, end, options }) => {
  it(`ends as ${end}`, async () => {
    const simulated = placed[index]!;
    await simulated.settled;
    const call = await kolog.rests(tenant, simulated.sid, end, 90_000);
    expect(call.failure).toBeNull();
    expect(call).toMatchObject({ direction: "inbound", from_number: simulated.leg.from, to_number: simulated.leg.to });
    if (end === "processed") {
      // A word may fall between two parts.
      if (name !== "in parts") expect(call.service?.id).toBe("locksmith");
      expect(call.recording!.state).toBe("available");
      expect(simulated.recordings.map(({ sid }) => sid)).toContain(call.recording!.recording_sid);
      for (const stretch of stretchesOf(simulated)) expect(stretch.reduce((sum, { served }) => sum + served, 0)).toBe(1);
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
    const { sid, leg } = placed[index]!;
    // Where no callback tells it, Twilio is asked.
    const call = await waitUntil("the call's duration is known", 30_000, async () => {
      const now = await tenant.api.call(sid);
      return now.duration === leg.duration ? now : null;
    });
    expect(call.stages.filter(({ stage }) => stage === "ingested")).toHaveLength(1);
    const rows = await kolog.server.sql<{ legs: number }>(`SELECT count(*) AS legs FROM call_logs WHERE call_sid = '${sid}'`);
    expect(rows).toEqual([{ legs: 1 }]);
  });

  if (options.redirectMediaTimes !== undefined) {
    it("gives the other host no credentials", () => {
      expect(kolog.simulator.elsewhere.requests.filter(({ authorization }) => authorization !== null)).toEqual([]);
    });
  }
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
