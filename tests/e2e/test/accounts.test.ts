// SPDX-License-Identifier: Apache-2.0
// Businesses with Twilio accounts of their own, at hosts of their own: two simulated Twilios, each of which refuses the other's
// credentials. And numbers with their own greeting and words about being recorded.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { findVerb, newSid, parseTwiml, TwilioSimulator, type SimulatedCall } from "@kolog/twilio-simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Installation, kAccountSid, repositoryPath, sampleCall, samplePath, type Tenant } from "../src/index.ts";

const kSubaccount = { accountSid: "AC000000000000000000000000000000a1", authToken: "0a1b2c3d4e5f60718293a4b5c6d7e8f9", subaccountOf: kAccountSid };
const kOwnAccount = { accountSid: "AC000000000000000000000000000000b2", authToken: "9f8e7d6c5b4a39281706f5e4d3c2b1a0" };
const routes = ["incoming_call", "stream_ended", "handle_recording", "recording_status", "call_status"];

interface NumberItem {
  number: string;
  flow: string;
  forward_to: string;
  notice: string | null;
  notice_text: string;
  greeting: string;
  language: string | null;
}

let kolog: Installation;
/** Where the second business has its account. */
let elsewhere: TwilioSimulator;
let first: Tenant;
let second: Tenant;
const numbers = { first: "", second: "" };

beforeAll(async () => {
  kolog = await Installation.start({ simulator: { accounts: [kSubaccount] } });
  elsewhere = new TwilioSimulator({
    ...kOwnAccount,
    voiceUrl: `${kolog.server.url}/webhook/incoming_call`,
    audioFolder: repositoryPath("build/simulated-audio"),
  });
  await elsewhere.start();
  first = await kolog.tenant("Roofers");
  second = await kolog.tenant("Painters");
  numbers.first = await kolog.number(first, "forward", "en");
  numbers.second = await kolog.number(second, "forward", "he");
  await addAccount(second, kOwnAccount, ["--api-url", elsewhere.url]);
  await addAccount(first, kSubaccount);
});

afterAll(async () => {
  await elsewhere?.stop();
  await kolog?.stop();
});

function addAccount(tenant: Tenant, account: { accountSid: string; authToken: string }, options: string[] = []): Promise<{ id: string }> {
  return kolog.server.admin(["add-account", "--business", tenant.id, "--account-sid", account.accountSid, ...options], {
    KOLOG_TWILIO_TOKEN: account.authToken,
  });
}

function statuses(simulator: TwilioSimulator, call: SimulatedCall): (number | null)[] {
  return simulator.webhooksOf(call.sid).map(({ status }) => status);
}

async function setNumber(number: string, ...options: string[]): Promise<NumberItem> {
  return kolog.server.admin<NumberItem>(["set-number", "--phone", number, ...options]);
}

async function noticeOf(callSid: string): Promise<unknown> {
  return (await kolog.server.sql(`SELECT notice_language, notice_words, notice_at FROM call_logs WHERE call_sid = '${callSid}'`))[0];
}

function rows(): Promise<unknown> {
  return kolog.server.sql("SELECT (SELECT count(*) FROM call_logs) AS calls, (SELECT count(*) FROM recordings) AS recordings");
}

