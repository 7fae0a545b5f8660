// SPDX-License-Identifier: Apache-2.0
// How soon a recording can be played when nothing goes wrong: from the moment at which Twilio says that it is complete.
import { performance } from "node:perf_hooks";
import { waitUntil, type Installation, type Tenant } from "../../tests/e2e/src/index.ts";
import { listen } from "./setting.ts";

/** Seconds of sound in each call: 80 KB as MP3. */
export const kCallSeconds = 20;

export interface CalmTimes {
  what: string;
  milliseconds: number[];
}

export async function calmPhase(kolog: Installation, calls: number): Promise<CalmTimes[]> {
  const tenant = await kolog.tenant("Calm");
  const number = await kolog.number(tenant, "forward", "en");
  const times: CalmTimes[] = [];
  // The first call of all pays for what is made only once.
  await stored(kolog, tenant, number, 3, 1);
  for (const atOnce of [1, 8]) {
    const how = atOnce === 1 ? "one at a time" : `${atOnce} at once`;
    process.stderr.write(`Calm: ${calls} calls, ${how}\n`);
    times.push({ what: `file is stored, ${how}`, milliseconds: await stored(kolog, tenant, number, calls, atOnce) });
    times.push({ what: `download's first byte, ${how}`, milliseconds: await downloaded(kolog, tenant, number, calls, atOnce) });
  }
  return times;
}

export function describeTimes(milliseconds: number[]): string {
  const sorted = [...milliseconds].sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
  return `median ${at(0.5).toFixed(0)} ms, 99th percentile ${at(0.99).toFixed(0)} ms`;
}

/** Until the database says that the file is there. */
async function stored(kolog: Installation, tenant: Tenant, to: string, calls: number, atOnce: number): Promise<number[]> {
  const said = new Map<string, number>();
  const stop = listen(({ at, parameters }) => {
    if (parameters["RecordingStatus"] === "completed") said.set(parameters["CallSid"]!, Date.parse(at));
  });
  await inTurn(calls, atOnce, async () => {
    const call = await kolog.placeCall({ to, seconds: kCallSeconds });
    await call.settled;
    await announced(tenant, call.sid);
  });
  stop();
  const rows = await kolog.server.sql<{ call_sid: string; fetched_at: string }>("SELECT call_sid, fetched_at FROM audio_files");
  return rows.flatMap(({ call_sid, fetched_at }) => {
    const since = said.get(call_sid);
    return since === undefined ? [] : [Date.parse(`${fetched_at.replace(" ", "T")}Z`) - since];
  });
}

/** Until a listener who asks at once has the first byte. */
async function downloaded(kolog: Installation, tenant: Tenant, to: string, calls: number, atOnce: number): Promise<number[]> {
  const times: number[] = [];
  const listeners: Promise<void>[] = [];
  const stop = listen(({ milliseconds, parameters }) => {
    if (parameters["RecordingStatus"] !== "completed") return;
    listeners.push(firstByte(tenant, parameters["CallSid"]!).then((arrived) => void times.push(arrived - asked)));
    const asked = performance.now() - milliseconds;
  });
  await inTurn(calls, atOnce, async () => {
    const call = await kolog.placeCall({ to, seconds: kCallSeconds });
    await call.settled;
    await announced(tenant, call.sid);
  });
  stop();
  await Promise.all(listeners);
  return times;
}

async function firstByte(tenant: Tenant, callSid: string): Promise<number> {
  for (;;) {
    const answer = await tenant.api.download(callSid);
    if (answer.status === 200) {
      const reader = answer.body!.getReader();
      await reader.read();
      const arrived = performance.now();
      await reader.cancel();
      return arrived;
    }
    // Not ready yet: a player asks again.
    await answer.arrayBuffer();
    if (answer.status !== 503) throw new Error(`the download of ${callSid} answered ${answer.status}`);
  }
}

async function announced(tenant: Tenant, callSid: string): Promise<void> {
  await waitUntil(`${callSid} is announced`, 60_000, () => tenant.endpoint.deliveries.some(({ body }) => body.data.call_sid === callSid));
}

async function inTurn(times: number, atOnce: number, work: () => Promise<void>): Promise<void> {
  let left = times;
  const worker = async () => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
