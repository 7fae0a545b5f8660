// SPDX-License-Identifier: Apache-2.0
// Where things are in the repository.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

export function repositoryPath(...parts: string[]): string {
  return resolve(import.meta.dirname, "../../..", ...parts);
}

/** The program under test: `KOLOG_PROGRAM`, or the release build. */
export function programPath(): string {
  const path = resolve(process.env["KOLOG_PROGRAM"] ?? repositoryPath("build/release/kolog"));
  if (!existsSync(path)) throw new Error(`${path} is not there: build it, or set KOLOG_PROGRAM`);
  return path;
}

export function modelPath(): string {
  return repositoryPath("models/kolog-demo-q5_0.bin");
}

export function samplePath(name: string): string {
  return repositoryPath("tests/data/calls", `${name}.flac`);
}

/** A sample call's reference, as it stands beside it. */
export interface SampleCall {
  language: "he" | "en";
  duration_s: number;
  service: { id: string; text: string };
  city: { name: string; text: string };
  /** All that each of them says. */
  reference: { caller: string; agent: string };
}

export function sampleCall(name: string): SampleCall {
  return JSON.parse(readFileSync(repositoryPath("tests/data/calls", `${name}.json`), "utf8")) as SampleCall;
}
