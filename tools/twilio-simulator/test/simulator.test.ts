// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { newSid, parseTwiml, TwilioSimulator, type Misbehaviour } from "../index.ts";
import { accountSid, api, callOver, forward, media, numbers, only, running, start, stream, voicemail } from "./simulated.ts";

describe("calls", () => {
  it("signs every webhook so that Twilio's own package accepts it", async () => {
    const { server } = await callOver(forward);
    expect(server.received.length).toBeGreaterThan(5);
    expect(server.received.filter((one) => !one.signed)).toEqual([]);
  });

  it("rings the forwarded number as a child leg and records both sides", async () => {
    const { server, call } = await callOver(forward);
    expect(call.problems).toEqual([]);
    expect(call.verbs).toEqual(["Say", "Dial"]);
    const child = server.at("/call_status").filter((one) => one.parameters["ParentCallSid"] === call.sid);
    expect(child.map((one) => one.parameters["CallStatus"])).toEqual(["initiated", "ringing", "in-progress", "completed"]);
    const parent = server.at("/call_status").filter((one) => one.parameters["CallSid"] === call.sid);
    expect(parent.map((one) => one.parameters["CallStatus"])).toEqual(["ringing", "in-progress", "completed"]);
    const [begun, done] = server.at("/recording").map((one) => one.parameters);
    expect(begun).toMatchObject({ CallSid: call.sid, RecordingStatus: "in-progress", RecordingSource: "DialVerb", RecordingChannels: "2" });
    expect(done).toMatchObject({ RecordingSid: begun!["RecordingSid"], RecordingStatus: "completed", RecordingDuration: "2" });
  });

  it("records nothing when nobody answers", async () => {
    const { server, call } = await callOver(forward, {}, { outcome: "busy" });
    expect(call.recordings).toEqual([]);
    expect(server.at("/recording")).toEqual([]);
    const child = server.at("/call_status").filter((one) => one.parameters["ParentCallSid"] === call.sid);
    expect(child.at(-1)!.parameters["CallStatus"]).toBe("busy");
  });

  it("leaves a mono message and asks the action for more", async () => {
    const { server, call } = await callOver(voicemail);
    const recording = only(call);
    expect(server.at("/done").map((one) => one.parameters)).toMatchObject([{ RecordingSid: recording.sid, Digits: "hangup", CallSid: call.sid }]);
    expect(server.at("/recording").map((one) => one.parameters)).toMatchObject([{ RecordingChannels: "1", RecordingSource: "RecordVerb" }]);
  });

  it("asks for the same document again when <Record> names no action", async () => {
    const { server } = await callOver("<Response><Record/></Response>");
    expect(server.at("/voice")).toHaveLength(2);
  });

  it("records from <Start> to the end and tells when the stream is over", async () => {
    const { server, call } = await callOver(stream);
    expect(only(call).options.source).toBe("StartCallRecordingTwiML");
    expect(server.at("/stream_ended").map((one) => one.parameters["StreamSid"])).toEqual([expect.stringMatching(/^MZ[0-9a-f]{32}$/)]);
  });

  it("ends a rejected call as busy", async () => {
    const { call } = await callOver('<Response><Reject reason="busy"/></Response>');
    expect(call.leg.status).toBe("busy");
  });

  it("reports TwiML that does not parse", async () => {
    const { call } = await callOver("<Response><Say>Hello</Response>");
    expect(call.problems).toHaveLength(1);
  });

  it("signs for the public address and goes to the real one", async () => {
    const { server, simulator } = await start("<Response><Hangup/></Response>");
    const local = server.url;
    server.url = "https://kolog.example.com";
    const away = new TwilioSimulator({ ...simulator.options, voiceUrl: `${server.url}/voice`, reach: { [server.url]: local } });
    await away.start();
    running.push(away);
    await (await away.placeCall(numbers)).settled;
    expect(server.at("/voice").map((one) => one.signed)).toEqual([true]);
  });
});

