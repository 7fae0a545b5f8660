// SPDX-License-Identifier: Apache-2.0
// A business sees its own calls and nothing else, and a session ends when its owner says so.
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { newSid } from "@kolog/twilio-simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiClient, Installation, kPassword, samplePath, type DeliveryItem, type ErrorBody, type Page, type Tenant, type WebhookEndpoint } from "../src/index.ts";

let kolog: Installation;
let owner: Tenant;
let other: Tenant;
let sid: string;
const strangers: Record<string, ApiClient> = {};

beforeAll(async () => {
  kolog = await Installation.start();
  owner = await kolog.tenant("Gardeners");
  other = await kolog.tenant("Cleaners");
  strangers["session"] = await kolog.login(other.email);
  strangers["key"] = other.api;
  const call = await kolog.placeCall({ to: await kolog.number(owner, "forward", "en"), audio: samplePath("call-en-1"), seconds: 7 });
  await call.settled;
  sid = call.sid;
  await kolog.rests(owner, sid);
});

afterAll(async () => kolog?.stop());

const routes: [method: string, path: (sid: string) => string, json?: unknown][] = [
  ["GET", (call) => `/api/calls/${call}`],
  ["GET", (call) => `/api/calls/${call}/transcript?format=txt`],
  ["GET", (call) => `/api/calls/${call}/download`],
  ["PATCH", (call) => `/api/calls/${call}`, { notes: "stolen" }],
  ["POST", (call) => `/api/calls/${call}/reprocess`, { from_stage: "transcribed" }],
];

describe.each(["session", "key"])("another business's %s", (kind) => {
  it.each(routes)("finds no such call: %s %o", async (method, path, json) => {
    const stranger = strangers[kind]!;
    const [foreign, unknown] = await Promise.all([sid, newSid("CA")].map((call) => stranger.request(method, path(call), { json })));
    expect([foreign!.status, unknown!.status]).toEqual([404, 404]);
    const bodies = [await foreign!.text(), await unknown!.text()];
    expect((JSON.parse(bodies[0]!) as ErrorBody).code).toBe("call_not_found");
    expect(bodies[0]).toBe(bodies[1]);
  });

  it("never sees it in a list, however it asks", async () => {
    for (const query of ["", `?search=${sid}`, "?search=972541234567", "?status=processed", "?has_recording=true", "?service=locksmith", "?limit=100"]) {
      expect(await strangers[kind]!.calls(query), query).toMatchObject({ items: [], total: 0 });
    }
  });

  it("sees neither endpoints nor deliveries, and cannot remove them", async () => {
    const stranger = strangers[kind]!;
    const endpoints = await stranger.json<Page<WebhookEndpoint>>("/api/webhook-endpoints");
    expect(endpoints.items.map(({ id }) => id)).toEqual([other.endpointId]);
    expect(endpoints.items.every((endpoint) => endpoint.secret === undefined)).toBe(true);
    expect((await stranger.json<Page<DeliveryItem>>("/api/webhook-deliveries")).items).toEqual([]);
    expect((await stranger.request("DELETE", `/api/webhook-endpoints/${owner.endpointId}`)).status).toBe(404);
    const own = await owner.api.json<Page<WebhookEndpoint>>("/api/webhook-endpoints");
    expect(own.items.map(({ id }) => id)).toEqual([owner.endpointId]);
  });
});

it("leaves the call as it was after all of that", async () => {
  expect(await owner.api.call(sid)).toMatchObject({ status: "processed", notes: "" });
  expect(other.endpoint.deliveries).toEqual([]);
});

describe("a session", () => {
  it("lives in a cookie that scripts and other sites cannot use", async () => {
    const login = await kolog.login(owner.email);
    expect(login.setCookie).toMatch(/^kolog_session=[^;]+;/);
    for (const attribute of ["HttpOnly", "SameSite=Lax", "Path=/"]) expect(login.setCookie).toContain(attribute);
  });

  it("changes nothing without the CSRF header, or with another session's", async () => {
    const login = await kolog.login(owner.email);
    const withoutHeader = await login.request("PATCH", `/api/calls/${sid}`, { json: { notes: "forged" }, withoutCsrf: true });
    expect([withoutHeader.status, ((await withoutHeader.json()) as ErrorBody).code]).toEqual([403, "forbidden"]);
    const wrong = await login.request("PATCH", `/api/calls/${sid}`, {
      json: { notes: "forged" },
      withoutCsrf: true,
      headers: { [login.csrf!.header]: (await kolog.login(owner.email)).csrf!.token },
    });
    expect(wrong.status).toBe(403);
    expect((await owner.api.call(sid)).notes).toBe("");
    expect((await login.request("POST", "/api/auth/logout", { withoutCsrf: true })).status).toBe(403);
    expect((await login.get("/api/auth/me")).status).toBe(200);
  });

  it("takes a correction, which a run from an earlier stage does not undo", async () => {
    const login = await kolog.login(owner.email);
    const changed = await login.request("PATCH", `/api/calls/${sid}`, { json: { notes: "call back", city: "חיפה", transcript: "Caller: Corrected." } });
    expect(changed.status).toBe(200);
    expect((await login.request("POST", `/api/calls/${sid}/reprocess`, { json: { from_stage: "extracted" } })).status).toBe(202);
    const call = await kolog.rests(owner, sid);
    expect(call).toMatchObject({ notes: "call back", city: { name: "חיפה" }, final_transcript: "Caller: Corrected.", transcript_source: "person" });
  });

  it("is dead after logout", async () => {
    const login = await kolog.login(owner.email);
    expect((await login.get("/api/auth/me")).status).toBe(200);
    expect((await login.post("/api/auth/logout", undefined)).status).toBe(204);
    expect((await login.get("/api/auth/me")).status).toBe(401);
    expect((await login.calls().catch((error: Error) => error.message)) as unknown).toContain("401");
  });

  it("cannot be had with a wrong password, nor told from an unknown address", async () => {
    const stranger = new ApiClient(kolog.server.url);
    const wrong = await stranger.post("/api/auth/login", { email: owner.email, password: `${kPassword}x` });
    const unknown = await stranger.post("/api/auth/login", { email: "nobody@nowhere.example", password: kPassword });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(await wrong.text()).toBe(await unknown.text());
    expect(kolog.server.log).not.toContain(kPassword);
  });

  it("of nobody's business has no calls to see", async () => {
    await kolog.user("alone@example.com", null);
    const alone = await kolog.login("alone@example.com");
    expect((await alone.get("/api/calls")).status).toBe(400);
    expect((await alone.get("/api/auth/me")).status).toBe(200);
  });
});

it("gives no other site the right to read", async () => {
  const answer = await owner.api.get("/api/calls", { Origin: "https://attacker.example.com" });
  expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
});

it.each(["/api/calls?limit=0", "/api/calls?limit=101", "/api/calls?cursor=nonsense", "/api/calls?from=yesterday", "/api/calls?direction=sideways"])(
  "refuses %s in plain words",
  async (path) => {
    const answer = await owner.api.get(path);
    expect([answer.status, ((await answer.json()) as ErrorBody).code]).toEqual([400, "invalid_request"]);
  },
);

it("keeps what was said in calls from other users of the machine", async () => {
  const names = (await readdir(kolog.server.dataDir)).filter((name) => name.startsWith("kolog.db") || name === "recordings" || name === "secret.key");
  expect(names).toEqual(expect.arrayContaining(["kolog.db", "recordings", "secret.key"]));
  for (const name of names) expect((await stat(join(kolog.server.dataDir, name))).mode & 0o077, name).toBe(0);
});
