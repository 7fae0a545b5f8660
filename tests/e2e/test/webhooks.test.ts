// SPDX-License-Identifier: Apache-2.0
// A business's webhook endpoints, from the secret that is shown once to the log of every attempt, with the real program.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  freePort,
  Installation,
  repositoryPath,
  samplePath,
  waitUntil,
  type Answer,
  type Delivery,
  type DeliveryDetail,
  type DeliveryItem,
  type ErrorBody,
  type Page,
  type ReceiverEndpoint,
  type Tenant,
  type WebhookEndpoint,
} from "../src/index.ts";

let kolog: Installation;
let tenant: Tenant;
let other: Tenant;
let count = 0;

beforeAll(async () => {
  kolog = await Installation.start({ env: { KOLOG_WEBHOOK_LOG_BODY_BYTES: "7" } });
  tenant = await kolog.tenant("Glaziers");
  other = await kolog.tenant("Painters");
});

afterAll(async () => kolog?.stop());

interface Made {
  id: string;
  path: string;
  receiver: ReceiverEndpoint;
}

/** A fresh endpoint of the tenant's, so that tests do not meet one another's deliveries. */
async function endpoint(answers: Answer[] = []): Promise<Made> {
  count += 1;
  const receiver = kolog.receiver.endpoint(`endpoint-${count}`);
  receiver.answers.push(...answers);
  const made = await tenant.api.post("/api/webhook-endpoints", { url: receiver.url, events: ["call.processed"] });
  expect(made.status).toBe(201);
  const { id, secret } = (await made.json()) as WebhookEndpoint;
  receiver.secret = secret!;
  return { id, path: `/api/webhook-endpoints/${id}`, receiver };
}

async function change(made: Made, changes: Partial<WebhookEndpoint>): Promise<WebhookEndpoint> {
  const changed = await tenant.api.request("PATCH", made.path, { json: changes });
  expect(changed.status).toBe(200);
  return (await changed.json()) as WebhookEndpoint;
}

async function rotate(made: Made): Promise<WebhookEndpoint & { secret: string }> {
  const rotated = await tenant.api.post(`${made.path}/rotate-secret`, undefined);
  expect(rotated.status).toBe(200);
  return (await rotated.json()) as WebhookEndpoint & { secret: string };
}

/** Asks for a test event; its webhook-id. */
async function test(made: Pick<Made, "id" | "path">): Promise<string> {
  const asked = await tenant.api.post(`${made.path}/test`, undefined);
  expect(asked.status).toBe(202);
  return ((await asked.json()) as { id: string }).id;
}

const delivery = (id: string) => tenant.api.json<DeliveryDetail>(`/api/webhook-deliveries/${id}`);

function inState(id: string, state: DeliveryItem["state"]): Promise<DeliveryDetail> {
  return waitUntil(`${id} is ${state}`, 30_000, async () => {
    const now = await delivery(id);
    return now.state === state ? now : null;
  });
}

function received(made: Made, number: number, budgetMs = 20_000): Promise<Delivery[]> {
  return waitUntil(`${number} requests came to ${made.path}`, budgetMs, () => {
    return made.receiver.deliveries.length >= number ? made.receiver.deliveries : null;
  });
}

function isSignedWith(secret: string, { text, headers }: Delivery): boolean {
  try {
    new Webhook(secret).verify(text, headers);
    return true;
  } catch {
    return false;
  }
}

it("sends a test event that any Standard Webhooks library verifies", async () => {
  const made = await endpoint();
  const id = await test(made);
  const [request] = await received(made, 1);
  expect(request).toMatchObject({ id, method: "POST", contentType: "application/json", verified: true });
  expect(request!.body).toMatchObject({ type: "webhook.test", data: { endpoint_id: made.id } });
  expect(Date.parse(request!.body.timestamp)).toBeGreaterThan(Date.now() - 60_000);
  expect(await inState(id, "delivered")).toMatchObject({ event: "webhook.test", call_sid: null, attempts: 1, last_status: 204, next_attempt_at: null });
});