describe("recordings", () => {
  it("are listed by call, in Twilio's form", async () => {
    const { simulator, call } = await callOver(forward);
    const page = (await (await api(simulator, `Calls/${call.sid}/Recordings.json`)).json()) as { recordings: unknown[] };
    const { sid } = only(call);
    expect(page.recordings).toMatchObject([
      { sid, status: "completed", channels: 2, duration: "2", source: "DialVerb", uri: `/2010-04-01/Accounts/${accountSid}/Recordings/${sid}.json` },
    ]);
    expect((await api(simulator, `Calls/${newSid("CA")}/Recordings.json`)).status).toBe(404);
  });

  it("are served as MP3 and WAV, with both channels only when asked for", async () => {
    const { simulator, call } = await callOver(forward);
    const mp3 = await media(simulator, only(call), "?RequestedChannels=2");
    expect([mp3.status, mp3.headers.get("content-type")]).toEqual([200, "audio/mpeg"]);
    const bytes = Buffer.from(await mp3.arrayBuffer());
    expect(bytes.length).toBe(Number(mp3.headers.get("content-length")));
    // 32 kbit/s for two seconds, give or take the codec's own delay.
    expect(bytes.length).toBeGreaterThan(7000);
    expect(bytes.length).toBeLessThan(10000);
    const wavChannels = async (query: string) => {
      const wav = Buffer.from(await (await api(simulator, `Recordings/${only(call).sid}.wav${query}`)).arrayBuffer());
      return wav.readUInt16LE(22);
    };
    expect(await wavChannels("?RequestedChannels=2")).toBe(2);
    expect(await wavChannels("")).toBe(1);
    expect(only(call).fetches).toBe(3);
  });

  it("need the account's credentials", async () => {
    const { simulator, call } = await callOver(forward);
    const address = `${simulator.url}${only(call).uri}.mp3`;
    expect((await fetch(address)).status).toBe(401);
    expect((await fetch(address, { headers: { Authorization: `Basic ${btoa(`${accountSid}:wrong`)}` } })).status).toBe(401);
    expect(only(call).fetches).toBe(0);
  });

  it("are gone after DELETE", async () => {
    const { simulator, call } = await callOver(forward);
    const address = `Recordings/${only(call).sid}.json`;
    expect((await api(simulator, address, { method: "DELETE" })).status).toBe(204);
    expect((await api(simulator, address, { method: "DELETE" })).status).toBe(404);
    expect((await media(simulator, only(call))).status).toBe(404);
  });

  it("can be started by request while the call is in progress, and not after it", async () => {
    const { simulator } = await start("<Response><Dial>+972521112222</Dial></Response>");
    const call = await simulator.placeCall({ ...numbers, lastsMs: 400 });
    await expect.poll(() => call.leg.status).toBe("in-progress");
    expect((await api(simulator, `Calls/${call.sid}/Recordings.json`, { method: "POST" })).status).toBe(201);
    await call.settled;
    expect(only(call).options.source).toBe("StartCallRecordingAPI");
    const late = await api(simulator, `Calls/${call.sid}/Recordings.json`, { method: "POST" });
    expect([late.status, ((await late.json()) as { code: number }).code]).toEqual([400, 21220]);
  });
});

