// SPDX-License-Identifier: Apache-2.0
// What the simulated Twilio does wrong when it is asked to, beyond wrong answers to fetches.
import { describe, expect, it } from "vitest";
import { seededRandom, type TwilioSimulator } from "../index.ts";
import { readOverrides } from "../src/connection_overrides.ts";
import type { FakeServer, Received } from "./fake_server.ts";
import { api, callOver, forward, media, numbers, only, start, stream, voicemail } from "./simulated.ts";

const fallback = '<Response><Record recordingStatusCallback="SERVER/recording"/></Response>';

function statuses(server: FakeServer): Record<string, string>[] {
  return server.at("/call_status").map(({ parameters }) => parameters);
}

describe("recordings", () => {
  it("come in parts, one after another, each with its slice of the sound and its callbacks", async () => {
    const { server, simulator, call } = await callOver(forward, { recordingParts: 3 }, { seconds: 6 });
    expect(call.recordings).toHaveLength(3);
    const starts = call.recordings.map(({ startedAt }) => startedAt.getTime());
    expect([starts[1]! - starts[0]!, starts[2]! - starts[1]!]).toEqual([2000, 2000]);
    const told = server.at("/recording").map(({ parameters }) => [parameters["RecordingSid"], parameters["RecordingStatus"], parameters["RecordingDuration"]]);
    for (const { sid } of call.recordings) expect(told.filter(([of]) => of === sid)).toEqual([[sid, "in-progress", undefined], [sid, "completed", "2"]]);
    const list = (await (await api(simulator, `Calls/${call.sid}/Recordings.json`)).json()) as { recordings: { start_time: string; duration: string }[] };
    expect(new Set(list.recordings.map(({ start_time }) => start_time)).size).toBe(3);
    expect(list.recordings.map(({ duration }) => duration)).toEqual(["2", "2", "2"]);
    const lengths = await Promise.all(call.recordings.map(async (one) => (await (await media(simulator, one)).arrayBuffer()).byteLength));
    for (const length of lengths) expect(length).toBeLessThan(10_000);
  });

  it("are made twice by two mechanisms, the second time in mono", async () => {
    const { server, call } = await callOver(stream, { doubleRecording: true });
    expect(call.recordings.map(({ channels, options }) => [channels, options.source])).toEqual([
      [2, "StartCallRecordingTwiML"],
      [1, "StartCallRecordingAPI"],
    ]);
    expect(call.recordings[0]!.startedAt).toEqual(call.recordings[1]!.startedAt);
    expect(server.at("/recording").map(({ parameters }) => parameters["RecordingSid"]).sort()).toEqual(call.recordings.map(({ sid }) => sid).sort());
  });

  it("have no duration before they are complete", async () => {
    const { simulator } = await start(forward);
    const call = await simulator.placeCall({ ...numbers, lastsMs: 300 });
    await expect.poll(() => call.recordings.length).toBe(1);
    const described = async () => (await (await api(simulator, `Recordings/${only(call).sid}.json`)).json()) as object;
    expect(await described()).toMatchObject({ status: "in-progress", duration: "-1" });
    await call.settled;
    expect(await described()).toMatchObject({ status: "completed", duration: "3" });
  });

  it("redirect to another host, which keeps what credentials it was given", async () => {
    const { simulator, call } = await callOver(forward, { redirectMediaTimes: 1 });
    const address = `${simulator.url}${only(call).uri}.mp3`;
    const redirect = await api(simulator, `Recordings/${only(call).sid}.mp3`, { redirect: "manual" });
    expect(redirect.status).toBe(307);
    const location = redirect.headers.get("location")!;
    expect(new URL(location).host).not.toBe(new URL(address).host);
    expect((await fetch(location)).headers.get("content-type")).toBe("audio/mpeg");
    expect((await fetch(location, { headers: { Authorization: "Basic stolen" } })).status).toBe(200);
    expect(simulator.elsewhere.requests.map(({ authorization }) => authorization)).toEqual([null, "Basic stolen"]);
    expect((await media(simulator, only(call))).status).toBe(200);
    expect([only(call).fetches, only(call).served]).toEqual([2, 1]);
  });

  it("cannot be deleted at first", async () => {
    const { simulator, call } = await callOver(forward, { deleteErrorTimes: 2 });
    const path = `Recordings/${only(call).sid}.json`;
    const deleted = async () => (await api(simulator, path, { method: "DELETE" })).status;
    expect([await deleted(), await deleted(), await deleted()]).toEqual([503, 503, 204]);
    expect(simulator.totals.deletions).toBe(3);
  });
});

