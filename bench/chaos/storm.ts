// SPDX-License-Identifier: Apache-2.0
// The storm: calls at random moments, and meanwhile kills, restarts and new secrets.
import { setTimeout as delay } from "node:timers/promises";
import { flows, samplePath, type Flow, type Installation, type Tenant } from "../../tests/e2e/src/index.ts";
import type { PlaceCallOptions, SimulatedCall } from "../../tools/twilio-simulator/index.ts";
import type { Progress } from "./progress.ts";

export interface StormOptions {
  calls: number;
  minutes: number;
  kills: number;
  downSeconds: number;
  rotations: number;
  faultRate: number;
  budgetMinutes: number;
  seed: number;
}

export interface Storm {
  tenant: Tenant;
  calls: SimulatedCall[];
  kills: Date[];
  restarts: number;
  rotations: number;
  /** Milliseconds from the last call's end until everything rested, or the budget was spent. */
  settledAfterMs: number;
}

/** One in so many calls is speech; the rest is over before anybody says a word. */
const kSpeechEvery = 20;
const speech = ["call-en-1", "call-en-2", "call-he-1", "call-he-2"];

export async function storm(kolog: Installation, options: StormOptions, random: () => number, progress: Progress): Promise<Storm> {
  const tenant = await kolog.tenant("Storm");
  const numbers = new Map<Flow, string>();
  for (const flow of flows) numbers.set(flow, await kolog.number(tenant, flow, "en"));
  const passed: Storm = { tenant, calls: [], kills: [], restarts: 0, rotations: 0, settledAfterMs: 0 };
  const length = options.minutes * 60_000;
  const begin = Date.now();
  const at = async (offset: number) => delay(Math.max(0, begin + offset - Date.now()));

  const arrivals = moments(options.calls, length, random);
  const planned = arrivals.map((_, index) => planCall(numbers, index, random));
  const incidents = [
    ...moments(options.kills, length, random).map((offset) => ({ offset, kind: "kill" as const })),
    ...moments(options.rotations, length, random).map((offset) => ({ offset, kind: "rotate" as const })),
  ].sort((one, other) => one.offset - other.offset);

  const show = () =>
    progress.show(
      `Storm: ${passed.calls.length} of ${options.calls} calls, ${passed.kills.length} of ${options.kills} kills, ` +
        `${sum(kolog.simulator.faults)} wrong answers, ${tenant.endpoint.deliveries.length} deliveries, ${clock(Date.now() - begin)}`,
    );
  const shown = setInterval(show, 1000);

  const callers = (async () => {
    for (const [index, offset] of arrivals.entries()) {
      await at(offset);
      passed.calls.push(await kolog.placeCall(planned[index]!));
    }
  })();
  // One after another: a secret that is rotated while the server dies would be known to nobody.
  const trouble = (async () => {
    for (const { offset, kind } of incidents) {
      await at(offset);
      if (kind === "kill") await killAndStart(kolog, passed, options.downSeconds, progress);
      else await rotate(passed, progress);
    }
  })();
  await Promise.all([callers, trouble]);
  await Promise.all(passed.calls.map((call) => call.settled));

  const over = Date.now();
  while (Date.now() - over < options.budgetMinutes * 60_000 && (await unfinished(kolog, passed)) > 0) await delay(500);
  passed.settledAfterMs = Date.now() - over;
  clearInterval(shown);
  show();
  progress.end();
  return passed;
}

/** So many random moments, in order: what arrives independently of all else. */
function moments(count: number, length: number, random: () => number): number[] {
  return Array.from({ length: count }, () => random() * length).sort((one, other) => one - other);
}

function planCall(numbers: Map<Flow, string>, index: number, random: () => number): Omit<PlaceCallOptions, "from"> {
  const flow = flows[Math.floor(random() * flows.length)]!;
  const chance = random();
  return {
    to: numbers.get(flow)!,
    lastsMs: Math.floor(random() * 3000),
    hangsUp: random() < 0.2 ? "called" : "caller",
    ...(index % kSpeechEvery === 0 ? { audio: samplePath(speech[Math.floor(random() * speech.length)]!) } : { seconds: 1 + Math.floor(random() * 4) }),
    ...(chance < 0.03 ? { outcome: "busy" as const } : chance < 0.06 ? { outcome: "no-answer" as const } : {}),
    ...(chance > 0.98 ? { misbehaviour: { absent: 16102 as const } } : {}),
  };
}

async function killAndStart(kolog: Installation, passed: Storm, downSeconds: number, progress: Progress): Promise<void> {
  passed.kills.push(new Date());
  await kolog.server.kill();
  await delay(downSeconds * 1000);
  await kolog.server.start();
  passed.restarts += 1;
  progress.note(`Killed, and ready again after ${Date.now() - passed.kills.at(-1)!.getTime()} ms`);
}

async function rotate(passed: Storm, progress: Progress): Promise<void> {
  const { tenant } = passed;
  const answer = await tenant.api.post(`/api/webhook-endpoints/${tenant.endpointId}/rotate-secret`, {});
  const text = await answer.text();
  if (!answer.ok) throw new Error(`rotating the secret answered ${answer.status}: ${text}`);
  const { secret } = JSON.parse(text) as { secret: string };
  tenant.endpoint.formerSecret = tenant.endpoint.secret;
  tenant.endpoint.secret = secret;
  passed.rotations += 1;
  progress.note("The endpoint's secret was rotated");
}

/** How many calls have not come to their end yet. */
async function unfinished(kolog: Installation, { calls }: Storm): Promise<number> {
  const rows = await kolog.server.sql<{ call_sid: string }>(
    "SELECT call_sid FROM call_logs WHERE status IN ('no_recording', 'failed', 'busy', 'no-answer', 'canceled') " +
      "OR call_sid IN (SELECT call_sid FROM call_stages WHERE stage = 'delivered')",
  );
  const finished = new Set(rows.map(({ call_sid }) => call_sid));
  return calls.filter(({ sid }) => !finished.has(sid)).length;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