describe("misbehaviour", () => {
  it("is refused when its name is misspelt", async () => {
    const { simulator } = await start(forward);
    await expect(simulator.placeCall({ ...numbers, misbehaviour: { notFoundTime: 1 } as Misbehaviour })).rejects.toThrow("notFoundTime");
  });

  it("answers fetches wrongly in order, and rightly after that", async () => {
    const { simulator, call } = await callOver(forward, { notFoundTimes: 1, tooManyRequestsTimes: 1, serverErrorTimes: 1, htmlTimes: 1, xmlAsAudioTimes: 1 });
    const answers: [number, string | null][] = [];
    for (let time = 0; time < 6; ++time) {
      const answer = await media(simulator, only(call));
      answers.push([answer.status, answer.headers.get("content-type")]);
      await answer.arrayBuffer();
    }
    expect(answers).toEqual([
      [404, "application/xml"],
      [429, "application/xml"],
      [503, "application/xml"],
      [200, "text/html; charset=utf-8"],
      [200, "audio/mpeg"],
      [200, "audio/mpeg"],
    ]);
    expect([only(call).fetches, only(call).served]).toEqual([6, 1]);
  });

  it("announces more than it sends when bodies are truncated", async () => {
    const { simulator, call } = await callOver(forward, { truncatedTimes: 1 });
    await expect(media(simulator, only(call)).then((answer) => answer.arrayBuffer())).rejects.toThrow();
    expect((await media(simulator, only(call))).status).toBe(200);
  });

  it("keeps a late recording in processing", async () => {
    const { simulator } = await start(forward, { availableAfterMs: 300, callbackBeforeAvailable: true });
    const call = await simulator.placeCall(numbers);
    await call.ended;
    const described = async () => (await (await api(simulator, `Recordings/${only(call).sid}.json`)).json()) as { status: string; duration: string };
    expect(await described()).toMatchObject({ status: "processing", duration: "-1" });
    const early = await media(simulator, only(call));
    expect([early.status, await early.text()]).toEqual([404, expect.stringContaining("<Code>20404</Code>")]);
    await expect.poll(described).toMatchObject({ status: "completed" });
    expect((await media(simulator, only(call))).status).toBe(200);
  });

  it("refuses two channels of a mono recording", async () => {
    const { simulator, call } = await callOver(forward, { mono: true });
    const dual = await media(simulator, only(call), "?RequestedChannels=2");
    expect([dual.status, await dual.text()]).toEqual([400, expect.stringContaining("16113")]);
    expect((await media(simulator, only(call))).status).toBe(200);
  });

  it("tells of an absent recording only who asked to hear of it", async () => {
    const { server, simulator, call } = await callOver(forward, { absent: 16102 });
    expect(server.at("/recording").at(-1)!.parameters).toMatchObject({ RecordingStatus: "absent", ErrorCode: "16102" });
    expect((await media(simulator, only(call))).status).toBe(404);
    const deaf = await callOver(voicemail, { absent: 16101 });
    expect(deaf.server.at("/recording")).toEqual([]);
  });

  it("repeats webhooks under the same token", async () => {
    const { server } = await callOver(voicemail, { repeatWebhooks: 1 });
    const tokens = server.at("/recording").map((one) => one.token);
    expect(tokens).toHaveLength(2);
    expect(new Set(tokens).size).toBe(1);
    expect(server.at("/voice")).toHaveLength(2);
  });

  it("sends held callbacks last first", async () => {
    const { server, call } = await callOver(forward, { reverseCallbacks: true });
    const parent = server.at("/call_status").filter((one) => one.parameters["CallSid"] === call.sid);
    expect(parent.map((one) => one.parameters["CallStatus"])).toEqual(["completed", "in-progress", "ringing"]);
    expect(server.at("/recording").map((one) => one.parameters["RecordingStatus"])).toEqual(["completed", "in-progress"]);
  });

  it("loses the callbacks that it is told to lose", async () => {
    const { server } = await callOver(forward, { loseCallbacks: "recording" });
    expect(server.at("/recording")).toEqual([]);
    expect(server.at("/call_status").length).toBeGreaterThan(0);
  });

  it.each(["wrong", "missing", "other-token"] as const)("signs wrongly: %s", async (signature) => {
    const { server } = await callOver(voicemail, { signature });
    expect(server.received.some((one) => one.signed)).toBe(false);
  });
});

describe("control", () => {
  it("places calls, shows them and sets what goes wrong", async () => {
    const { simulator } = await start(voicemail);
    const put = await fetch(`${simulator.url}/simulator/misbehaviour`, { method: "PUT", body: JSON.stringify({ mono: true }) });
    expect(put.status).toBe(200);
    expect((await fetch(`${simulator.url}/simulator/misbehaviour`, { method: "PUT", body: '{"nonsense":1}' })).status).toBe(400);
    const placed = await fetch(`${simulator.url}/simulator/calls?wait=settled`, { method: "POST", body: JSON.stringify(numbers) });
    expect(placed.status).toBe(201);
    const call = (await placed.json()) as { call_sid: string };
    expect(call).toMatchObject({ status: "completed", problems: [], recordings: [{ source: "RecordVerb", fetches: 0 }] });
    expect(await (await fetch(`${simulator.url}/simulator/calls/${call.call_sid}`)).json()).toEqual(call);
    expect((await fetch(`${simulator.url}/simulator/calls`, { method: "POST", body: "not JSON" })).status).toBe(400);
  });
});

describe("TwiML", () => {
  it("keeps the order of verbs, their attributes and their text", () => {
    const [say, dial] = parseTwiml('<?xml version="1.0"?><Response><Say language="he-IL">א &amp; ב</Say><Dial><Number>+1</Number></Dial></Response>');
    expect(say).toMatchObject({ name: "Say", attributes: { language: "he-IL" }, text: "א & ב" });
    expect(dial!.children).toMatchObject([{ name: "Number", text: "+1" }]);
  });

  it("takes an empty document for no verbs, and refuses one without <Response>", () => {
    expect(parseTwiml("")).toEqual([]);
    expect(() => parseTwiml("<Say/>")).toThrow("<Response>");
  });
});
