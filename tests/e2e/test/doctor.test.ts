// SPDX-License-Identifier: Apache-2.0
// `kolog doctor` finds each fault of an installation where it really is, beside the running server, and touches nothing.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { chmod, mkdtemp, readdir, rename, rm, stat, truncate, unlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort, Installation, samplePath, waitUntil, type Tenant } from "../src/index.ts";

interface Finding {
  verdict: "ok" | "warning" | "wrong";
  subject: string;
  text: string;
  advice: string;
}

let kolog: Installation;
let tenant: Tenant;
let callSid: string;

beforeAll(async () => {
  kolog = await Installation.start();
  tenant = await kolog.tenant("Patients");
  const number = await kolog.number(tenant, "forward", "en");
  const call = await kolog.placeCall({ to: number, audio: samplePath("call-en-1"), seconds: 7 });
  await call.settled;
  await kolog.rests(tenant, call.sid);
  callSid = call.sid;
});

afterAll(async () => kolog?.stop());

async function examine(env: Record<string, string> = {}): Promise<{ status: number; findings: Finding[]; healthy: boolean }> {
  const { status, stdout, stderr } = await kolog.server.command(["doctor", "--json"], env);
  expect(stderr).toBe("");
  return { status, ...(JSON.parse(stdout) as { findings: Finding[]; healthy: boolean }) };
}

/** The finding that is expected, and that it alone is wrong or warned of beside what a test's installation always has. */
async function findsOnly(subject: string, verdict: "warning" | "wrong", env: Record<string, string> = {}): Promise<Finding> {
  const { status, findings, healthy } = await examine(env);
  const faults = findings.filter((finding) => finding.verdict !== "ok" && !usual(finding));
  expect(faults.map((finding) => finding.subject)).toEqual([subject]);
  expect(faults[0]!.verdict).toBe(verdict);
  expect(faults[0]!.advice).not.toBe("");
  expect(status).toBe(verdict === "wrong" ? 1 : 0);
  expect(healthy).toBe(verdict !== "wrong");
  return faults[0]!;
}

/** The demo model, and an address without https. */
function usual(finding: Finding): boolean {
  return finding.verdict === "warning" && (finding.subject === "model" || finding.text.startsWith("public_url is http://"));
}

const fileOf = (sid: string) => join(kolog.server.dataDir, "recordings", `${sid}.mp3`);
const longAgo = new Date(Date.now() - 3_600_000);

it("finds a sound installation sound, in plain words and in JSON", async () => {
  const { status, findings } = await examine();
  expect(findings.filter((finding) => finding.verdict !== "ok" && !usual(finding))).toEqual([]);
  expect(status).toBe(0);
  expect(new Set(findings.map(({ subject }) => subject))).toEqual(
    new Set(["database", "key_file", "disk", "files", "jobs", "retention", "model", "numbers", "twilio_account", "clock", "public_url"]),
  );
  const { stdout } = await kolog.server.command(["doctor"]);
  expect(stdout).toContain(`ok      This installation answers at ${kolog.server.url}`);
  expect(stdout).toContain("ok      Recordings are kept for 7 days");
});

it("makes nothing where there is nothing", async () => {
  const empty = await mkdtemp(join(tmpdir(), "kolog-doctor-"));
  try {
    const { status, findings } = await examine({ KOLOG_DATA_DIR: join(empty, "data") });
    expect(status).toBe(1);
    for (const subject of ["database", "storage", "key_file"]) {
      expect(findings.find((finding) => finding.subject === subject)).toMatchObject({ verdict: "wrong" });
    }
    expect(await readdir(empty)).toEqual([]);
  } finally {
    await rm(empty, { recursive: true });
  }
});

describe("files", () => {
  it("without a call", async () => {
    const orphan = fileOf("CA000000000000000000000000000000ff");
    await writeFile(orphan, "sound");
    expect((await examine()).findings.some(({ subject }) => subject === "orphan_file"), "it may be on its way").toBe(false);
    await utimes(orphan, longAgo, longAgo);
    expect((await findsOnly("orphan_file", "warning")).text).toContain("CA000000000000000000000000000000ff.mp3");
    await unlink(orphan);
  });

  it("that are missing", async () => {
    await rename(fileOf(callSid), `${kolog.server.dataDir}/aside`);
    expect((await findsOnly("missing_file", "wrong")).text).toContain(callSid);
    await rename(`${kolog.server.dataDir}/aside`, fileOf(callSid));
  });

  it("that are not as long as they were", async () => {
    const { size } = await stat(fileOf(callSid));
    await truncate(fileOf(callSid), size - 1);
    expect((await findsOnly("changed_file", "wrong")).text).toContain(callSid);
    // Whoever plays it gets it whole, fetched anew.
    expect((await tenant.api.download(callSid)).status).toBe(200);
    expect((await stat(fileOf(callSid))).size).toBe(size);
    expect((await examine()).status).toBe(0);
  });

  it("that their call does not know of", async () => {
    await kolog.server.sql(`UPDATE audio_files SET fetched_at = NULL WHERE call_sid = '${callSid}'`);
    await utimes(fileOf(callSid), longAgo, longAgo);
    await findsOnly("unknown_file", "warning");
    expect((await tenant.api.download(callSid)).status).toBe(200);
  });
});