it("signs with both secrets while one is rotated, and then with the new one alone", async () => {
  const made = await endpoint();
  const former = made.receiver.secret;
  await kolog.restart({ KOLOG_WEBHOOK_SECRET_OVERLAP: "4" });
  const rotated = await rotate(made);
  const end = Date.parse(rotated.previous_secret_until!);
  await test(made);
  const [during] = await received(made, 1);
  expect(during!.headers["webhook-signature"]!.split(" ")).toHaveLength(2);
  expect([rotated.secret, former].map((secret) => isSignedWith(secret, during!))).toEqual([true, true]);

  await waitUntil("the former secret is over", 10_000, () => Date.now() > end);
  await test(made);
  const [, after] = await received(made, 2);
  expect(after!.headers["webhook-signature"]!.split(" ")).toHaveLength(1);
  expect([rotated.secret, former].map((secret) => isSignedWith(secret, after!))).toEqual([true, false]);
  expect((await tenant.api.json<WebhookEndpoint>(made.path)).previous_secret_until).toBeNull();
  await kolog.restart();
});

it("shows a secret once, and keeps it nowhere in plain", async () => {
  const made = await endpoint();
  const former = made.receiver.secret;
  const { secret } = await rotate(made);
  await inState(await test(made), "delivered");
  const answers = await Promise.all(
    ["/api/webhook-endpoints", made.path, "/api/webhook-deliveries", `/api/webhook-deliveries/${made.receiver.deliveries[0]!.id}`].map(async (path) =>
      (await tenant.api.get(path)).text(),
    ),
  );
  const files = await Promise.all(
    (await readdir(kolog.server.dataDir)).filter((name) => name.startsWith("kolog.db")).map((name) => readFile(join(kolog.server.dataDir, name), "latin1")),
  );
  expect(files.join("")).toContain(made.id);
  for (const text of [...answers, ...files, kolog.server.log]) {
    for (const each of [former, secret]) expect(text.includes(each.slice("whsec_".length))).toBe(false);
  }
});

it("lets deliveries wait while their endpoint is paused, and sends each once when it goes on", async () => {
  const made = await endpoint();
  expect((await change(made, { paused: true })).paused).toBe(true);
  const ids = [await test(made), await test(made)];
  const names = ids.map((id) => `'deliver:${id}'`).join(", ");
  const due = `SELECT name FROM jobs WHERE state IN ('ready', 'leased') AND name IN (${names})`;
  await waitUntil("nothing is left to be sent", 10_000, async () => (await kolog.server.sql(due)).length === 0);
  expect(made.receiver.deliveries).toEqual([]);
  for (const id of ids) expect(await delivery(id)).toMatchObject({ state: "pending", attempts: 0, next_attempt_at: null });
  await change(made, { paused: false });
  for (const id of ids) await inState(id, "delivered");
  expect(made.receiver.deliveries.map(({ id }) => id).sort()).toEqual([...ids].sort());
});

it("switches an endpoint off that answers 410, and back on when its owner says so", async () => {
  const made = await endpoint([{ status: 500 }, { status: 410 }]);
  const waiting = await test(made);
  await received(made, 1);
  await waitUntil("the first is to be tried again", 10_000, async () => (await delivery(waiting)).attempts === 1);
  const gone = await test(made);
  expect(await inState(gone, "failed")).toMatchObject({ last_status: 410, next_attempt_at: null });
  const off = await tenant.api.json<WebhookEndpoint>(made.path);
  expect(off.enabled).toBe(false);
  expect(off.disabled_reason).toMatch(/^It answered 410 Gone at \d{4}-/);
  expect((await delivery(waiting)).state).toBe("failed");
  expect((await tenant.api.post(`${made.path}/test`, undefined)).status).toBe(409);
  expect((await tenant.api.post(`/api/webhook-deliveries/${gone}/replay`, undefined)).status).toBe(409);

  expect(await change(made, { enabled: true })).toMatchObject({ enabled: true, disabled_reason: null });
  expect((await tenant.api.post(`/api/webhook-deliveries/${waiting}/replay`, undefined)).status).toBe(202);
  await inState(waiting, "delivered");
  expect(made.receiver.deliveries.map(({ status }) => status)).toEqual([500, 410, 204]);
});

it("waits as long as the endpoint asks, and says until when", async () => {
  const made = await endpoint([{ status: 503, headers: { "Retry-After": "8" } }]);
  const id = await test(made);
  await received(made, 1);
  const putOff = await waitUntil("the next attempt is known", 10_000, async () => {
    const now = await delivery(id);
    return now.next_attempt_at !== null && now.attempts === 1 ? now : null;
  });
  const [first] = putOff.attempt_log;
  expect(Date.parse(putOff.next_attempt_at!) - Date.parse(first!.at)).toBeGreaterThanOrEqual(8_000);
  const [before, after] = await received(made, 2, 30_000);
  expect(after!.at - before!.at).toBeGreaterThanOrEqual(7_900);
  expect(after!.id).toBe(before!.id);
  await inState(id, "delivered");
});