describe("two businesses with an account each, at two hosts", () => {
  it("have their calls processed, and each host sees its own account alone", async () => {
    const one = await kolog.placeCall({ to: numbers.first, audio: samplePath("call-en-1") });
    const other = await elsewhere.placeCall({ from: "+972541234567", to: numbers.second, audio: samplePath("call-he-1") });
    await Promise.all([one.settled, other.settled]);
    expect([one.problems, other.problems]).toEqual([[], []]);
    const calls = await Promise.all([kolog.rests(first, one.sid, "processed", 100_000), kolog.rests(second, other.sid, "processed", 100_000)]);
    expect(calls.map(({ service }) => service?.id)).toEqual([sampleCall("call-en-1").service.id, sampleCall("call-he-1").service.id]);
    expect((await second.api.get(`/api/calls/${other.sid}/download`)).status).toBe(200);

    for (const [simulator, account] of [[kolog.simulator, kAccountSid], [elsewhere, kOwnAccount.accountSid]] as const) {
      const requests = simulator.requests.map(({ path, status }) => ({ path, status }));
      expect(requests.some(({ path, status }) => /\/Recordings\/RE[0-9a-f]{32}\.(mp3|wav)$/.test(path) && status === 200)).toBe(true);
      expect(requests.filter(({ status }) => status === 401 || status === 403)).toEqual([]);
      expect(requests.filter(({ path }) => !path.startsWith(`/2010-04-01/Accounts/${account}/`))).toEqual([]);
    }
  });

  it("do not see each other's calls", async () => {
    const [call] = (await second.api.calls("")).items;
    expect((await first.api.get(`/api/calls/${call!.call_sid}`)).status).toBe(404);
  });

  it("cannot answer at each other's numbers, nor speak of each other's calls and recordings", async () => {
    const [victim] = (await first.api.calls("")).items;
    const stranger = await elsewhere.placeCall({ from: "+972541234567", to: numbers.first });
    await stranger.settled;
    expect(stranger.verbs.at(-1)).toBe("Hangup");
    expect(stranger.recordings).toEqual([]);
    const before = [await rows(), await first.api.call(victim!.call_sid)];
    const recordingSid = newSid("RE");
    for (const route of routes) {
      for (const owner of [kOwnAccount.accountSid, kAccountSid]) {
        const sent = await elsewhere.sendWebhook(`${kolog.server.url}/webhook/${route}`, {
          AccountSid: kOwnAccount.accountSid,
          CallSid: victim!.call_sid,
          CallStatus: "failed",
          CallDuration: "9999",
          From: "+972541234567",
          To: numbers.first,
          RecordingSid: recordingSid,
          RecordingUrl: `${elsewhere.url}/2010-04-01/Accounts/${owner}/Recordings/${recordingSid}`,
          RecordingStatus: "completed",
        });
        expect(sent.status, route).toBeLessThan(500);
        expect(sent.body).not.toContain("Dial");
      }
    }
    expect([await rows(), await first.api.call(victim!.call_sid)]).toEqual(before);
    expect((await second.api.get(`/api/calls/${stranger.sid}`)).status).toBe(404);
  });

  it("are not taken for one another by a webhook that names the other's account", async () => {
    const before = await rows();
    for (const [signer, accountSid] of [[elsewhere, kAccountSid], [kolog.simulator, kOwnAccount.accountSid], [elsewhere, newSid("AC")]] as const) {
      const sent = await signer.sendWebhook(`${kolog.server.url}/webhook/incoming_call`, {
        AccountSid: accountSid, CallSid: newSid("CA"), CallStatus: "ringing", From: "+972541234567", To: numbers.first,
      });
      expect(sent.status).toBe(403);
    }
    expect(await rows()).toEqual(before);
  });
});

it("takes the calls of a subaccount, which signs with a token of its own", async () => {
  const call = await kolog.placeCall({ accountSid: kSubaccount.accountSid, to: numbers.first, audio: samplePath("call-en-2"), seconds: 8 });
  await call.settled;
  expect(call.problems).toEqual([]);
  await kolog.rests(first, call.sid);
  const own = kolog.simulator.requests.filter(({ path }) => path.includes(kSubaccount.accountSid));
  expect(own.some(({ path, status }) => path.includes("/Recordings/") && status === 200)).toBe(true);
  expect(kolog.simulator.requests.filter(({ status }) => status === 401)).toEqual([]);
});

it("refuses a business's webhooks while its token is wrong, and nobody else's", async () => {
  await addAccount(second, { ...kOwnAccount, authToken: "not-the-token" }, ["--api-url", elsewhere.url]);
  const [refused, taken] = [await elsewhere.placeCall({ from: "+972541234567", to: numbers.second }), await kolog.placeCall({ to: numbers.first })];
  await Promise.all([refused.settled, taken.settled]);
  expect(new Set(statuses(elsewhere, refused))).toEqual(new Set([403]));
  expect(taken.problems).toEqual([]);
  expect((await second.api.get(`/api/calls/${refused.sid}`)).status).toBe(404);
  expect((await first.api.get(`/api/calls/${taken.sid}`)).status).toBe(200);

  await addAccount(second, kOwnAccount, ["--api-url", elsewhere.url]);
  const again = await elsewhere.placeCall({ from: "+972541234567", to: numbers.second });
  await again.settled;
  expect(again.problems).toEqual([]);
});