describe("work", () => {
  const job = (name: string, state: string, runAt: number, leaseUntil = 0, error = "") =>
    kolog.server.sql(
      `INSERT INTO jobs (name, kind, subject, state, run_at_ms, lease_owner, lease_until_ms, asked_at_ms, last_error)
       VALUES ('${name}:x', '${name}', 'x', '${state}', ${runAt}, 'worker_gone', ${leaseUntil}, ${runAt}, '${error}')`,
    );
  const forget = (name: string) => kolog.server.sql(`DELETE FROM jobs WHERE name = '${name}:x'`);

  it("that nobody begins", async () => {
    await job("knit", "ready", Date.now() - 16 * 60_000);
    expect((await findsOnly("waiting_job", "wrong")).advice).toContain("Is a worker running?");
    await forget("knit");
  });

  it("that somebody began and nobody ends", async () => {
    await job("knit", "leased", Date.now() - 3_600_000, Date.now() - 6 * 60_000);
    expect((await findsOnly("abandoned_job", "wrong")).text).toContain("knit:x");
    await forget("knit");
  });

  it("that was given up, and why", async () => {
    await job("knit", "dead", Date.now(), 0, "the wool is out");
    expect((await findsOnly("dead_job", "warning")).text).toContain("the wool is out");
    await forget("knit");
  });

  it("that is only a little late is no fault", async () => {
    await job("knit", "ready", Date.now() - 60_000);
    expect((await examine()).status).toBe(0);
    await forget("knit");
  });
});

it("deletions that Twilio refuses, with its answer", async () => {
  await kolog.server.sql(
    `INSERT INTO audio_deletions (call_sid, target, business_id, reason, asked_at, attempts, answer)
     VALUES ('${callSid}', '/2010-04-01/Accounts/AC00000000000000000000000000000001/Recordings/RE00000000000000000000000000000001',
             '${tenant.id}', 'retention', '2026-01-01 00:00:00.000', 3, 'Twilio refuses the credentials')`,
  );
  const finding = await findsOnly("deletion", "wrong");
  expect(finding.text).toContain("RE00000000000000000000000000000001");
  expect(finding.text).toContain("Twilio refuses the credentials");
  await kolog.server.sql("DELETE FROM audio_deletions");
});

it("recordings that outlived their days", async () => {
  await kolog.server.sql(`UPDATE call_logs SET created_at = '2020-01-01 00:00:00.000' WHERE call_sid = '${callSid}'`);
  await findsOnly("retention", "wrong");
  await kolog.server.sql(`UPDATE call_logs SET created_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE call_sid = '${callSid}'`);
});

describe("Twilio", () => {
  it("refuses the installation's token", async () => {
    const finding = await findsOnly("twilio_account", "wrong", { TWILIO_AUTH_TOKEN: "ffffffffffffffffffffffffffffffff" });
    expect(finding.text).toContain("refuses the credentials");
    expect(finding.text).not.toContain("ffffffff");
  });

  it("does not answer", async () => {
    const finding = await findsOnly("twilio_account", "warning", { KOLOG_TWILIO_API_URL: `http://127.0.0.1:${await freePort()}` });
    expect(finding.advice).toContain("Nothing is lost");
  });

  it("is not configured", async () => {
    await findsOnly("twilio_account", "wrong", { TWILIO_AUTH_TOKEN: "" });
  });
});

describe("the public address", () => {
  async function answering(status: number, body: string, look: (url: string) => Promise<void>): Promise<void> {
    const server = createServer((_, response) => response.writeHead(status, { "Content-Type": "application/json" }).end(body));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      await look(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    } finally {
      server.close();
    }
  }

  it("answers to nobody", async () => {
    await findsOnly("public_url", "wrong", { KOLOG_PUBLIC_URL: `http://127.0.0.1:${await freePort()}` });
  });

  it("is something else's", async () => {
    for (const body of ["", "[]", '{"status":"ok"}', '{"instance":7}', "<html>"]) {
      await answering(200, body, async (url) => {
        expect((await findsOnly("public_url", "wrong", { KOLOG_PUBLIC_URL: url })).text).toContain("something else");
      });
    }
    await answering(502, "", async (url) => {
      expect((await findsOnly("public_url", "wrong", { KOLOG_PUBLIC_URL: url })).text).toContain("502");
    });
  });

  it("is another installation's", async () => {
    await answering(200, '{"status":"ok","instance":"00000000000000000000000000000000"}', async (url) => {
      expect((await findsOnly("public_url", "wrong", { KOLOG_PUBLIC_URL: url })).text).toContain("another installation");
    });
  });
});

it("a key file that others may read", async () => {
  const file = join(kolog.server.dataDir, "secret.key");
  await chmod(file, 0o644);
  const { status, findings } = await examine();
  expect(findings.find(({ subject }) => subject === "key_file")).toMatchObject({ verdict: "wrong" });
  expect(findings.find(({ subject }) => subject === "key_file")!.text).toContain("chmod 600");
  expect(status).toBe(1);
  await chmod(file, 0o600);
});

it("little room for recordings", async () => {
  expect((await findsOnly("disk", "warning", { KOLOG_DISK_LOW_BYTES: String(2 ** 60) })).advice).toContain("Make room");
});

it("a server that does not run", async () => {
  await kolog.server.stop();
  await findsOnly("public_url", "wrong");
  await kolog.server.start();
  await waitUntil("it is well again", 10_000, async () => (await examine()).status === 0);
});