it("keeps every attempt: what went out, where to, and what came back", async () => {
  const made = await endpoint([{ status: 500, headers: { "X-Reason": "upset" }, body: "שלום, world" }]);
  const id = await test(made);
  const { body, attempt_log: log, attempts } = await inState(id, "delivered");
  expect(attempts).toBe(2);
  expect(log.map(({ number, status }) => [number, status])).toEqual([[1, 500], [2, 204]]);
  const [first] = log;
  expect(first).toMatchObject({ address: "127.0.0.1", url: made.receiver.url, error: "The endpoint answered 500" });
  expect(first!.duration_ms).toBeGreaterThanOrEqual(0);
  expect(first!.response_body, "seven bytes end in a letter").toBe("שלו\uFFFD");
  expect(first!.response_headers).toContainEqual({ name: "X-Reason", value: "upset" });
  // What is in the log is what was sent.
  const [request] = made.receiver.deliveries;
  expect(request!.text).toBe(body);
  for (const { name, value } of first!.request_headers) expect([name, request!.headers[name.toLowerCase()]]).toEqual([name, value]);
  expect(first!.request_headers.map(({ name }) => name.toLowerCase())).toEqual(
    expect.arrayContaining(["host", "content-type", "webhook-id", "webhook-timestamp", "webhook-signature"]),
  );
});

it("tells of a call, and sends it again under the same webhook-id", async () => {
  const call = await kolog.placeCall({ to: await kolog.number(tenant, "forward", "en"), audio: samplePath("call-en-1"), seconds: 7 });
  await call.settled;
  await kolog.rests(tenant, call.sid);
  const told = await tenant.api.json<Page<DeliveryItem>>(`/api/webhook-deliveries?call_sid=${call.sid}&endpoint_id=${tenant.endpointId}`);
  expect(told.items.map(({ event, state }) => [event, state])).toEqual([["call.processed", "delivered"]]);
  const { id } = told.items[0]!;
  const before = tenant.endpoint.deliveries.length;
  const replayed = await tenant.api.post(`/api/webhook-deliveries/${id}/replay`, undefined);
  expect(replayed.status).toBe(202);
  expect(await replayed.json()).toMatchObject({ id, state: "pending" });
  await waitUntil("it comes again", 20_000, () => tenant.endpoint.deliveries.length > before);
  const [first, again] = tenant.endpoint.deliveries.filter((each) => each.id === id);
  expect(again!.text).toBe(first!.text);
  expect(again!.verified).toBe(true);
  expect((await inState(id, "delivered")).attempt_log.map(({ number }) => number)).toEqual([1, 2]);
});

it("pages through the deliveries, newest first", async () => {
  const made = await endpoint();
  const ids: string[] = [];
  for (let i = 0; i < 5; i += 1) ids.unshift(await test(made));
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: string = `?endpoint_id=${made.id}&limit=2${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`;
    const page: Page<DeliveryItem> = await tenant.api.json(`/api/webhook-deliveries${query}`);
    expect(page.total).toBe(5);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.next_cursor;
  }
  expect(new Set(seen)).toEqual(new Set(ids));
  expect(seen).toHaveLength(5);
});

it("tells nothing to a server whose certificate nobody vouches for, and says why", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kolog-certificate-"));
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  await promisify(execFile)("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"],
    ...["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
  ]);
  let requests = 0;
  const server = createServer({ key: await readFile(key), cert: await readFile(certificate) }, (_, response) => {
    requests += 1;
    response.writeHead(204).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const made = await tenant.api.post("/api/webhook-endpoints", { url, events: ["call.processed"] });
    const { id } = (await made.json()) as WebhookEndpoint;
    const sent = await test({ id, path: `/api/webhook-endpoints/${id}` });
    const tried = await waitUntil("it was tried", 20_000, async () => {
      const now = await delivery(sent);
      return now.attempts > 0 ? now : null;
    });
    expect(tried).toMatchObject({ state: "pending", last_status: null });
    expect(tried.last_error).toContain("certificate");
    expect(requests).toBe(0);
    await tenant.api.request("DELETE", `/api/webhook-endpoints/${id}`);
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
});

