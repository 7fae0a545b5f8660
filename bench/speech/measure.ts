// SPDX-License-Identifier: Apache-2.0
// Running programs and timing them.
import { spawnSync } from "node:child_process";

export interface Run {
  seconds: number;
  /** The process's largest memory, in kilobytes. */
  kilobytes: number;
  stdout: string;
}

/** Runs a program to its end; what it says on standard error is shown if it fails. */
export function run(program: string, arguments_: string[], env: Record<string, string> = {}): Run {
  const began = process.hrtime.bigint();
  const done = spawnSync("/usr/bin/time", ["-f", "%M", program, ...arguments_], {
    encoding: "utf8",
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  if (done.status !== 0) throw new Error(`${program} ${arguments_.join(" ")}: ${done.stderr}${done.error?.message ?? ""}`);
  return { seconds, kilobytes: Number(done.stderr.trim().split("\n").at(-1)), stdout: done.stdout };
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
