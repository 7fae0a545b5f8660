// SPDX-License-Identifier: Apache-2.0
// The download route, to the letter.
import { newSid } from "@kolog/twilio-simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiClient, Installation, samplePath, waitUntil, type ErrorBody, type Tenant } from "../src/index.ts";

let kolog: Installation;
let tenant: Tenant;
let other: Tenant;
let nobody: ApiClient;
let sid: string;
let bytes: Buffer;

beforeAll(async () => {
  kolog = await Installation.start();
  tenant = await kolog.tenant("Locksmiths");
  other = await kolog.tenant("Painters");
  await kolog.user("nobody@example.com", null);
  nobody = await kolog.login("nobody@example.com");
  const call = await kolog.placeCall({ to: await kolog.number(tenant, "forward", "en"), audio: samplePath("call-en-1"), seconds: 7 });
  await call.settled;
  sid = call.sid;
  await kolog.rests(tenant, sid);
  bytes = Buffer.from(await (await tenant.api.download(sid)).arrayBuffer());
});

afterAll(async () => kolog?.stop());

async function refusal(answer: Response): Promise<[number, string]> {
  const body = (await answer.json()) as ErrorBody;
  expect(body.success).toBe(false);
  expect(body.error).not.toBe("");
  return [answer.status, body.code];
}

describe("is refused", () => {
  it.each<[string, Record<string, string>]>([
    ["without a login", {}],
    ["with an unknown key", { Authorization: "Bearer kolog_0000000000000000000000000000000000000000000000000000" }],
    ["with an unknown session", { Cookie: "kolog_session=0000000000000000000000000000000000000000000000000000" }],
    ["with a key as a password", { Authorization: "Basic a29sb2c6a29sb2c=" }],
  ])("%s", async (_, headers) => {
    const stranger = new ApiClient(kolog.server.url);
    expect(await refusal(await stranger.download(sid, headers))).toEqual([401, "unauthenticated"]);
    expect(await refusal(await stranger.download(newSid("CA"), headers))).toEqual([401, "unauthenticated"]);
  });

  it("to a login without a business", async () => {
    expect(await refusal(await nobody.download(sid))).toEqual([400, "business_required"]);
  });

  it("in the same words for an unknown call and another business's", async () => {
    const answers = await Promise.all([other.api.download(sid), other.api.download(newSid("CA")), other.api.download("CA1")]);
    expect((await other.api.download("..%2f..%2fkolog.db")).status).toBe(400);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(JSON.parse(bodies[0]!)).toEqual({ success: false, error: "Call not found", code: "call_not_found" });
    expect(new Set(bodies).size).toBe(1);
  });

  it("when the recording is older than it may be kept", async () => {
    const call = await kolog.placeCall({ to: await kolog.number(tenant, "forward"), seconds: 3 });
    await call.settled;
    await kolog.rests(tenant, call.sid);
    await kolog.server.sql(`UPDATE call_logs SET created_at = strftime('%Y-%m-%d %H:%M:%f', 'now', '-7 days', '-1 minute') WHERE call_sid = '${call.sid}'`);
    const answer = await tenant.api.download(call.sid);
    expect(await answer.clone().json()).toMatchObject({ error: "Recording expired and deleted" });
    expect(await refusal(answer)).toEqual([410, "recording_expired"]);
    // To the minute: within seven days it is still there.
    await kolog.server.sql(`UPDATE call_logs SET created_at = strftime('%Y-%m-%d %H:%M:%f', 'now', '-7 days', '+1 minute') WHERE call_sid = '${sid}'`);
    expect((await tenant.api.download(sid)).status).toBe(200);
  });

  it.each([
    ["no-answer", "none"],
    ["busy", "none"],
    // To Twilio that is a completed call of three seconds.
    ["no-answer", "he"],
  ] as const)("when nobody answered the call: %s, with the notice in %s", async (outcome, notice) => {
    const call = await kolog.placeCall({ to: await kolog.number(tenant, "forward", "he", notice), outcome });
    await call.settled;
    expect(await refusal(await tenant.api.download(call.sid))).toEqual([404, "recording_not_available"]);
    expect((await tenant.api.call(call.sid)).status).toBe(outcome);
  });

  it("when Twilio says that there is no recording", async () => {
    const call = await kolog.placeCall({ to: await kolog.number(tenant, "voicemail"), misbehaviour: { absent: 16101 } });
    await call.settled;
    await kolog.rests(tenant, call.sid, "no_recording");
    expect(await refusal(await tenant.api.download(call.sid))).toEqual([404, "recording_not_available"]);
  });

  it("for now, with a time to come back, while Twilio does not have it", async () => {
    const call = await kolog.placeCall({ to: await kolog.number(tenant, "forward"), misbehaviour: { availableAfterMs: 20_000 } });
    await call.ended;
    const answer = await waitUntil("the recording is known", 5_000, async () => {
      const download = await tenant.api.download(call.sid);
      return download.status === 503 ? download : null;
    });
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refusal(answer)).toEqual([503, "recording_pending"]);
  });
});

