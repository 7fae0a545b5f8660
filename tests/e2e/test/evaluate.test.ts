// SPDX-License-Identifier: Apache-2.0
// `kolog evaluate` with the demo model: on its own calls, whose words are known, and on noise.
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { KologServer } from "../src/index.ts";

const calls = join(import.meta.dirname, "../../data/calls");

interface Counts {
  reference: number;
  correct: number;
  substitutions: number;
  deletions: number;
  insertions: number;
  error_rate: number | null;
}
interface Errors {
  count: number;
  median: number | null;
  p95: number | null;
}
interface Score {
  words: Counts;
  characters: Counts;
  word_time_errors: { start: Errors; end: Errors };
  turn_time_errors: { start: Errors; end: Errors };
}
interface Report {
  models: {
    model: string;
    audio_seconds: number;
    wall_seconds: number;
    speed: number;
    speakers: Record<string, Score>;
    recordings: { file: string; speakers: Record<string, Score> }[];
  }[];
  failed: { file: string; model: string | null; error: string }[];
}

let folder: string;
let recordings: string;
let kolog: KologServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kolog-e2e-"));
  recordings = join(folder, "recordings");
  await mkdir(recordings);
  kolog = await KologServer.prepare({ dataDir: folder, env: { KOLOG_MODEL: "kolog-demo" } });
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** 16-bit samples on one channel at 8 kHz. */
async function writeWav(path: string, samples: Int16Array): Promise<void> {
  const head = Buffer.alloc(44);
  head.write("RIFF", 0, "ascii");
  head.writeUInt32LE(36 + samples.byteLength, 4);
  head.write("WAVEfmt ", 8, "ascii");
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(16_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36, "ascii");
  head.writeUInt32LE(samples.byteLength, 40);
  await writeFile(path, Buffer.concat([head, Buffer.from(samples.buffer)]));
}

it("measures each speaker of the recordings that have a reference, and names those that have none", async () => {
  await copyFile(join(calls, "call-en-1.flac"), join(recordings, "a.flac"));
  await copyFile(join(calls, "call-en-1.json"), join(recordings, "a.json"));
  await copyFile(join(calls, "call-en-1.flac"), join(recordings, "b.flac"));
  const { status, stdout, stderr } = await kolog.command(["evaluate", "speech", recordings, "--format", "json"]);
  expect(status).toBe(1);
  expect(stderr).toContain("b.flac");
  expect(stderr).toContain("b.json");
  const report = JSON.parse(stdout) as Report;
  expect(report.failed.map(({ file }) => file)).toEqual([join(recordings, "b.flac")]);
  expect(report.models).toHaveLength(1);
  const [model] = report.models;
  expect(model!.model).toBe("kolog-demo");
  expect(model!.recordings.map(({ file }) => file)).toEqual([join(recordings, "a.flac")]);
  expect(model!.audio_seconds).toBeCloseTo(34.3, 1);
  expect(model!.speed).toBeCloseTo(model!.audio_seconds / model!.wall_seconds, 3);
  const { caller, agent, all } = model!.speakers;
  expect(caller!.words.reference + agent!.words.reference).toBe(all!.words.reference);
  expect(all!.words.error_rate).toBeLessThan(0.4);
  expect(all!.characters.error_rate).toBeLessThan(0.4);
  // The reference has turns and no words' times.
  expect(all!.turn_time_errors.start.count).toBeGreaterThan(5);
  expect(all!.turn_time_errors.start.median).toBeLessThan(1);
  expect(all!.word_time_errors.start).toEqual({ count: 0, median: null, p95: null });
});

it("has a block of rows for each model, compares with what is said in plain text, and in the language that is asked for", async () => {
  await copyFile(join(calls, "call-he-1.flac"), join(recordings, "a.flac"));
  await writeFile(join(recordings, "a.txt"), "לקוח: שלום\nנציג: שלום");
  await copyFile(join(import.meta.dirname, "../../../models/kolog-demo-q5_0.bin"), join(folder, "another.bin"));
  const another = join(folder, "another.bin");
  const parameters = ["evaluate", "speech", join(recordings, "a.flac"), "--language", "he", "--threads", "1"];
  const { status, stdout } = await kolog.command([...parameters, "--model", "kolog-demo", "--model", another]);
  expect(status).toBe(0);
  const rows = stdout.trimEnd().split("\n").map((line) => line.split(/ {2,}/));
  expect(rows[0]!.slice(0, 5)).toEqual(["MODEL", "SPEAKER", "CALLS", "WORDS", "WER"]);
  expect(rows.slice(1).map((row) => row.slice(0, 4))).toEqual(
    ["kolog-demo", "another"].flatMap((name) => [
      [name, "caller", "1", "1"],
      [name, "agent", "1", "1"],
      [name, "all", "1", "2"],
    ]),
  );
});

it("prints what the model makes up where nobody speaks", async () => {
  const noise = new Int16Array(8000 * 40);
  for (let i = 0, state = 1; i < noise.length; ++i) {
    state = (state * 48_271) % 2_147_483_647;
    noise[i] = (state % 4001) - 2000;
  }
  await writeWav(join(recordings, "noise.wav"), noise);
  const { status, stdout, stderr } = await kolog.command(["evaluate", "phantoms", recordings, "--language", "en", "--format", "json"]);
  expect([status, stderr]).toEqual([0, ""]);
  const { model, phantoms } = JSON.parse(stdout) as { model: string; phantoms: { text: string; count: number; dropped: number; log_probability: number }[] };
  expect(model).toBe("kolog-demo");
  expect(phantoms.length).toBeGreaterThan(0);
  for (const { text, count, dropped, log_probability } of phantoms) {
    expect(text).not.toBe("");
    expect(dropped).toBeLessThanOrEqual(count);
    expect(log_probability).toBeLessThan(0);
  }
  expect(phantoms.map(({ count }) => count)).toEqual(phantoms.map(({ count }) => count).sort((a, b) => b - a));
  const table = await kolog.command(["evaluate", "phantoms", recordings, "--language", "en", "--top", "1"]);
  expect(table.stdout.trimEnd().split("\n")).toHaveLength(2);
  expect(table.stdout).toContain(phantoms[0]!.text);
});

it("says what is missing when nothing can be measured", async () => {
  expect((await kolog.command(["evaluate"])).status).toBe(2);
  const empty = await kolog.command(["evaluate", "speech", recordings]);
  expect([empty.status, empty.stdout]).toEqual([1, ""]);
  expect(empty.stderr).toContain("no recording");
  await writeWav(join(recordings, "a.wav"), new Int16Array(8000));
  await writeFile(join(recordings, "a.txt"), "hello");
  const unknown = await kolog.command(["evaluate", "speech", recordings, "--model", "nothing"]);
  expect([unknown.status, unknown.stdout]).toEqual([1, ""]);
  expect(unknown.stderr).toContain("kolog models list");
});