describe("the REST API's lists", () => {
  it("fail at first, of the call's recordings and of the call itself", async () => {
    const { simulator, call } = await callOver(forward, { listErrorTimes: 3 });
    const answers = [`Calls/${call.sid}.json`, `Recordings/${only(call).sid}.json`, `Calls/${call.sid}/Recordings.json`, `Calls/${call.sid}/Recordings.json`];
    const answered: number[] = [];
    for (const path of answers) answered.push((await api(simulator, path)).status);
    expect(answered).toEqual([503, 503, 503, 200]);
  });

  it("fail at first, of the account's calls", async () => {
    const { simulator } = await start(forward, { listErrorTimes: 1 });
    expect([(await api(simulator, "Calls.json")).status, (await api(simulator, "Calls.json")).status]).toEqual([503, 200]);
  });

  it("lag behind", async () => {
    const { simulator, call } = await callOver(forward, { listEmptyTimes: 1 });
    const listed = async (path: string) => {
      const page = (await (await api(simulator, path)).json()) as { calls?: { sid: string }[]; recordings?: { sid: string }[] };
      return (page.calls ?? page.recordings ?? []).map(({ sid }) => sid);
    };
    expect(await listed("Calls.json")).toEqual([]);
    expect(await listed("Calls.json")).toContain(call.sid);
    expect(await listed(`Calls/${call.sid}/Recordings.json`)).toEqual([]);
    expect(await listed(`Calls/${call.sid}/Recordings.json`)).toEqual([only(call).sid]);
  });
});

describe("callbacks", () => {
  it("say less later, and an earlier status once more", async () => {
    const { server, call } = await callOver(voicemail, { emptyLaterValues: true });
    const [first, ...later] = statuses(server);
    expect(first).toMatchObject({ From: numbers.from, To: numbers.to, Direction: "inbound" });
    for (const parameters of later) expect(parameters).toMatchObject({ From: "", To: "", Direction: "", CallSid: call.sid });
    expect(later.map((one) => [one["CallStatus"], one["CallDuration"]])).toEqual([
      ["in-progress", undefined],
      ["completed", String(call.leg.duration)],
      ["in-progress", "0"],
    ]);
  });

  it("come late, in their order", async () => {
    const { server, simulator } = await start(voicemail, { lateCallbacksMs: 300 });
    const call = await simulator.placeCall(numbers);
    await call.ended;
    const ended = Date.now();
    expect(statuses(server)).toEqual([]);
    await call.settled;
    expect(Date.now() - ended).toBeGreaterThan(250);
    expect(statuses(server).map((one) => one["CallStatus"])).toEqual(["ringing", "in-progress", "completed"]);
  });

  it("are all lost, and nothing is asked for after the first request", async () => {
    for (const twiml of [forward, voicemail, stream]) {
      const { server, call } = await callOver(twiml, { loseCallbacks: "all" });
      expect(server.received.map(({ path }) => path)).toEqual(["/voice"]);
      expect([call.leg.status, call.problems, call.recordings.length]).toEqual(["completed", [], 1]);
    }
  });
});

