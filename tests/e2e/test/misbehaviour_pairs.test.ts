// SPDX-License-Identifier: Apache-2.0
// Any two things that go wrong with the same call: the right end, one row, one job of a kind, one announcement.
import { mkdir, stat, writeFile } from "node:fs/promises";
import type { SimulatedCall } from "@kolog/twilio-simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  endOf,
  fallbackTwiml,
  flows,
  Installation,
  misbehaviourCases,
  quickLookUps,
  repositoryPath,
  sharedOption,
  stretchesOf,
  waitUntil,
  type End,
  type Flow,
  type MisbehaviourCase,
  type Tenant,
} from "../src/index.ts";

interface Pair {
  name: string;
  first: MisbehaviourCase;
  second: MisbehaviourCase;
  end: End;
  flow: Flow;
}

interface CallRow {
  call_sid: string;
  status: string;
  direction: string;
  from_number: string;
  to_number: string;
  duration: number | null;
  delivered: number;
  size: number | null;
  duration_ms: number | null;
}

const kCallsAtOnce = 24;

const pairs: Pair[] = misbehaviourCases
  .flatMap((first, index) => misbehaviourCases.slice(index + 1).map((second) => ({ first, second })))
  .filter(({ first, second }) => sharedOption(first, second) === undefined)
  .map(({ first, second }, index) => ({
    name: `${first.name} + ${second.name}`,
    first,
    second,
    end: endOf(first, second),
    flow: flows[index % flows.length]!,
  }));

let kolog: Installation;
/** Knows nothing but what it is told: whoever is not believed is not looked up either. */
let incurious: Installation;
let tenant: Tenant;
const placed = new Map<Pair, SimulatedCall>();
const rows = new Map<string, CallRow>();
const jobs = new Map<string, Map<string, number>>();

beforeAll(async () => {
  kolog = await Installation.start({ env: { KOLOG_WORKERS: "2", ...quickLookUps } });
  kolog.simulator.fallbackTwiml = fallbackTwiml(kolog.server.url);
  tenant = await kolog.tenant("Movers");
  incurious = await Installation.start();
  const unheard = await incurious.tenant("Strangers");
  const numbersOf = async (installation: Installation, of: Tenant) =>
    Object.fromEntries(await Promise.all(flows.map(async (flow) => [flow, await installation.number(of, flow, "en")] as const)));
  const numbers = await numbersOf(kolog, tenant);
  const unheardNumbers = await numbersOf(incurious, unheard);
  const waiting = [...pairs];
  const caller = async () => {
    for (let pair = waiting.shift(); pair !== undefined; pair = waiting.shift()) {
      const believed = pair.end !== "nothing";
      const to = (believed ? numbers : unheardNumbers)[pair.flow]!;
      const misbehaviour = { ...pair.first.options, ...pair.second.options };
      const call = await (believed ? kolog : incurious).placeCall({ to, seconds: 2, misbehaviour });
      placed.set(pair, call);
      await call.settled;
    }
  };
  await Promise.all(Array.from({ length: kCallsAtOnce }, caller));
  await everythingRests();
  await readDatabase();
  await writeTable();
}, 400_000);

afterAll(async () => {
  await kolog?.stop();
  await incurious?.stop();
});

/** Until every call has its end and its length, or none has made progress for a long time: then the tests below say which. */
async function everythingRests(): Promise<void> {
  const expected = pairs.filter(({ end }) => end !== "nothing").length;
  let before = "";
  let since = Date.now();
  await waitUntil("all calls rest", 300_000, async () => {
    const [now] = await kolog.server.sql<{ resting: number; unmeasured: number }>(
      "SELECT (SELECT count(*) FROM call_logs WHERE status = 'no_recording' OR call_sid IN (SELECT call_sid FROM call_stages " +
        "WHERE stage = 'delivered')) AS resting, (SELECT count(*) FROM call_stages) AS events, " +
        "(SELECT count(*) FROM call_logs WHERE duration IS NULL) AS unmeasured",
    );
    const state = JSON.stringify(now);
    if (state !== before) since = Date.now();
    before = state;
    return (now!.resting === expected && now!.unmeasured === 0) || Date.now() - since > 20_000;
  });
}

async function readDatabase(): Promise<void> {
  for (const { server } of [kolog, incurious]) {
    const read = await server.sql<CallRow>(
      "SELECT call_sid, status, direction, from_number, to_number, duration, size, duration_ms, " +
        "EXISTS (SELECT 1 FROM call_stages s WHERE s.call_sid = c.call_sid AND stage = 'delivered') AS delivered " +
        "FROM call_logs c LEFT JOIN audio_files USING (call_sid)",
    );
    for (const row of read) rows.set(row.call_sid, row);
  }
  const counted = await kolog.server.sql<{ subject: string; kind: string; jobs: number }>(
    "SELECT subject, kind, count(*) AS jobs FROM jobs GROUP BY subject, kind",
  );
  for (const { subject, kind, jobs: count } of counted) {
    jobs.set(subject, (jobs.get(subject) ?? new Map<string, number>()).set(kind, count));
  }
}

function endReached(pair: Pair): string {
  return rows.get(placed.get(pair)!.sid)?.status ?? "nothing";
}

