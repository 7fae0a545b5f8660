// SPDX-License-Identifier: Apache-2.0
// After the storm: whether anything is lost, doubled or not to be believed, and what it took.
import type { Installation } from "../../tests/e2e/src/index.ts";
import type { Recording, SimulatedCall } from "../../tools/twilio-simulator/index.ts";
import { describeTimes } from "./calm.ts";
import type { Storm } from "./storm.ts";

export interface Findings {
  rows: [string, string | number][];
  /** One line each; empty when all is well. */
  complaints: string[];
}

export async function audit(kolog: Installation, storm: Storm, wallMs: number): Promise<Findings> {
  const { calls, tenant } = storm;
  const rows = await kolog.server.sql<{ call_sid: string; status: string }>("SELECT call_sid, status FROM call_logs");
  const statuses = new Map(rows.map(({ call_sid, status }) => [call_sid, status]));
  const lost = calls.filter((call) => !hasRightEnd(call, statuses.get(call.sid)));
  const placed = new Set(calls.map(({ sid }) => sid));
  const strangers = rows.filter(({ call_sid }) => !placed.has(call_sid));

  const announcements = new Map<string, Set<string>>();
  for (const { id, body } of tenant.endpoint.deliveries) {
    if (body.type !== "call.processed") continue;
    announcements.set(body.data.call_sid, (announcements.get(body.data.call_sid) ?? new Set<string>()).add(id));
  }
  const unannounced = calls.filter((call) => audible(call).length > 0 && !announcements.has(call.sid));
  const doubled = [...announcements].filter(([, ids]) => ids.size > 1);
  const wronglyAnnounced = calls.filter((call) => audible(call).length === 0 && announcements.has(call.sid));
  const unverified = tenant.endpoint.deliveries.filter(({ verified }) => !verified);

  const recordings = calls.flatMap(audible);
  const unfetched = recordings.filter(({ served }) => served === 0);
  const again = recordings.filter(({ served }) => served > 1);
  const againForNoReason = again.filter((recording) => !killFellBetween(recording, storm.kills));

  const jobs = await kolog.server.sql<{ kind: string; state: string; jobs: number }>(
    "SELECT kind, state, count(*) AS jobs FROM jobs GROUP BY kind, state ORDER BY kind, state",
  );
  const kinds = [...new Set(jobs.map(({ kind }) => kind))];
  const faults = kolog.simulator.faults;
  const { mediaFetches, mediaServed, requests, webhooks } = kolog.simulator.totals;
  const repeated = tenant.endpoint.deliveries.length - new Set(tenant.endpoint.deliveries.map(({ id }) => id)).size;

  return {
    rows: [
      ["calls", calls.length],
      ["  processed / without recording", `${count(statuses, "processed")} / ${calls.filter((call) => audible(call).length === 0).length}`],
      ["  met a dead server, left a message", calls.filter(({ fellBack }) => fellBack !== null).length],
      ["Twilio's webhooks", `${webhooks}, ${kolog.simulator.webhooks.filter(({ status }) => status === null).length} of them unanswered`],
      ["  answered in", describeTimes(kolog.simulator.webhooks.filter(({ status }) => status !== null).map(({ milliseconds }) => milliseconds))],
      ["requests to Twilio", requests],
      ["  answered wrongly", Object.entries(faults).map(([kind, times]) => `${kind} ${times}`).join(", ")],
      ["kills / restarts", `${storm.kills.length} / ${storm.restarts}`],
      ["recordings", recordings.length],
      ["  fetches / served whole", `${mediaFetches} / ${mediaServed}`],
      ["  served again after a kill", again.length - againForNoReason.length],
      ["  served again for no reason", againForNoReason.length],
      ["jobs", kinds.map((kind) => `${kind} ${total(jobs.filter((job) => job.kind === kind))}`).join(", ")],
      ["  given up", total(jobs.filter(({ state }) => state === "dead"))],
      ["deliveries", `${tenant.endpoint.deliveries.length} attempts, ${tenant.endpoint.deliveries.length - unverified.length} verified`],
      ["  repeated under the same webhook-id", repeated],
      ["  secrets rotated", storm.rotations],
      ["lost", lost.length + unannounced.length + unfetched.length],
      ["doubled", doubled.length + strangers.length + againForNoReason.length],
      ["at rest after", `${(storm.settledAfterMs / 1000).toFixed(1)} s`],
      ["wall time", `${(wallMs / 1000).toFixed(0)} s`],
    ],
    complaints: [
      ...lost.map((call) => `lost: ${call.sid} is ${statuses.get(call.sid) ?? "unknown"}\n${lastLines(kolog, call.sid)}`),
      ...unannounced.map(({ sid }) => `lost: ${sid} was never announced\n${lastLines(kolog, sid)}`),
      ...unfetched.map(({ sid, options }) => `lost: ${sid} of ${options.callSid} was never fetched`),
      ...doubled.map(([sid, ids]) => `doubled: ${sid} was announced as ${[...ids].join(" and ")}`),
      ...strangers.map(({ call_sid }) => `doubled: ${call_sid} is in the database, and nobody made that call`),
      ...againForNoReason.map(({ sid, served, options }) => `doubled: ${sid} of ${options.callSid} was fetched ${served} times`),
      ...wronglyAnnounced.map(({ sid }) => `wrong: ${sid} was announced as processed, and has no recording`),
      ...unverified.map(({ id }) => `wrong: the signature of ${id}`),
    ],
  };
}

/** The recordings that there is something to hear of. */
function audible(call: SimulatedCall): Recording[] {
  return call.recordings.filter(({ status }) => status === "completed");
}

function hasRightEnd(call: SimulatedCall, status: string | undefined): boolean {
  if (audible(call).length > 0) return status === "processed";
  return status !== undefined && ["no_recording", "busy", "no-answer", "canceled"].includes(status);
}

/** Whether the server was killed between a recording's first serving and its last: it may not have had time to keep the first. */
function killFellBetween({ servedAt }: Recording, kills: Date[]): boolean {
  const margin = 1000;
  return kills.some((kill) => kill.getTime() >= servedAt[0]!.getTime() - margin && kill <= servedAt.at(-1)!);
}

function count(statuses: Map<string, string>, status: string): number {
  return [...statuses.values()].filter((one) => one === status).length;
}

function total(jobs: { jobs: number }[]): number {
  return jobs.reduce((sum, { jobs: count }) => sum + count, 0);
}

function lastLines(kolog: Installation, sid: string): string {
  return kolog.logOf(sid).split("\n").slice(-8).map((line) => `    ${line}`).join("\n");
}