describe("the first request", () => {
  async function withFallback(arrange: (server: FakeServer, simulator: TwilioSimulator) => void, misbehaviour = {}, options = {}) {
    const { server, simulator } = await start(voicemail, misbehaviour);
    simulator.fallbackTwiml = fallback.replace("SERVER", server.url);
    arrange(server, simulator);
    const call = await simulator.placeCall({ ...numbers, ...options });
    await call.settled;
    return { server, call };
  }

  it("is lost, and the static document records a message", async () => {
    const { server, call } = await withFallback(() => undefined, { loseIncoming: true });
    expect(server.at("/voice")).toEqual([]);
    expect(call.problems).toEqual([]);
    expect(call.fellBack).toContain("lost");
    expect(server.at("/recording")).toMatchObject([{ signed: true, parameters: { CallSid: call.sid, RecordingSource: "RecordVerb" } }]);
    expect(statuses(server).map((one) => one["CallStatus"])).toEqual(["in-progress", "completed"]);
  });

  it("is lost, and who stays on the line after the message hears the document once", async () => {
    const { call } = await withFallback(() => undefined, { loseIncoming: true }, { hangsUp: "called" });
    expect([call.recordings.length, call.problems, call.leg.status]).toEqual([1, [], "completed"]);
  });

  it("fails, and the static document is followed", async () => {
    const { server, call } = await withFallback((broken) => void broken.statuses.push(500));
    expect(server.at("/voice")).toHaveLength(1);
    expect(call.fellBack).toContain("500");
    expect(server.at("/recording")).toHaveLength(1);
  });

  it("is lost, and without such a document the call comes to nothing", async () => {
    const { server, call } = await callOver(voicemail, { loseIncoming: true });
    expect(call.problems).toHaveLength(1);
    expect(call.recordings).toEqual([]);
    expect(statuses(server).map((one) => one["CallStatus"])).toEqual(["completed"]);
  });
});

describe("connection overrides", () => {
  it("are read from the fragment, with Twilio's defaults for the rest", () => {
    expect(readOverrides("https://a.example/x")).toMatchObject({ url: "https://a.example/x", overrides: { retryCount: 1, retryPolicy: ["ct"] } });
    expect(readOverrides("https://a.example/x?y=1#rc=3&rp=4xx,rt")).toMatchObject({
      url: "https://a.example/x?y=1",
      overrides: { retryCount: 3, retryPolicy: ["4xx", "rt"], readTimeoutMs: 15_000 },
    });
    expect(readOverrides("https://a.example/#rp=all&rt=500").overrides).toMatchObject({ retryPolicy: ["ct", "rt", "4xx", "5xx"], readTimeoutMs: 500 });
  });

  it.each(["rc=6", "rc=-1", "rp=sometimes", "rt=99", "ct=10001", "nonsense=1"])("are refused as Twilio refuses them: %s", (pair) => {
    expect(() => readOverrides(`https://a.example/#${pair}`)).toThrow();
  });

  async function placed(fragment: string, statuses: number[]) {
    const { server, simulator } = await start("<Response><Hangup/></Response>", {}, { statusUrl: null });
    server.statuses.push(...statuses);
    const voiceUrl = `${server.url}/voice${fragment}`;
    (simulator.options as { voiceUrl: string }).voiceUrl = voiceUrl;
    await (await simulator.placeCall(numbers)).settled;
    return server.at("/voice");
  }

  it.each<[string, number[], number]>([
    ["#rc=5&rp=all", [500, 404, 0], 4],
    ["#rc=2&rp=all", [500, 500, 500], 3],
    ["#rc=5&rp=5xx", [500, 404], 2],
    ["#rc=5&rp=4xx", [404, 404], 3],
    ["#rc=5&rp=rt", [0, 0], 3],
    ["#rc=5", [0], 1],
    ["#rc=0&rp=all", [500], 1],
  ])("%s repeats what failed so, under one token, signed without the fragment", async (fragment, failures, attempts) => {
    const received: Received[] = await placed(fragment, failures);
    expect(received).toHaveLength(attempts);
    expect(received.every(({ signed }) => signed)).toBe(true);
    expect(new Set(received.map(({ token }) => token)).size).toBe(1);
  });

  it("give up on an answer that takes too long", async () => {
    const { simulator } = await start("<Response/>");
    const silent = await simulator.sendWebhook("http://127.0.0.1:1/#rt=100", { CallSid: "CA1" });
    expect(silent).toMatchObject({ status: null, failure: "ct", url: "http://127.0.0.1:1/" });
  });
});