describe("the whole recording", () => {
  it("comes with everything that a player asks for", async () => {
    const answer = await tenant.api.download(sid);
    expect(answer.status).toBe(200);
    const headers = Object.fromEntries(answer.headers);
    expect(headers).toMatchObject({ "content-type": "audio/mpeg", "content-length": String(bytes.length), "accept-ranges": "bytes" });
    expect(headers["etag"]).toMatch(/^"[^"]+"$/);
    expect(Date.parse(headers["last-modified"]!)).toBeLessThanOrEqual(Date.now());
    expect(headers["cache-control"]).toContain("private");
    expect(headers["content-disposition"] ?? "inline").toMatch(/^inline/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  it("is the same for a login's cookie, as an <audio> element sends it", async () => {
    const login = await kolog.login(tenant.email);
    expect((await login.download(sid)).status).toBe(200);
  });

  it("is saved under a name with ?attachment=1", async () => {
    const answer = await tenant.api.download(sid, {}, "GET", "?attachment=1");
    expect(answer.headers.get("content-disposition")).toMatch(new RegExp(`^attachment; filename="?[^"]*${sid}[^"]*\\.mp3"?`));
  });

  it("is described by HEAD without a body", async () => {
    const [head, get] = await Promise.all([tenant.api.download(sid, {}, "HEAD"), tenant.api.download(sid)]);
    expect(head.status).toBe(200);
    expect((await head.arrayBuffer()).byteLength).toBe(0);
    for (const name of ["content-type", "content-length", "etag", "last-modified", "accept-ranges", "cache-control"]) {
      expect(head.headers.get(name), name).toBe(get.headers.get(name));
    }
  });

  it("is not sent again to who has it", async () => {
    const etag = (await tenant.api.download(sid)).headers.get("etag")!;
    expect((await tenant.api.download(sid, { "If-None-Match": etag })).status).toBe(304);
    expect((await tenant.api.download(sid, { "If-None-Match": '"another"' })).status).toBe(200);
  });
});

describe("a range", () => {
  const size = () => bytes.length;

  it.each<[string, () => string, () => [first: number, last: number]]>([
    ["from the beginning", () => "bytes=0-99", () => [0, 99]],
    ["of one byte", () => "bytes=7-7", () => [7, 7]],
    ["in the middle", () => "bytes=1000-1999", () => [1000, 1999]],
    ["open at its end", () => "bytes=500-", () => [500, size() - 1]],
    ["of all bytes", () => "bytes=0-", () => [0, size() - 1]],
    ["of the last bytes", () => "bytes=-128", () => [size() - 128, size() - 1]],
    ["of more last bytes than there are", () => "bytes=-99999999", () => [0, size() - 1]],
    ["that ends behind the end", () => "bytes=100-99999999", () => [100, size() - 1]],
    ["of the last byte", () => `bytes=${size() - 1}-`, () => [size() - 1, size() - 1]],
  ])("%s", async (_, range, expected) => {
    const [first, last] = expected();
    const answer = await tenant.api.download(sid, { Range: range() });
    expect([answer.status, answer.headers.get("content-range")]).toEqual([206, `bytes ${first}-${last}/${size()}`]);
    expect(answer.headers.get("content-length")).toBe(String(last - first + 1));
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(first, last + 1))).toBe(true);
  });

  it.each<[string, () => string]>([
    ["behind the end", () => `bytes=${size()}-`],
    ["far behind the end", () => "bytes=99999999-99999999999"],
    ["of the last no bytes", () => "bytes=-0"],
  ])("%s cannot be had", async (_, range) => {
    const answer = await tenant.api.download(sid, { Range: range() });
    expect([answer.status, answer.headers.get("content-range")]).toEqual([416, `bytes */${size()}`]);
  });

  it.each(["bytes=0-1,4-5", "bytes=5-2", "bytes=x-y", "bytes=", "lines=1-2", "bytes=-", "bytes=18446744073709551616-", "bytes=0-1,", "bytes = 0 - 1"])(
    "that is no single range is answered whole or refused, never wrongly: %s",
    async (range) => {
      const answer = await tenant.api.download(sid, { Range: range });
      expect([200, 416]).toContain(answer.status);
      if (answer.status === 200) expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
      else expect(answer.headers.get("content-range")).toBe(`bytes */${size()}`);
    },
  );

  it("counts only if the recording is still the same", async () => {
    const whole = await tenant.api.download(sid);
    const range = (condition: string) => tenant.api.download(sid, { Range: "bytes=0-9", "If-Range": condition }).then(({ status }) => status);
    expect(await range(whole.headers.get("etag")!)).toBe(206);
    expect(await range('"another"')).toBe(200);
    expect(await range(`W/${whole.headers.get("etag")!}`)).toBe(200);
    expect(await range(whole.headers.get("last-modified")!)).toBe(206);
    expect(await range("Thu, 01 Jan 1970 00:00:00 GMT")).toBe(200);
  });

  it("of HEAD is described without a body", async () => {
    const answer = await tenant.api.download(sid, { Range: "bytes=0-9" }, "HEAD");
    // RFC 9110 defines ranges for GET alone: a HEAD may leave them aside.
    expect([200, 206]).toContain(answer.status);
    expect((await answer.arrayBuffer()).byteLength).toBe(0);
  });
});
