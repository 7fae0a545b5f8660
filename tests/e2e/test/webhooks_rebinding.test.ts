// SPDX-License-Identifier: Apache-2.0
// A host's name that leads to the public internet when it is checked, and to this machine a moment later. The program runs in a
// mount namespace whose name server is the attacker's.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it, type TestContext } from "vitest";
import { Installation, NameServer, waitUntil, type DeliveryDetail, type Tenant, type WebhookEndpoint } from "../src/index.ts";

const kNameServer = "127.0.0.77";
/** Of a part of the public internet that is given to nobody: what is sent there arrives nowhere. */
const kPublic = "2d00::1";

/** Runs what follows with another list of name servers. */
const withNameServers = (file: string) => ["unshare", "-m", "--", "sh", "-c", 'mount --bind "$0" /etc/resolv.conf && exec "$@"', file];

let folder: string;
let listener: Server;
let connections = 0;
/** Why this machine cannot run these tests; empty: it can. */
let obstacle = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kolog-rebinding-"));
  await writeFile(join(folder, "resolv.conf"), `nameserver ${kNameServer}\noptions timeout:2 attempts:2\n`);
  listener = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const probe = new NameServer({}, {});
  try {
    const [program, ...parameters] = withNameServers(join(folder, "resolv.conf"));
    await promisify(execFile)(program!, [...parameters, "true"]);
    await probe.start(kNameServer);
    await probe.stop();
  } catch (error) {
    obstacle = `a mount namespace or port 53 is not to be had: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`;
  }
});

afterAll(async () => {
  listener?.close();
  await rm(folder, { recursive: true, force: true });
});

async function within(
  context: TestContext,
  names: NameServer,
  env: Record<string, string>,
  work: (kolog: Installation, tenant: Tenant) => Promise<void>,
): Promise<void> {
  context.skip(obstacle !== "", obstacle);
  await names.start(kNameServer);
  // The tenant's usual endpoint is on this machine: it is made while that is allowed.
  const kolog = await Installation.start({ surroundings: withNameServers(join(folder, "resolv.conf")) });
  try {
    const tenant = await kolog.tenant("Plumbers");
    await kolog.restart(env);
    await work(kolog, tenant);
  } finally {
    await kolog.stop();
    await names.stop();
  }
}

async function test(tenant: Tenant, host: string): Promise<string> {
  const port = (listener.address() as AddressInfo).port;
  const made = await tenant.api.post("/api/webhook-endpoints", { url: `https://${host}:${port}/`, events: ["call.processed"] });
  expect(made.status).toBe(201);
  const { id } = (await made.json()) as WebhookEndpoint;
  const asked = await tenant.api.post(`/api/webhook-endpoints/${id}/test`, undefined);
  expect(asked.status).toBe(202);
  return ((await asked.json()) as { id: string }).id;
}

it("is not reached where it leads after it was checked", async (context) => {
  connections = 0;
  const names = new NameServer({ aaaa: kPublic }, { a: "127.0.0.1" });
  await within(context, names, { KOLOG_ALLOW_PRIVATE_WEBHOOKS: "false" }, async (_, tenant) => {
    const id = await test(tenant, "hooks.rebinding.test");
    const delivery = () => tenant.api.json<DeliveryDetail>(`/api/webhook-deliveries/${id}`);
    const [first] = await waitUntil("the first attempt is over", 20_000, async () => {
      const { attempt_log: log } = await delivery();
      return log.length > 0 ? log : null;
    });
    expect(first).toMatchObject({ address: kPublic, status: null });
    expect(names.lookups("hooks.rebinding.test")).toBe(1);
    const failed = await waitUntil("the second attempt is refused", 20_000, async () => {
      const now = await delivery();
      return now.state === "failed" ? now : null;
    });
    expect(failed.last_error).toContain("not on the public internet");
    expect(failed.attempt_log.at(-1)).toMatchObject({ address: null, request_headers: [], status: null });
  });
  expect(connections).toBe(0);
});

it("is not reached through a private address beside a public one", async (context) => {
  connections = 0;
  const both = { aaaa: kPublic, a: "127.0.0.1" };
  await within(context, new NameServer(both, both), { KOLOG_ALLOW_PRIVATE_WEBHOOKS: "false" }, async (_, tenant) => {
    const id = await test(tenant, "hooks.rebinding.test");
    await waitUntil("it is refused", 20_000, async () => (await tenant.api.json<DeliveryDetail>(`/api/webhook-deliveries/${id}`)).state === "failed");
  });
  expect(connections).toBe(0);
});

it("would be reached there if private addresses were allowed", async (context) => {
  connections = 0;
  const there = { a: "127.0.0.1" };
  await within(context, new NameServer(there, there), { KOLOG_ALLOW_PRIVATE_WEBHOOKS: "true" }, async (_, tenant) => {
    await test(tenant, "hooks.rebinding.test");
    await waitUntil("somebody connects", 20_000, () => connections > 0);
  });
});
