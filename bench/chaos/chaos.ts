#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// The chaos benchmark: how soon a recording can be played on a calm day, and what is lost or doubled in a storm.
import { parseArgs } from "node:util";
import { Installation } from "../../tests/e2e/src/index.ts";
import { seededRandom } from "../../tools/twilio-simulator/index.ts";
import { audit, type Findings } from "./audit.ts";
import { calmPhase, describeTimes, kCallSeconds, type CalmTimes } from "./calm.ts";
import { Progress } from "./progress.ts";
import { startInstallation } from "./setting.ts";
import { storm, type StormOptions } from "./storm.ts";

const help = `Usage: ./dev bench chaos [options]

A calm phase: recordings arrive one at a time, then eight at once, and it is measured how soon they can be played.
Then a storm of calls at random moments: some of Twilio's answers are wrong, the server is killed with SIGKILL and started
again at once, and the webhook endpoint's secret is rotated. At the end every call must be there with the right end, and
announced once. Status 1 when anything is lost or doubled, or a signature is wrong.

  --calls N       calls in the storm (1000)
  --minutes M     in which they arrive (10)
  --kills N       how often the server is killed (5)
  --down S        seconds that it stays dead (0)
  --rotations N   how often the secret is rotated (4)
  --fault-rate R  share, 0 to 1, of Twilio's answers that are wrong (0.05)
  --calm N        calls in each part of the calm phase (200, or as many as --calls); 0 leaves it out
  --budget M      minutes for everything to come to rest after the last call (5)
  --seed N        of everything random (1)
  --program FILE  the program (KOLOG_PROGRAM, or build/release/kolog)
`;

interface Options extends StormOptions {
  calm: number;
}

function readOptions(): Options | null {
  const { values } = parseArgs({
    options: {
      calls: { type: "string", default: "1000" },
      minutes: { type: "string", default: "10" },
      kills: { type: "string", default: "5" },
      down: { type: "string", default: "0" },
      rotations: { type: "string", default: "4" },
      "fault-rate": { type: "string", default: "0.05" },
      calm: { type: "string" },
      budget: { type: "string", default: "5" },
      seed: { type: "string", default: "1" },
      program: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  if (values.program !== undefined) process.env["KOLOG_PROGRAM"] = values.program;
  const number = (name: string, text: string) => {
    const read = Number(text);
    if (text === "" || !Number.isFinite(read) || read < 0) throw new Error(`--${name} must be a number`);
    return read;
  };
  const calls = number("calls", values.calls);
  return {
    calls,
    minutes: number("minutes", values.minutes),
    kills: number("kills", values.kills),
    downSeconds: number("down", values.down),
    rotations: number("rotations", values.rotations),
    faultRate: number("fault-rate", values["fault-rate"]),
    budgetMinutes: number("budget", values.budget),
    seed: number("seed", values.seed),
    calm: number("calm", values.calm ?? String(Math.min(200, calls))),
  };
}

async function measureCalm(calls: number): Promise<CalmTimes[]> {
  const kolog = await startInstallation({ faultRate: 0, seed: 1 });
  try {
    return await calmPhase(kolog, calls);
  } finally {
    await kolog.stop();
  }
}

async function weather(options: Options): Promise<Findings> {
  const started = Date.now();
  const kolog: Installation = await startInstallation({ faultRate: options.faultRate, seed: options.seed });
  try {
    const passed = await storm(kolog, options, seededRandom(options.seed), new Progress());
    return await audit(kolog, passed, Date.now() - started);
  } finally {
    await kolog.stop();
  }
}

function print(rows: [string, string | number][]): void {
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, value] of rows) process.stdout.write(`${name.padEnd(width)}  ${value}\n`);
}

async function main(): Promise<number> {
  let options: Options | null;
  try {
    options = readOptions();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${help}`);
    return 2;
  }
  if (options === null) {
    process.stdout.write(help);
    return 0;
  }
  if (options.calm > 0) {
    const times = await measureCalm(options.calm);
    process.stdout.write(`Calm: from the callback that a recording is complete until it can be played, ${options.calm} calls of ${kCallSeconds} s each\n`);
    print(times.map((one) => [one.what, describeTimes(one.milliseconds)]));
  }
  const found = await weather(options);
  process.stdout.write(`\nStorm: ${options.calls} calls in ${options.minutes} minutes, seed ${options.seed}\n`);
  print(found.rows);
  for (const line of found.complaints) process.stdout.write(`${line}\n`);
  return found.complaints.length === 0 ? 0 : 1;
}

process.exitCode = await main();
