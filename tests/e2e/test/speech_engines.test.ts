// SPDX-License-Identifier: Apache-2.0
// The speech engine `openai` against a real server of another make, whisper.cpp's, and what happens when it is not there.
import { createServer } from "node:http";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort, Installation, KologServer, modelPath, sampleCall, samplePath, SpeechServer, waitUntil } from "../src/index.ts";

interface Transcript {
  language: string | null;
  duration: number;
  segments: { channel: number; speaker: string; start: number; end: number; text: string; confidence: number; words: { text: string; start: number; end: number }[] }[];
}

const key = "sk-never-to-be-seen-4711";

let folder: string;
let speech: SpeechServer;
let kolog: KologServer;
let nowhere: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kolog-e2e-"));
  speech = await SpeechServer.start();
  nowhere = `http://127.0.0.1:${await freePort()}`;
  kolog = await KologServer.prepare({
    dataDir: folder,
    env: { KOLOG_SPEECH_URL: speech.url, KOLOG_SPEECH_API_KEY: key, KOLOG_LANGUAGE: "auto", KOLOG_LOG_LEVEL: "debug" },
  });
});

afterAll(async () => {
  await speech?.stop();
  await rm(folder, { recursive: true, force: true });
});

function transcribe(sample: string, env: Record<string, string> = {}, flags: string[] = []) {
  return kolog.command(["transcribe", samplePath(sample), "--engine", "openai", "--format", "json", ...flags], env);
}

function words(text: string): string[] {
  return text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

describe.each(["call-en-1", "call-he-1"])("a server that transcribes %s", (sample) => {
  const reference = sampleCall(sample);
  let transcript: Transcript;

  beforeAll(async () => {
    const before = speech.uploads;
    const { status, stdout, stderr } = await transcribe(sample, { KOLOG_MODEL: "no-such-model" });
    expect(stderr).not.toContain(key);
    expect(stdout).not.toContain(key);
    expect(status, stderr).toBe(0);
    await waitUntil("the server tells of both channels", 5_000, () => speech.uploads - before >= 2);
    transcript = JSON.parse(stdout) as Transcript;
  }, 300_000);

  it("is asked channel by channel, and says the language", () => {
    expect(transcript.language).toBe(reference.language);
    expect(transcript.duration).toBeCloseTo(reference.duration_s, 0);
    expect(new Set(transcript.segments.map(({ channel }) => channel))).toEqual(new Set([0, 1]));
    expect(transcript.segments.every(({ channel, speaker }) => speaker === ["caller", "agent"][channel])).toBe(true);
  });

  it("has its times put where they are in the call", () => {
    const starts = transcript.segments.map(({ start }) => start);
    expect(starts).toEqual([...starts].sort((one, other) => one - other));
    for (const segment of transcript.segments) {
      expect(segment.start).toBeLessThanOrEqual(segment.end);
      expect(segment.end).toBeLessThanOrEqual(reference.duration_s);
      for (const word of segment.words) expect(word.end).toBeLessThanOrEqual(reference.duration_s);
    }
    expect(transcript.segments.some(({ words }) => words.length > 0)).toBe(true);
  });

  // The server hears a whole channel at once, of which the demo model loses a part: service and city may be in it.
  it("is understood, each speaker by itself", () => {
    for (const speaker of ["caller", "agent"] as const) {
      const heard = new Set(transcript.segments.filter((segment) => segment.speaker === speaker).flatMap(({ text }) => words(text)));
      const said = words(reference.reference[speaker]);
      expect(said.filter((word) => heard.has(word)).length / said.length, speaker).toBeGreaterThan(0.3);
    }
  });
});

describe("a server that is not there", () => {
  it("ends the command with status 1 and a sentence", async () => {
    const { status, stdout, stderr } = await transcribe("call-en-1", { KOLOG_SPEECH_URL: nowhere });
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain(`The speech server does not answer. (POST ${nowhere}: `);
    expect(stderr).not.toContain(key);
  });

  it("gives way to the local model where that is the fallback", async () => {
    const { status, stdout, stderr } = await transcribe("call-en-1", { KOLOG_SPEECH_URL: nowhere, KOLOG_SPEECH_FALLBACK: "whisper", KOLOG_MODEL: modelPath() });
    expect(status, stderr).toBe(0);
    const transcript = JSON.parse(stdout) as Transcript;
    const text = transcript.segments.map((segment) => segment.text).join(" ");
    expect(words(text)).toEqual(expect.arrayContaining(words(sampleCall("call-en-1").city.text)));
    expect(stderr).toContain("[OFFLINE_STT] the first speech engine failed, the second takes over");
    expect(stderr).not.toContain(key);
  });

  it("is found by the doctor", async () => {
    const { stdout } = await kolog.command(["doctor"], { KOLOG_SPEECH_ENGINE: "openai", KOLOG_SPEECH_URL: nowhere });
    expect(stdout).toContain(`The speech server at ${nowhere} does not answer`);
    const other = await kolog.command(["doctor"], { KOLOG_SPEECH_ENGINE: "openai" });
    expect(other.stdout).toContain(`The speech server at ${speech.url} answers`);
    expect(stdout + other.stdout).not.toContain(key);
  });
});

it("reports an engine without a server's address as a mistake in the settings", async () => {
  const { status, stderr } = await kolog.command(["transcribe", samplePath("call-en-1"), "--engine", "openai"], { KOLOG_SPEECH_URL: "speech" });
  expect(status).not.toBe(0);
  expect(stderr).toContain("KOLOG_SPEECH_URL must begin with https:// or http://");
});

it("does not give the key to where a server redirects to", async () => {
  const asked: (string | undefined)[] = [];
  const other = createServer((request, response) => {
    asked.push(request.headers.authorization);
    request.resume().on("end", () => response.writeHead(307, { Location: `${speech.url}/elsewhere` }).end());
  });
  other.listen(0, "127.0.0.1");
  await once(other, "listening");
  const before = speech.uploads;
  const { status, stderr } = await transcribe("call-en-1", { KOLOG_SPEECH_URL: `http://127.0.0.1:${(other.address() as AddressInfo).port}` });
  other.close();
  expect(status).toBe(1);
  expect(stderr).toContain("KOLOG_SPEECH_URL");
  expect(asked).toEqual([`Bearer ${key}`]);
  expect(speech.uploads).toBe(before);
});

it("processes a call that comes in, with no model on this machine", async () => {
  const installation = await Installation.start({
    env: { KOLOG_SPEECH_ENGINE: "openai", KOLOG_SPEECH_URL: speech.url, KOLOG_SPEECH_API_KEY: key, KOLOG_MODEL: "no-such-model" },
  });
  try {
    const tenant = await installation.tenant("Locksmiths");
    const call = await installation.placeCall({ to: await installation.number(tenant, "forward", "en"), audio: samplePath("call-en-1") });
    await call.settled;
    const kept = await installation.rests(tenant, call.sid, "processed", 100_000);
    expect(kept.language).toBe("en");
    expect(kept.transcript!.segments.length).toBeGreaterThan(1);
    expect(installation.server.log).toContain("[OFFLINE_STT] transcribed by the speech server");
    expect(installation.server.log).not.toContain(key);
  } finally {
    await installation.stop();
  }
});
