// SPDX-License-Identifier: Apache-2.0
// A business's own settings of understanding with the real program: services, thresholds, rules, tags, corrections.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  Installation,
  samplePath,
  waitUntil,
  type ApiClient,
  type Call,
  type Delivery,
  type ErrorBody,
  type ReceiverEndpoint,
  type Tenant,
  type Understanding,
  type WebhookEndpoint,
} from "../src/index.ts";

let kolog: Installation;
let tenant: Tenant;
let other: Tenant;
let owner: ApiClient;
let tagged: ReceiverEndpoint;
/** Looks for air conditioning in Sderot, and asks what it costs. */
let climate: string;
/** Needs a locksmith in Nahariya, and says goodbye. */
let locks: string;

const settings = () => owner.json<Understanding>("/api/understanding");

async function set(parts: Partial<Understanding>): Promise<Understanding> {
  const { version } = await settings();
  const answer = await owner.request("PATCH", "/api/understanding", { json: { version, ...parts } });
  if (answer.status !== 200) throw new Error(`setting answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Understanding;
}

async function place(sample: string): Promise<string> {
  const call = await kolog.placeCall({ to: await kolog.number(tenant, "forward", "en"), audio: samplePath(sample) });
  await call.settled;
  return call.sid;
}

/** The call after it ran again from its transcript. */
async function again(callSid: string): Promise<Call> {
  const before = await tenant.api.call(callSid);
  const at = (call: Call) => call.stages.find(({ stage }) => stage === "summarised")?.at;
  expect((await owner.post(`/api/calls/${callSid}/reprocess`, { from_stage: "extracted" })).status).toBe(202);
  return waitUntil(`${callSid} ran again`, 60_000, async () => {
    const now = await tenant.api.call(callSid);
    return now.status === "processed" && now.stage === "delivered" && at(now) !== at(before) ? now : null;
  });
}

async function correct(callSid: string, correction: object): Promise<Call> {
  const answer = await owner.request("PATCH", `/api/calls/${callSid}`, { json: correction });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Call;
}

/** What came of a call, in the order in which it came. */
const toldOf = (callSid: string): Delivery[] => tagged.deliveries.filter(({ body }) => body.data.call_sid === callSid);

beforeAll(async () => {
  kolog = await Installation.start();
  tenant = await kolog.tenant("Handymen");
  other = await kolog.tenant("Neighbours");
  owner = await kolog.login(tenant.email);
  tagged = kolog.receiver.endpoint("tagged");
  const made = await owner.post("/api/webhook-endpoints", { url: tagged.url, events: ["call.tagged"] });
  expect(made.status).toBe(201);
  tagged.secret = ((await made.json()) as WebhookEndpoint).secret!;

  const { services } = await settings();
  const own = services.filter(({ id }) => id !== "air_conditioning").map((service) => (service.id === "locksmith" ? { ...service, name_en: "Doors and locks" } : service));
  await set({
    services: [...own, { id: "climate", name_he: "אקלים", name_en: "Climate", keywords: ["air conditioning"], examples: [] }],
    rules: [
      {
        id: "asks_price",
        name: "Asks what it <costs>",
        enabled: true,
        match: "all",
        conditions: [{ type: "words", phrases: ["how much will it cost"], speaker: "caller", within_first: null, within_last: null, not: false }],
      },
      {
        id: "in_sderot",
        name: "In Sderot",
        enabled: true,
        match: "all",
        conditions: [
          { type: "field", field: "city", operator: "is", value: "שדרות", not: false },
          { type: "silence", longer_than: 20, not: true },
        ],
      },
      {
        id: "agent_asks_price",
        name: "Never",
        enabled: true,
        match: "all",
        conditions: [{ type: "words", phrases: ["how much will it cost"], speaker: "agent", within_first: null, within_last: null, not: false }],
      },
    ],
  });
  [climate, locks] = await Promise.all([place("call-en-2"), place("call-en-1")]);
  await Promise.all([climate, locks].map((callSid) => kolog.rests(tenant, callSid, "processed", 100_000)));
});

afterAll(async () => kolog?.stop());

describe("services of a business's own", () => {
  it("are what its calls are understood by", async () => {
    expect(await tenant.api.call(climate)).toMatchObject({ service: { id: "climate", name: "Climate" } });
    expect(await tenant.api.call(locks)).toMatchObject({ service: { id: "locksmith", name: "Doors and locks" } });
  });

  it("are nobody else's", async () => {
    const theirs = await other.api.json<Understanding>("/api/understanding");
    expect(theirs.version).toBe(0);
    expect(theirs.services.map(({ id }) => id)).toContain("air_conditioning");
    expect(theirs.services.map(({ id }) => id)).not.toContain("climate");
  });

  it("are changed by an owner's login alone, and by one at a time", async () => {
    const { version } = await settings();
    const change = { json: { version, thresholds: { sure: 0.9, ask: 0.1 } } };
    expect((await tenant.api.request("PATCH", "/api/understanding", change)).status).toBe(403);
    const late = await owner.request("PATCH", "/api/understanding", { json: { ...change.json, version: version - 1 } });
    expect(late.status).toBe(409);
    expect(((await late.json()) as ErrorBody).code).toBe("settings_changed");
    const huge = await owner.request("PATCH", "/api/understanding", { json: { version, rules: [{ id: "r", name: "x".repeat(2 << 20) }] } });
    expect(huge.status).toBe(413);
  });
});

describe("rules", () => {
  it("tag the call that they hold for, with the words they go by", async () => {
    const { tags } = await tenant.api.call(climate);
    expect(tags.map(({ rule_id }) => rule_id)).toEqual(["asks_price", "in_sderot"]);
    const [evidence] = tags[0]!.evidence;
    expect(evidence).toMatchObject({ text: expect.stringMatching(/^how much will it cost$/i), speaker: "caller" });
    expect(evidence!.start).toBeGreaterThan(10);
    expect((await tenant.api.calls("?tag=asks_price")).items.map(({ call_sid }) => call_sid)).toEqual([climate]);
    expect((await tenant.api.call(locks)).tags).toEqual([]);
  });

  it("are told to the business once, verifiably, though the call runs again", async () => {
    await waitUntil("the tags were told", 30_000, () => toldOf(climate).length > 0);
    await again(climate);
    await again(climate);
    const told = toldOf(climate);
    expect(told).toMatchObject([{ verified: true, method: "POST", status: 204 }]);
    expect(told[0]!.body).toMatchObject({
      type: "call.tagged",
      data: {
        service: { id: "climate" },
        tags: [
          { id: "asks_price", name: "Asks what it <costs>" },
          { id: "in_sderot", name: "In Sderot" },
        ],
      },
    });
    expect(toldOf(locks)).toEqual([]);
  });
});

describe("thresholds", () => {
  it("leave empty what the machine is too unsure of, and ask a person about the rest", async () => {
    await set({ thresholds: { sure: 1, ask: 1 } });
    const empty = await again(locks);
    expect(empty).toMatchObject({ service: null, city: null, needs_review: false, certainty: { service: "empty", city: "empty" } });

    await set({ thresholds: { sure: 1, ask: 0.1 } });
    const unsure = await again(locks);
    expect(unsure).toMatchObject({ service: { id: "locksmith" }, city: { name: "נהריה" }, needs_review: true, certainty: { service: "ask", city: "ask" } });
    expect((await tenant.api.calls("?needs_review=true")).items.map(({ call_sid }) => call_sid)).toContain(locks);
  });
});

describe("corrections", () => {
  it("stay over a new run, settle the review and are what rules go by", async () => {
    const corrected = await correct(locks, { service: "climate", city: "שדרות", fields: { price: "120" } });
    expect(corrected).toMatchObject({ needs_review: false, certainty: { service: "person", city: "person" }, corrected_values: { price: "120" } });
    expect(corrected.tags.map(({ rule_id }) => rule_id)).toEqual(["in_sderot"]);
    const later = await again(locks);
    expect(later).toMatchObject({
      service: { id: "climate", name: "Climate", confidence: null },
      city: { name: "שדרות", confidence: null },
      corrected_values: { price: "120" },
      corrected: ["service", "city", "price"],
    });
    await waitUntil("the tag was told", 30_000, () => toldOf(locks).length > 0);
    expect(toldOf(locks).map(({ body }) => body.data.tags)).toEqual([[{ id: "in_sderot", name: "In Sderot" }]]);
  });

  it("are exported as labelled calls, by the API and by the command", async () => {
    const answer = await owner.get("/api/corrections");
    expect(answer.headers.get("content-type")).toBe("application/x-ndjson");
    const lines = await answer.text();
    const calls = lines.trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(calls).toMatchObject([
      { id: locks, service: "climate", city: "שדרות", fields: { price: "120" }, answered: { service: "locksmith", city: "נהריה" } },
    ]);
    const { final_transcript: transcript } = await tenant.api.call(locks);
    expect(calls[0]!["text"]).toBe(transcript);
    const known = ["id", "text", "service", "city", "intent", "outcome", "urgent", "started_at", "follow_up", "fields", "hard"];
    for (const key of Object.keys(calls[0]!)) expect([...known, "answered"]).toContain(key);
    expect((await tenant.api.get("/api/corrections")).status).toBe(403);

    const printed = await kolog.server.command(["admin", "export-corrections", "--business", tenant.id]);
    expect(printed).toMatchObject({ status: 0, stdout: lines });
    expect(await kolog.server.command(["admin", "export-corrections", "--business", other.id])).toMatchObject({ status: 0, stdout: "" });
    expect((await kolog.server.command(["admin", "export-corrections", "--business", "biz_none"])).status).toBe(1);
  });
});
