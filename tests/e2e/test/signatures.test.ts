// SPDX-License-Identifier: Apache-2.0
// Only Twilio's own requests count, and only for numbers that are somebody's. The server is called by a public address
// that is not the one it listens on, as behind a proxy.
import { findVerb, newSid, parseTwiml } from "@kolog/twilio-simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Installation, kAccountSid, type Tenant } from "../src/index.ts";

const publicUrl = "https://kolog.example.com";
const routes = ["incoming_call", "stream_ended", "handle_recording", "recording_status", "call_status", "voicemail_ended"];

let kolog: Installation;
let tenant: Tenant;
let number: string;

beforeAll(async () => {
  kolog = await Installation.start({ publicUrl, flags: ["--no-workers"] });
  tenant = await kolog.tenant("Electricians");
  number = await kolog.number(tenant, "forward");
});

afterAll(async () => kolog?.stop());

function parameters(to = number): Record<string, string> {
  const recordingSid = newSid("RE");
  return {
    AccountSid: kAccountSid,
    ApiVersion: "2010-04-01",
    CallSid: newSid("CA"),
    CallStatus: "ringing",
    Direction: "inbound",
    From: "+972541234567",
    To: to,
    RecordingSid: recordingSid,
    RecordingUrl: `${kolog.simulator.url}/2010-04-01/Accounts/${kAccountSid}/Recordings/${recordingSid}`,
    RecordingStatus: "completed",
    RecordingDuration: "12",
  };
}

function post(route: string, form: Record<string, string>, signature: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${kolog.server.url}/webhook/${route}`, {
    method: "POST",
    headers: { "X-Twilio-Signature": signature, ...headers },
    body: new URLSearchParams(form),
  });
}

async function stored(): Promise<unknown> {
  return kolog.server.sql("SELECT (SELECT count(*) FROM call_logs) AS calls, (SELECT count(*) FROM recordings) AS recordings, (SELECT count(*) FROM jobs) AS jobs");
}

describe.each(routes)("/webhook/%s", (route) => {
  const url = `${publicUrl}/webhook/${route}`;

  it.each(["missing", "wrong", "other-token"] as const)("refuses a %s signature and stores nothing", async (signature) => {
    const before = await stored();
    const sent = await kolog.simulator.sendWebhook(url, parameters(), signature);
    expect(sent.status).toBe(403);
    expect(await stored()).toEqual(before);
  });

  it("refuses a right signature over another body", async () => {
    const before = await stored();
    const signed = parameters();
    const answer = await post(route, { ...signed, CallSid: newSid("CA") }, kolog.simulator.signatureOf(url, signed));
    expect(answer.status).toBe(403);
    expect(await stored()).toEqual(before);
  });

  it("does not believe a client about the address that it was called by", async () => {
    const forged = parameters();
    const signature = kolog.simulator.signatureOf(`https://attacker.example.com/webhook/${route}`, forged);
    const answer = await post(route, forged, signature, { "X-Forwarded-Host": "attacker.example.com", "X-Forwarded-Proto": "https" });
    expect(answer.status).toBe(403);
  });

  it("accepts Twilio's signature, with parameters that nobody has heard of", async () => {
    const sent = await kolog.simulator.sendWebhook(url, { ...parameters(), NewParameter: "שלום & more=+", Another: "" });
    expect(sent.status).toBeGreaterThanOrEqual(200);
    expect(sent.status).toBeLessThan(300);
    expect(sent.milliseconds).toBeLessThan(2_000);
  });

  it.each([
    ["a path for a call", { CallSid: "../../../../etc/passwd" }],
    ["SQL for a call", { CallSid: "CA' OR 1=1; DROP TABLE call_logs; --" }],
    ["no call", { CallSid: "" }],
    ["a path for a recording", { RecordingSid: "RE/../../x" }],
    ["another host's recording", { RecordingUrl: "http://169.254.169.254/latest/meta-data/" }],
    ["a number that is none", { To: "<script>alert(1)</script>", From: "sip:anonymous@example.com" }],
    ["a duration that is none", { RecordingDuration: "99999999999999999999", CallDuration: "-1" }],
    ["bytes that are no UTF-8", { From: "\u0000\uffff" }],
  ])("outlives %s", async (_, odd: Record<string, string>) => {
    const sent = await kolog.simulator.sendWebhook(url, { ...parameters(), ...odd });
    expect(sent.status).not.toBeNull();
    expect(sent.status).toBeLessThan(500);
    expect((await fetch(`${kolog.server.url}/healthz`)).status).toBe(200);
    const rows = await kolog.server.sql<{ call_sid: string; recording_url: string | null }>("SELECT call_sid, recording_url FROM call_logs");
    for (const row of rows) {
      expect(row.call_sid).toMatch(/^CA[0-9a-f]{32}$/);
      if (row.recording_url) expect(row.recording_url).toMatch(/^\/2010-04-01\/Accounts\/AC[0-9a-f]{32}\/Recordings\/RE[0-9a-f]{32}$/);
    }
  });
});

it("tells a caller of a number that is nobody's, and stores nothing for anybody", async () => {
  const before = await stored();
  const sent = await kolog.simulator.sendWebhook(`${publicUrl}/webhook/incoming_call`, parameters("+972390000000"));
  expect(sent.status).toBe(200);
  expect(sent.contentType).toContain("xml");
  const verbs = parseTwiml(sent.body);
  expect(findVerb(verbs, "Say")?.text).not.toBe("");
  expect(verbs.at(-1)?.name).toBe("Hangup");
  expect(await stored()).toEqual(before);
});

it("answers with addresses that Twilio can reach", async () => {
  const sent = await kolog.simulator.sendWebhook(`${publicUrl}/webhook/incoming_call`, parameters());
  const dial = findVerb(parseTwiml(sent.body), "Dial");
  expect(dial?.attributes["recordingStatusCallback"]).toBe(`${publicUrl}/webhook/handle_recording`);
});

it("accepts the public address with its default port", async () => {
  const signed = parameters();
  const signature = kolog.simulator.signatureOf(`${publicUrl}:443/webhook/call_status`, signed);
  expect((await post("call_status", signed, signature)).status).toBe(204);
});

it("keeps the log free of tokens and whole numbers, also of refused requests", () => {
  expect(kolog.server.log).not.toContain(kolog.simulator.options.authToken);
  expect(kolog.server.log).not.toContain("+972541234567");
});
