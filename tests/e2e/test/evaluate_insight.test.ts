// SPDX-License-Identifier: Apache-2.0
// `kolog evaluate insight` on labelled calls: its own, and ones of a business's.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { KologServer } from "../src/index.ts";

const set = join(import.meta.dirname, "../../data/understanding");

interface Report {
  calls: number;
  both_right: number;
  confident_answers: number;
  confident_mistakes: number;
  expected_calibration_error: number;
  fields: Record<string, { calls: number; labelled: number; accuracy: number; calibration: { from: number; answers: number }[] }>;
  mistakes: { id: string; field: string; label: string; answer: string; confidence: number }[];
}

let folder: string;
let kolog: KologServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kolog-e2e-"));
  kolog = await KologServer.prepare({ dataDir: folder, env: {} });
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function evaluate(...parameters: string[]): Promise<Report> {
  const { status, stdout } = await kolog.command(["evaluate", "insight", ...parameters, "--format", "json"]);
  expect(status).toBe(0);
  return JSON.parse(stdout) as Report;
}

it("understands the calls that it was not tuned on, and knows how sure it may be", async () => {
  const report = await evaluate(join(set, "he.test.jsonl"), join(set, "en.test.jsonl"));
  expect(report.calls).toBe(180);
  expect(report.both_right).toBeGreaterThanOrEqual(0.95);
  expect(report.confident_answers).toBeGreaterThan(200);
  expect(report.confident_mistakes).toBeLessThan(0.02);
  expect(report.expected_calibration_error).toBeLessThan(0.05);
  const wrong = report.mistakes.filter(({ field }) => field === "service").length;
  expect(report.fields["service"]!.accuracy).toBeCloseTo(1 - wrong / 180, 10);
});

it("understands most of what a recogniser damaged, and the same damage is done each time", async () => {
  const parameters = [join(set, "he.test.jsonl"), join(set, "en.test.jsonl"), "--word-errors", "10"];
  const report = await evaluate(...parameters);
  expect(report.both_right).toBeGreaterThanOrEqual(0.85);
  expect((await evaluate(...parameters)).mistakes).toEqual(report.mistakes);
  expect((await evaluate(...parameters, "--seed", "2")).mistakes).not.toEqual(report.mistakes);
});

it("counts an answer that is wrong, and lists it", async () => {
  const file = join(folder, "own.jsonl");
  await writeFile(
    file,
    [
      { id: "right", service: "plumbing", city: "חולון", text: "לקוח: אני צריך אינסטלטור בחולון" },
      { id: "wrong", service: "gas", city: "חולון", text: "לקוח: אני צריך אינסטלטור בחולון" },
    ]
      .map((call) => JSON.stringify(call))
      .join("\n"),
  );
  const report = await evaluate(file);
  expect(report.both_right).toBe(0.5);
  expect(report.mistakes).toHaveLength(1);
  expect(report.mistakes[0]).toMatchObject({ id: "wrong", field: "service", label: "gas", answer: "plumbing" });
  const { stdout } = await kolog.command(["evaluate", "insight", file, "--mistakes"]);
  expect(stdout).toMatch(/wrong +service +gas +plumbing/);
  expect(stdout).toContain("2 calls: service and city both right in 1 (50.0 %)");
});

it("says which line of a file is no labelled call", async () => {
  const file = join(folder, "own.jsonl");
  await writeFile(file, '{"service":null,"city":null,"text":"hello"}\n{"service":null}\n');
  const { status, stdout, stderr } = await kolog.command(["evaluate", "insight", file]);
  expect(status).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toContain(`${file}: Line 2: "text" is missing`);
  expect((await kolog.command(["evaluate", "insight", join(folder, "none.jsonl")])).status).toBe(1);
  expect((await kolog.command(["evaluate", "insight"])).status).toBe(2);
});