describe("what a number says", () => {
  const greeting = "Welcome to \"Smith & Sons\" <24/7>.";
  const words = "We record calls & delete them after a week; say <no> if you mind.";

  it("is what the caller hears, and the words about recording stay with the call", async () => {
    await setNumber(numbers.first, "--greeting", greeting, "--notice", "en", "--notice-text", words);
    const call = await kolog.placeCall({ to: numbers.first });
    await call.settled;
    expect(call.problems).toEqual([]);
    expect(call.verbs).toEqual(["Say", "Say", "Dial"]);
    const said = parseTwiml(call.documents[0]!).filter(({ name }) => name === "Say");
    expect(said.map(({ text }) => text)).toEqual([greeting, words]);
    expect(said.every(({ attributes }) => attributes["language"] === "en-US")).toBe(true);
    const kept = await noticeOf(call.sid);
    expect(kept).toMatchObject({ notice_language: "en", notice_words: said[1]!.text });

    await setNumber(numbers.first, "--notice", "he", "--notice-text", "");
    const later = await kolog.placeCall({ to: numbers.first });
    await later.settled;
    expect(await noticeOf(call.sid)).toEqual(kept);
    const usual = parseTwiml(later.documents[0]!).filter(({ name }) => name === "Say")[1]!;
    expect(usual.attributes["language"]).toBe("he-IL");
    expect(await noticeOf(later.sid)).toMatchObject({ notice_language: "he", notice_words: usual.text });
  });

  it("leaves no words with a call that was told nothing", async () => {
    await setNumber(numbers.first, "--notice", "none", "--greeting", "");
    const call = await kolog.placeCall({ to: numbers.first });
    await call.settled;
    expect(call.verbs).toEqual(["Dial"]);
    expect(await noticeOf(call.sid)).toEqual({ notice_language: null, notice_words: null, notice_at: null });
  });

  it("stands in the place of a voicemail's invitation", async () => {
    const number = await kolog.number(first, "voicemail", "en");
    await setNumber(number, "--greeting", "Tell us what is broken.");
    const call = await kolog.placeCall({ to: number });
    await call.settled;
    expect(call.verbs).toEqual(["Say", "Say", "Record"]);
    expect(parseTwiml(call.documents[0]!)[1]!.text).toBe("Tell us what is broken.");
  });
});

