// SPDX-License-Identifier: Apache-2.0
// The disk for recordings is full, or cannot be written to: it is said, nothing half-written stays, and the work goes on as
// soon as there is room. On a small file system of the test's own, where the machine lets one be mounted.
import type { SimulatedCall } from "@kolog/twilio-simulator";
import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Installation, samplePath, waitUntil, type Tenant } from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "kolog-disk-"));
const filler = join(folder, ".filler");
const mounted = mount(["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]);
const kNoMount = "this machine does not let a file system be mounted";

let kolog: Installation;
let tenant: Tenant;
let number: string;

function mount(parameters: string[]): boolean {
  try {
    execFileSync("mount", parameters, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

beforeAll(async () => {
  if (!mounted) return;
  kolog = await Installation.start({ env: { KOLOG_STORAGE_URL: `file:${folder}` } });
  tenant = await kolog.tenant("Hoarders");
  number = await kolog.number(tenant, "forward", "en");
});

afterAll(async () => {
  await kolog?.stop();
  if (mounted) execFileSync("umount", [folder]);
  rmSync(folder, { recursive: true, force: true });
});

/** Takes all room but so many bytes. */
function fill(but: number): void {
  writeFileSync(filler, "");
  const piece = Buffer.alloc(4096);
  let size = 0;
  try {
    for (;;) {
      appendFileSync(filler, piece);
      size += piece.length;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
  truncateSync(filler, size - but);
}

const place = (): Promise<SimulatedCall> => kolog.placeCall({ to: number, audio: samplePath("call-en-1"), seconds: 7 });

/** Until the worker has failed twice for this reason. */
async function fetchFails(callSid: string): Promise<void> {
  await waitUntil(`the fetch of ${callSid} was tried in vain`, 20_000, async () => {
    const [job] = await kolog.server.sql(`SELECT state, attempts FROM jobs WHERE name = 'fetch:${callSid}'`);
    return Number(job?.["attempts"]) >= 2;
  });
}

async function diagnosis(): Promise<string> {
  return (await kolog.server.command(["doctor"])).stdout;
}

it("full in the middle of a fetch: 507, nothing half-written, and processed once there is room", async ({ skip }) => {
  skip(!mounted, kNoMount);
  fill(8192);
  const call = await place();
  await call.settled;
  await fetchFails(call.sid);
  const answer = await tenant.api.download(call.sid);
  expect(answer.status).toBe(507);
  expect(await answer.json()).toMatchObject({ code: "storage_full" });
  await waitUntil("no fetch is under way", 10_000, () => readdirSync(join(folder, ".incoming")).length === 0);
  expect(existsSync(join(folder, `${call.sid}.mp3`))).toBe(false);
  expect((await tenant.api.call(call.sid)).status).toBe("processing");
  unlinkSync(filler);
  await kolog.rests(tenant, call.sid);
  expect((await tenant.api.download(call.sid)).status).toBe(200);
});

it("full to the last byte: not ready, and the doctor says so", async ({ skip }) => {
  skip(!mounted, kNoMount);
  fill(0);
  const ready = await fetch(`${kolog.server.url}/readyz`);
  expect(ready.status).toBe(503);
  expect(((await ready.json()) as { error: string }).error).toContain("full");
  expect(await diagnosis()).toContain("wrong   The disk is full");
  const call = await place();
  await call.settled;
  await fetchFails(call.sid);
  expect((await tenant.api.download(call.sid)).status).toBe(507);
  unlinkSync(filler);
  expect((await fetch(`${kolog.server.url}/readyz`)).status).toBe(200);
  await kolog.rests(tenant, call.sid);
});

it("read-only: not ready, what is there is played, and the rest is fetched once it can be written to", async ({ skip }) => {
  skip(!mounted, kNoMount);
  const before = await place();
  await before.settled;
  await kolog.rests(tenant, before.sid);
  execFileSync("mount", ["-o", "remount,ro", folder]);
  try {
    expect((await fetch(`${kolog.server.url}/readyz`)).status).toBe(503);
    expect(await diagnosis()).toContain("cannot be written to");
    expect((await tenant.api.download(before.sid)).status).toBe(200);
    const call = await place();
    await call.settled;
    await fetchFails(call.sid);
    expect((await tenant.api.download(call.sid)).status).toBe(503);
    execFileSync("mount", ["-o", "remount,rw", folder]);
    await kolog.rests(tenant, call.sid);
    expect((await tenant.api.download(call.sid)).status).toBe(200);
  } finally {
    execFileSync("mount", ["-o", "remount,rw", folder]);
  }
});