describe("the fault rate", () => {
  it("makes that share of the answers wrong, the same ones for the same seed", async () => {
    const answers = async (seed: number) => {
      const { simulator, call } = await callOver(voicemail, {}, {}, { faultRate: 0.4, seed });
      const seen: string[] = [];
      for (let time = 0; time < 25; ++time) {
        const path = time % 2 === 0 ? `Recordings/${only(call).sid}.mp3` : `Calls/${call.sid}.json`;
        const answer = await api(simulator, path).catch(() => null);
        const body = await answer?.text().catch(() => null);
        seen.push(answer === null ? "hang-up" : body == null ? "truncated" : `${answer.status} ${answer.headers.get("content-type")} ${answer.headers.get("retry-after")}`);
      }
      expect(only(call).served).toBeLessThan(13);
      return { seen, faults: simulator.faults };
    };
    const [one, same, other] = await Promise.all([answers(7), answers(7), answers(8)]);
    expect(one).toEqual(same);
    expect(one.seen).not.toEqual(other.seen);
    const all = Object.values(one.faults).reduce((sum, count) => sum + count, 0);
    expect(all).toBeGreaterThan(4);
    expect(all).toBeLessThan(18);
  });

  it("has every kind, and XML as audio where media was asked for alone", async () => {
    const { simulator } = await start(voicemail, {}, { faultRate: 1 });
    await Promise.all(Array.from({ length: 60 }, () => api(simulator, "Calls.json").then((answer) => answer.text()).catch(() => null)));
    const { "xml-as-audio": audio, ...others } = simulator.faults;
    expect(audio).toBe(0);
    for (const count of Object.values(others)) expect(count).toBeGreaterThan(0);
    await Promise.all(Array.from({ length: 60 }, () => api(simulator, "Recordings/RE00000000000000000000000000000000.mp3").catch(() => null)));
    expect(simulator.faults["xml-as-audio"]).toBeGreaterThan(0);
  });

  it("draws numbers that are spread evenly", () => {
    const random = seededRandom(3);
    const drawn = Array.from({ length: 10_000 }, random);
    expect(drawn.every((number) => number >= 0 && number < 1)).toBe(true);
    expect(drawn.reduce((sum, number) => sum + number, 0) / drawn.length).toBeCloseTo(0.5, 1);
    expect(drawn.filter((number) => number < 0.05).length).toBeGreaterThan(400);
  });
});

it("tells of every attempt at a webhook", async () => {
  const told: string[] = [];
  const { server } = await callOver(voicemail, {}, {}, { onWebhook: ({ url, status }) => void told.push(`${new URL(url).pathname} ${status}`) });
  expect(told).toEqual(server.received.map(({ path, status }) => `${path} ${status}`));
});

it("counts what was fetched and served", async () => {
  const { simulator, call } = await callOver(voicemail, { notFoundTimes: 1 });
  await media(simulator, only(call));
  await (await media(simulator, only(call))).arrayBuffer();
  expect(only(call).servedAt).toEqual([expect.any(Date)]);
  expect(simulator.totals).toMatchObject({ calls: 1, mediaFetches: 2, mediaServed: 1, deletions: 0, requests: 2 });
  const told = (await (await fetch(`${simulator.url}/simulator/totals`)).json()) as object;
  expect(told).toMatchObject({ mediaServed: 1, faults: { "503": 0 } });
});
