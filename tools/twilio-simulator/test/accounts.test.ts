// SPDX-License-Identifier: Apache-2.0
// Several accounts, and the REST API's lists of what they had.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newSid, TwilioSimulator, type Account, type PlaceCallOptions, type SimulatedCall } from "../index.ts";
import { FakeServer } from "./fake_server.ts";

const main: Account = { accountSid: newSid("AC"), authToken: "0123456789abcdef0123456789abcdef" };
const sub: Account = { accountSid: newSid("AC"), authToken: "fedcba9876543210fedcba9876543210", subaccountOf: main.accountSid };
const other: Account = { accountSid: newSid("AC"), authToken: "00000000000000000000000000000000" };
const numbers = { from: "+972521234567", to: "+97239990001" };
const voicemail = '<Response><Record action="/done" recordingStatusCallback="/recording"/></Response>';
const forward = "<Response><Dial>+972521112222</Dial></Response>";

let server: FakeServer;
let simulator: TwilioSimulator;

async function start(twiml: string): Promise<void> {
  server = new FakeServer(Object.fromEntries([main, sub, other].map((one) => [one.accountSid, one.authToken])), { "/voice": twiml });
  await server.start();
  simulator = new TwilioSimulator({ ...main, accounts: [sub, other], voiceUrl: `${server.url}/voice` });
  await simulator.start();
}

beforeEach(() => start(voicemail));
afterEach(async () => {
  await server.stop();
  await simulator.stop();
});

async function place(options: Partial<PlaceCallOptions> = {}): Promise<SimulatedCall> {
  const call = await simulator.placeCall({ ...numbers, ...options });
  await call.settled;
  expect(call.problems).toEqual([]);
  return call;
}

function api(by: Account, path: string, of = by): Promise<Response> {
  const credentials = Buffer.from(`${by.accountSid}:${by.authToken}`).toString("base64");
  return fetch(`${simulator.url}/2010-04-01/Accounts/${of.accountSid}${path}`, { headers: { Authorization: `Basic ${credentials}` } });
}

interface CallPage {
  calls: { sid: string; account_sid: string; start_time: string }[];
  next_page_uri: string | null;
}

async function calls(query = "", by = main): Promise<CallPage> {
  const answer = await api(by, `/Calls.json${query}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as CallPage;
}

describe("accounts", () => {
  it("sign with their own token and say who they are", async () => {
    for (const account of [main, sub, other]) {
      server.received.length = 0;
      await place({ accountSid: account.accountSid });
      expect(server.received.length).toBeGreaterThan(3);
      for (const { signed, parameters } of server.received) expect([signed, parameters["AccountSid"]]).toEqual([true, account.accountSid]);
    }
  });

  it("are refused where the simulator does not have them", async () => {
    await expect(simulator.placeCall({ ...numbers, accountSid: newSid("AC") })).rejects.toThrow("no account");
  });

  it("see their own calls and recordings alone", async () => {
    const call = await place({ accountSid: other.accountSid });
    const paths = [`/Calls/${call.sid}.json`, `/Calls/${call.sid}/Recordings.json`, `/Recordings/${call.recordings[0]!.sid}.json`, `/Recordings/${call.recordings[0]!.sid}.mp3`];
    for (const path of paths) {
      expect((await api(other, path)).status).toBe(200);
      expect((await api(main, path)).status).toBe(404);
      expect((await api(main, path, other)).status).toBe(404);
    }
    expect((await calls("", main)).calls).toEqual([]);
    expect((await calls("", other)).calls).toMatchObject([{ sid: call.sid, account_sid: other.accountSid }]);
  });

  it("may read what their subaccounts have, and not the other way round", async () => {
    const call = await place({ accountSid: sub.accountSid });
    expect((await api(main, `/Calls/${call.sid}.json`, sub)).status).toBe(200);
    expect((await api(main, `/Calls/${call.sid}.json`)).status).toBe(404);
    expect((await api(main, ".json", sub)).status).toBe(200);
    expect((await api(sub, ".json", main)).status).toBe(404);
    expect(await (await api(sub, ".json")).json()).toMatchObject({ sid: sub.accountSid, owner_account_sid: main.accountSid });
  });

  it("need their own token", async () => {
    expect((await api({ ...other, authToken: main.authToken }, ".json")).status).toBe(401);
    expect((await api({ ...other, accountSid: newSid("AC") }, ".json")).status).toBe(401);
  });
});

describe("the list of calls", () => {
  it("begins with the newest and goes on page by page, whatever comes in between", async () => {
    const sids: string[] = [];
    for (let time = 0; time < 5; ++time) sids.unshift((await place()).sid);
    const first = await calls("?PageSize=2&From=%2B972521234567");
    expect(first.calls.map(({ sid }) => sid)).toEqual(sids.slice(0, 2));
    await place();
    const credentials = Buffer.from(`${main.accountSid}:${main.authToken}`).toString("base64");
    const next = async (page: CallPage) =>
      (await (await fetch(simulator.url + page.next_page_uri!, { headers: { Authorization: `Basic ${credentials}` } })).json()) as CallPage;
    const second = await next(first);
    expect(second.calls.map(({ sid }) => sid)).toEqual(sids.slice(2, 4));
    const third = await next(second);
    expect(third.calls.map(({ sid }) => sid)).toEqual(sids.slice(4));
    expect(third.next_page_uri).toBeNull();
  });

  it("shows those of a number, a status or a time", async () => {
    const one = await place({ to: "+97239990002" });
    const two = await place({ from: "+972501111111" });
    const found = async (query: string) => (await calls(query)).calls.map(({ sid }) => sid);
    expect(await found("?To=%2B97239990002")).toEqual([one.sid]);
    expect(await found("?From=%2B972501111111")).toEqual([two.sid]);
    expect(await found("?Status=completed")).toEqual([two.sid, one.sid]);
    expect(await found("?Status=busy")).toEqual([]);
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    // As Twilio's SDKs write it, and as a person does.
    expect(await found(`?StartTime%3E=${day(0)}`)).toEqual([two.sid, one.sid]);
    expect(await found(`?StartTime>=${day(1)}`)).toEqual([]);
    expect(await found(`?StartTime%3C=${day(1)}&StartTime%3E=${day(-1)}`)).toEqual([two.sid, one.sid]);
    expect(await found(`?StartTime%3C=${day(0)}`)).toEqual([]);
    const justNow = new Date(Date.now() - 60_000).toISOString().replace(/\.\d+Z/, "Z");
    expect(await found(`?StartTime%3E=${encodeURIComponent(justNow)}`)).toEqual([two.sid, one.sid]);
    expect(await found(`?StartTime%3C=${encodeURIComponent(justNow)}`)).toEqual([]);
  });

  it("refuses times that are none", async () => {
    for (const query of ["?StartTime%3E=yesterday", "?StartTime=2026-13-77", "?PageSize=many", "?PageToken=PT00"]) {
      expect((await api(main, `/Calls.json${query}`)).status).toBe(400);
    }
  });

  it("has the legs that were dialled, too", async () => {
    await server.stop();
    await simulator.stop();
    await start(forward);
    const call = await place();
    const child = call.children[0]!.sid;
    expect((await calls()).calls.map(({ sid }) => sid)).toEqual([child, call.sid]);
    expect((await calls(`?ParentCallSid=${call.sid}`)).calls.map(({ sid }) => sid)).toEqual([child]);
  });
});