describe("kolog admin", () => {
  async function status(parameters: string[], env: Record<string, string> = {}): Promise<number> {
    return (await kolog.server.command(["admin", ...parameters], env)).status;
  }
  const token = { KOLOG_TWILIO_TOKEN: "0123456789abcdef0123456789abcdef" };

  it("changes what is given of a number and nothing else", async () => {
    const number = await kolog.number(second, "forward", "he");
    const before = await setNumber(number, "--greeting", "שלום");
    const after = await setNumber(number, "--flow", "stream", "--stream-url", "wss://agent.example.com/a", "--language", "en");
    expect(after).toEqual({ ...before, flow: "stream", stream_url: "wss://agent.example.com/a", language: "en" });
    expect(await setNumber(number, "--language", "none", "--greeting", "")).toEqual({ ...after, language: null, greeting: "" });
    const listed = await kolog.server.admin<{ items: NumberItem[] }>(["list-numbers"]);
    expect(listed.items.find((item) => item.number === number)).toEqual({ ...after, language: null, greeting: "" });
    await kolog.server.admin(["remove-number", "--phone", number]);
    expect(await status(["remove-number", "--phone", number])).toBe(1);
    expect(await status(["set-number", "--phone", number, "--flow", "voicemail"])).toBe(1);
  });

  it.each([
    ["nothing to change", []],
    ["a flow that lacks its number", ["--flow", "forward", "--forward-to", ""]],
    ["a flow that there is not", ["--flow", "conference"]],
    ["a text that is too long", ["--greeting", "א".repeat(251)]],
    ["a text of more than one line", ["--greeting", "one\ntwo"]],
    ["a text with an escape sequence", ["--notice", "en", "--notice-text", "\u001b[31mred"]],
    ["a text with a control character of two bytes", ["--greeting", "a\u0085b"]],
    ["a text that says nothing", ["--greeting", "   "]],
    ["words about recording in no language", ["--notice", "none", "--notice-text", "We record."]],
    ["a language that nobody speaks here", ["--notice", "fr"]],
    ["an agent on a plain connection", ["--stream-url", "http://agent.example.com"]],
  ])("refuses %s as wrong usage", async (_, options) => {
    const before = await kolog.server.admin(["list-numbers"]);
    expect(await status(["set-number", "--phone", numbers.second, ...options])).toBe(2);
    expect(await kolog.server.admin(["list-numbers"])).toEqual(before);
  });

  it("refuses another business's account, the installation's, and what is no account", async () => {
    const add = (tenant: Tenant, sid: string, ...options: string[]) => status(["add-account", "--business", tenant.id, "--account-sid", sid, ...options], token);
    expect(await add(first, kOwnAccount.accountSid)).toBe(1);
    expect(await add(first, kAccountSid)).toBe(1);
    expect(await add({ ...first, id: "biz_none" }, newSid("AC"))).toBe(1);
    expect(await add(first, "AC123")).toBe(2);
    expect(await add(first, newSid("AC"), "--api-url", "ftp://api.twilio.com")).toBe(2);
    expect(await add(first, newSid("AC"), "--api-url", "https://api.twilio.com/2010-04-01")).toBe(2);
    expect(await add(first, newSid("AC"), "--api-url", "https://user:password@api.twilio.com")).toBe(2);
    expect(await add(first, newSid("AC"), "--region", "mars")).toBe(2);
    expect(await add(first, newSid("AC"), "--region", "ie1", "--api-url", "https://api.twilio.com")).toBe(2);
    expect(await status(["add-account", "--business", first.id, "--account-sid", newSid("AC")])).toBe(2);
    expect(await status(["add-account", "--business", first.id, "--account-sid", newSid("AC")], { KOLOG_TWILIO_TOKEN: "" })).toBe(2);
    expect(await status(["add-account", "--business", first.id, "--account-sid", newSid("AC")], { KOLOG_TWILIO_TOKEN: "two words" })).toBe(2);
  });

  it("lists accounts with their hosts, and shows a token nowhere", async () => {
    const accountSid = newSid("AC");
    await addAccount(first, { accountSid, authToken: token.KOLOG_TWILIO_TOKEN }, ["--region", "ie1"]);
    const { stdout, stderr } = await kolog.server.command(["admin", "list-accounts"]);
    const { items } = JSON.parse(stdout) as { items: { account_sid: string; api_url: string; business_id: string }[] };
    expect(items.find((item) => item.account_sid === accountSid)).toMatchObject({ api_url: "https://api.dublin.ie1.twilio.com", business_id: first.id });
    await addAccount(first, { accountSid, authToken: "renewed" });
    const renewed = await kolog.server.command(["admin", "list-accounts"]);
    expect(JSON.parse(renewed.stdout), "a new token alone leaves the host").toEqual(JSON.parse(stdout));
    expect(items.find((item) => item.account_sid === kOwnAccount.accountSid)).toMatchObject({ api_url: elsewhere.url, business_id: second.id });
    expect(items.find((item) => item.account_sid === kSubaccount.accountSid)).toMatchObject({ api_url: kolog.simulator.url });
    await kolog.server.admin(["remove-account", "--account-sid", accountSid]);
    expect(await status(["remove-account", "--account-sid", accountSid])).toBe(1);

    const files = (await readdir(kolog.server.dataDir)).filter((name) => name.startsWith("kolog.db"));
    expect(files).toContain("kolog.db");
    const kept = await Promise.all(files.map((name) => readFile(join(kolog.server.dataDir, name), "latin1")));
    for (const secret of [kOwnAccount.authToken, kSubaccount.authToken, token.KOLOG_TWILIO_TOKEN]) {
      expect([stdout, stderr, kolog.server.log, ...kept].filter((text) => text.includes(secret))).toEqual([]);
    }
  });

  it("lets an account's webhooks be refused once it is removed", async () => {
    await kolog.server.admin(["remove-account", "--account-sid", kOwnAccount.accountSid]);
    const call = await elsewhere.placeCall({ from: "+972541234567", to: numbers.second });
    await call.settled;
    expect(new Set(statuses(elsewhere, call))).toEqual(new Set([403]));
  });
});

it("records every flow by explicit words, since the verbs' defaults differ", async () => {
  const expected = { forward: ["Dial", { record: "record-from-answer-dual", recordingTrack: "both" }], stream: ["Recording", { channels: "dual", track: "both" }], voicemail: ["Record", {}] } as const;
  for (const flow of ["forward", "stream", "voicemail"] as const) {
    const call = await kolog.placeCall({ to: await kolog.number(first, flow) });
    await call.settled;
    const [verb, attributes] = expected[flow];
    expect(findVerb(parseTwiml(call.documents[0]!), verb)?.attributes).toMatchObject({ trim: "do-not-trim", ...attributes });
    expect(call.recordings).toHaveLength(1);
  }
});