describe("the receiver that the documentation shows", () => {
  let receiver: ChildProcess;
  let output = "";
  let port: number;
  let folder: string;

  afterAll(async () => {
    receiver?.kill();
    await rm(folder, { recursive: true, force: true });
  });

  it("takes what is genuine once, and nothing else", async () => {
    const source = /```js\n([\s\S]*?)```/.exec(await readFile(repositoryPath("docs/webhooks.md"), "utf8"))![1]!;
    folder = await mkdtemp(join(tmpdir(), "kolog-receiver-"));
    await writeFile(join(folder, "receiver.mjs"), source);
    port = await freePort();
    const url = `http://127.0.0.1:${port}/hooks/kolog`;
    const made = await tenant.api.post("/api/webhook-endpoints", { url, events: ["call.processed"] });
    const { id, secret } = (await made.json()) as WebhookEndpoint;
    receiver = spawn(process.execPath, [join(folder, "receiver.mjs")], { env: { WEBHOOK_SECRET: secret, PORT: String(port) }, stdio: ["ignore", "pipe", "inherit"] });
    receiver.stdout!.on("data", (part: Buffer) => void (output += part.toString("utf8")));
    await waitUntil("the receiver listens", 10_000, async () => (await fetch(url, { method: "POST" })).status === 401);

    const path = `/api/webhook-endpoints/${id}`;
    const delivered = await inState(await test({ id, path }), "delivered");
    expect(delivered.last_status).toBe(204);
    expect(output).toBe("webhook.test \n");
    expect((await tenant.api.post(`/api/webhook-deliveries/${delivered.id}/replay`, undefined)).status).toBe(202);
    expect(await inState(delivered.id, "delivered")).toMatchObject({ attempts: 2, last_status: 204 });
    expect(output, "a webhook-id counts once").toBe("webhook.test \n");

    const sent = Object.fromEntries(delivered.attempt_log[0]!.request_headers.map(({ name, value }) => [name, value]));
    const send = async (body: string, changes: Record<string, string> = {}) => {
      const { Host: _, "Content-Length": __, ...headers } = { ...sent, ...changes };
      return (await fetch(url, { method: "POST", headers, body })).status;
    };
    expect(await send(delivered.body)).toBe(204);
    expect(await send(delivered.body.replace("test", "rest"))).toBe(401);
    expect(await send(delivered.body, { "webhook-id": "msg_another" })).toBe(401);
    expect(await send(delivered.body, { "webhook-signature": "v1," })).toBe(401);
    expect(await send(delivered.body, { "webhook-timestamp": "soon" })).toBe(401);
    expect(await send(delivered.body, { "webhook-timestamp": String(Math.floor(Date.now() / 1000) - 600) })).toBe(401);
  });
});

it("is nobody else's: another business gets 404 on each route, a member 403 on each change", async () => {
  const made = await endpoint();
  const id = await test(made);
  await inState(id, "delivered");
  await kolog.user("member@glaziers.example", tenant.id, "member");
  const member = await kolog.login("member@glaziers.example");
  const before = await tenant.api.json<WebhookEndpoint>(made.path);
  const routes: [method: string, path: string, json?: unknown][] = [
    ["GET", made.path],
    ["PATCH", made.path, { url: "https://attacker.example.com/" }],
    ["POST", `${made.path}/rotate-secret`],
    ["POST", `${made.path}/test`],
    ["GET", `/api/webhook-deliveries/${id}`],
    ["POST", `/api/webhook-deliveries/${id}/replay`],
    ["DELETE", made.path],
  ];
  for (const [method, path, json] of routes) {
    const foreign = await other.api.request(method, path, { json });
    expect([method, path, foreign.status]).toEqual([method, path, 404]);
    expect(((await foreign.json()) as ErrorBody).code).toBe("not_found");
    const own = await member.request(method, path, { json });
    expect([method, path, own.status]).toEqual([method, path, method === "GET" ? 200 : 403]);
  }
  for (const query of ["", `?endpoint_id=${made.id}`]) {
    expect((await other.api.json<Page<DeliveryItem>>(`/api/webhook-deliveries${query}`)).items).toEqual([]);
  }
  expect(await tenant.api.json<WebhookEndpoint>(made.path)).toEqual(before);
  expect(made.receiver.deliveries).toHaveLength(1);
});