async function writeTable(): Promise<void> {
  const signs: Record<string, string> = { processed: "p", no_recording: "n", nothing: "–" };
  const found = new Map(pairs.map((pair) => [`${pair.first.name}|${pair.second.name}`, pair]));
  const cell = (first: MisbehaviourCase, second: MisbehaviourCase) => {
    const pair = found.get(`${first.name}|${second.name}`) ?? found.get(`${second.name}|${first.name}`);
    if (!pair) return first === second ? " " : "×";
    const end = endReached(pair);
    return end === pair.end ? signs[end]! : `**${end}**`;
  };
  const ends = new Map<string, number>();
  for (const pair of pairs) ends.set(endReached(pair), (ends.get(endReached(pair)) ?? 0) + 1);
  const totals = [...ends].map(([end, count]) => `${count} ${end}`).join(", ");
  const impossible = misbehaviourCases.flatMap((first, index) =>
    misbehaviourCases.slice(index + 1).flatMap((second) => {
      const option = sharedOption(first, second);
      return option === undefined ? [] : [`- ${first.name} + ${second.name}: both set \`${option}\``];
    }),
  );
  const text = [
    "# Two misbehaviours at a time",
    "",
    `${misbehaviourCases.length} misbehaviours, ${pairs.length} pairs, one call each: ${totals}.`,
    "p: processed; n: no recording; –: not believed, nothing stored; ×: cannot be combined; an end in bold is the wrong one.",
    "",
    `| | ${misbehaviourCases.map(({ name }) => name).join(" | ")} |`,
    `|---|${misbehaviourCases.map(() => "---").join("|")}|`,
    ...misbehaviourCases.map((first) => `| ${first.name} | ${misbehaviourCases.map((second) => cell(first, second)).join(" | ")} |`),
    "",
    `Cannot be combined (${impossible.length}):`,
    "",
    ...impossible,
    "",
  ];
  await mkdir(repositoryPath("build"), { recursive: true });
  await writeFile(repositoryPath("build/misbehaviour-pairs.md"), text.join("\n"));
  console.log(`${pairs.length} pairs of ${misbehaviourCases.length} misbehaviours: ${totals} (build/misbehaviour-pairs.md)`);
}

function announced(sid: string) {
  return tenant.endpoint.deliveries.filter(({ body }) => body.data.call_sid === sid);
}

describe.each(pairs.filter(({ end }) => end === "processed"))("$name, $flow", (pair) => {
  it("ends as processed, once", async () => {
    const simulated = placed.get(pair)!;
    const row = rows.get(simulated.sid);
    expect(row, kolog.logOf(simulated.sid)).toMatchObject({ status: "processed", delivered: 1, direction: "inbound" });
    expect([row!.from_number, row!.to_number]).toEqual([simulated.leg.from, simulated.leg.to]);
    expect(row!.duration, kolog.logOf(simulated.sid)).toBe(simulated.leg.duration);
    expect(announced(simulated.sid)).toMatchObject([{ verified: true, body: { type: "call.processed" } }]);
    const ofCall = jobs.get(simulated.sid) ?? new Map<string, number>();
    expect([...ofCall].filter(([, count]) => count !== 1)).toEqual([]);
    expect([...ofCall.keys()]).toContain("transcribe");
    // Each stretch once: of two recordings of the same, the one with both sides.
    for (const stretch of stretchesOf(simulated)) {
      expect(stretch.reduce((sum, { served }) => sum + served, 0), kolog.logOf(simulated.sid)).toBe(1);
      expect(stretch.find(({ served }) => served === 1)!.channels).toBe(Math.max(...stretch.map(({ channels }) => channels)));
    }
    const seconds = stretchesOf(simulated).reduce((sum, [recording]) => sum + recording!.options.sound.seconds, 0);
    expect(Math.abs(row!.duration_ms! / 1000 - seconds)).toBeLessThan(0.3 * stretchesOf(simulated).length);
    expect((await stat(`${kolog.server.dataDir}/recordings/${simulated.sid}.mp3`)).size).toBe(row!.size);
  });
});

describe.each(pairs.filter(({ end }) => end === "no_recording"))("$name, $flow", (pair) => {
  it("ends without a recording, and announces none", () => {
    const simulated = placed.get(pair)!;
    expect(rows.get(simulated.sid), kolog.logOf(simulated.sid)).toMatchObject({ status: "no_recording" });
    expect(rows.get(simulated.sid)!.size ?? 0).toBe(0);
    expect(announced(simulated.sid).filter(({ body }) => body.type === "call.processed")).toEqual([]);
    expect([...(jobs.get(simulated.sid) ?? [])].filter(([kind, count]) => count !== 1 || kind === "transcribe")).toEqual([]);
    for (const { served } of simulated.recordings) expect(served).toBe(0);
  });
});

describe.each(pairs.filter(({ end }) => end === "nothing"))("$name, $flow", (pair) => {
  it("is not believed, and leaves nothing", () => {
    const simulated = placed.get(pair)!;
    const answers = incurious.simulator.webhooksOf(simulated.sid).map(({ status }) => status);
    expect(answers.filter((status) => status !== 403)).toEqual([]);
    expect(rows.get(simulated.sid)).toBeUndefined();
    for (const { fetches } of simulated.recordings) expect(fetches).toBe(0);
  });
});

it("no redirect was given the account's credentials", () => {
  expect(kolog.simulator.elsewhere.requests.filter(({ authorization }) => authorization !== null)).toEqual([]);
});

it("nobody else's calls are in the database", async () => {
  expect([...rows.keys()].sort()).toEqual(pairs.filter(({ end }) => end !== "nothing").map((pair) => placed.get(pair)!.sid).sort());
});
