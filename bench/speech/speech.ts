// SPDX-License-Identifier: Apache-2.0
// Kolog's transcription beside whisper.cpp's own program: the same model, the same number of threads, in turn. Prints medians.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Call, makeCall, makeModel } from "./calls.ts";
import { median, type Run, run } from "./measure.ts";

const sections = ["call", "ten", "parts", "memory", "silence", "words"] as const;

const { values: options } = parseArgs({
  options: {
    build: { type: "string", default: "build/bench" },
    folder: { type: "string", default: "build/speech-bench" },
    runs: { type: "string", default: "5" },
    threads: { type: "string", default: "2" },
    language: { type: "string", default: "he,en" },
    seconds: { type: "string", default: "300" },
    "ten-seconds": { type: "string", default: "60" },
    minutes: { type: "string", default: "15" },
    "with-fallback": { type: "boolean", default: false },
    only: { type: "string", default: sections.join(",") },
    help: { type: "boolean", default: false },
  },
});

if (options.help) {
  console.log(`Usage: ./dev bench speech [OPTION…]

  --runs N          runs of each program, of which the median is printed (5)
  --threads N       processor threads of each program (2)
  --language L,…    of the calls: he, en (both)
  --seconds N       length of the call (300)
  --ten-seconds N   length of each of ten calls at once (60)
  --with-fallback   compare with whisper-cli as it comes as well: many times slower where a model is weak
  --minutes N       of each kind of sound in which nobody speaks (15: an hour in all)
  --only S,…        some of: ${sections.join(" ")}`);
  process.exit(0);
}

const runs = Number(options.runs);
const threads = String(Number(options.threads));
const kolog = join(options.build, "kolog");
const engine = join(options.build, "bench/kolog_speech_benchmark");
const whisper = join(options.build, "whisper-cli");
const data = join(options.folder, "data"); // where measured numbers of lanes are remembered
const env = { KOLOG_DATA_DIR: data };
const languages = options.language.split(",") as Call["language"][];
const kShare = 0.45;

mkdirSync(data, { recursive: true });
const model = makeModel(options.folder);
const wanted = options.only.split(",");

function call(language: Call["language"], seconds: number, number: number): Call {
  return makeCall({ samples: "tests/data/calls", folder: options.folder, language, seconds, share: kShare, number });
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

interface Worth {
  errors: number;
  words: number;
}

const percent = ({ errors, words }: Worth): string => `${((100 * errors) / words).toFixed(1)} %`;
const seconds = (value: number): string => `${value.toFixed(1)} s`;

/** Both channels, one after the other, and what was written. */
function whisperCli(of: Call, more: string[]): { seconds: number; kilobytes: number; worth: Worth } {
  const done: Run[] = of.channels.map((file) =>
    run(whisper, ["-m", model, "-l", of.language, "-t", threads, "-np", "-otxt", "-of", file, ...more, "-f", file]),
  );
  const worth = run(engine, ["worth", of.file, ...of.channels.map((file) => `${file}.txt`)]);
  return {
    seconds: done.reduce((sum, { seconds: one }) => sum + one, 0),
    kilobytes: Math.max(...done.map(({ kilobytes }) => kilobytes)),
    worth: JSON.parse(worth.stdout) as Worth,
  };
}

function transcribe(of: Call): { seconds: number; kilobytes: number; worth: Worth } {
  const done = run(kolog, ["transcribe", of.file, "--model", model, "--language", of.language, "--threads", threads, "--format", "json"], env);
  const transcript = JSON.parse(done.stdout) as { segments: { channel: number; text: string }[] };
  const files = [0, 1].map((channel) => {
    const file = `${of.file}.${channel}.txt`;
    execFileSync("tee", [file], {
      input: transcript.segments.filter((segment) => segment.channel === channel).map(({ text }) => text).join(" "),
      stdio: ["pipe", "ignore", "inherit"],
    });
    return file;
  });
  return { seconds: done.seconds, kilobytes: done.kilobytes, worth: JSON.parse(run(engine, ["worth", of.file, ...files]).stdout) as Worth };
}

/** Without the temperature fallback, in which it would spend most of its time where a model is weak; and as it comes. */
const kPeers: [string, string[]][] = [
  ["whisper-cli --no-fallback", ["--no-fallback"]],
  ...(options["with-fallback"] ? [["whisper-cli", []] as [string, string[]]] : []),
];

function measureCall(): void {
  console.log(`\nA call of ${options.seconds} s on two channels, each ${100 * kShare} % speech; ${threads} threads; median of ${runs}`);
  for (const language of languages) {
    const one = call(language, Number(options.seconds), 0);
    transcribe(one); // once before: the number of lanes is measured then
    const ours: ReturnType<typeof transcribe>[] = [];
    const theirs = kPeers.map(() => [] as ReturnType<typeof whisperCli>[]);
    for (let i = 0; i < runs; i++) {
      say(`call, ${language}, run ${i + 1} of ${runs}`);
      ours.push(transcribe(one));
      kPeers.forEach(([, more], peer) => theirs[peer]!.push(whisperCli(one, more)));
    }
    const mine = median(ours.map((each) => each.seconds));
    console.log(`  ${language}  kolog transcribe: ${seconds(mine)}, word error rate ${percent(ours[0]!.worth)}`);
    kPeers.forEach(([name], peer) => {
      const time = median(theirs[peer]!.map((each) => each.seconds));
      console.log(
        `      ${name}, one channel after the other: ${seconds(time)}, word error rate ${percent(theirs[peer]![0]!.worth)}; ` +
          `ratio ${median(ours.map((each, i) => each.seconds / theirs[peer]![i]!.seconds)).toFixed(2)}`,
      );
    });
  }
}

function measureTen(): void {
  const length = Number(options["ten-seconds"]);
  console.log(`\nTen calls of ${length} s at once; ${threads} threads; median of ${runs}`);
  for (const language of languages.slice(0, 1)) {
    const calls = Array.from({ length: 10 }, (_, number) => call(language, length, number));
    const ours: (Worth & { seconds: number })[] = [];
    const theirs: { seconds: number; worth: Worth }[] = [];
    for (let i = 0; i < runs; i++) {
      say(`ten calls, ${language}, run ${i + 1} of ${runs}`);
      ours.push(JSON.parse(run(engine, ["at-once", model, language, threads, ...calls.map(({ file }) => file)], env).stdout));
      const each = calls.map((one) => whisperCli(one, kPeers[0]![1]));
      theirs.push({
        seconds: each.reduce((sum, { seconds: time }) => sum + time, 0),
        worth: {
          errors: each.reduce((sum, { worth }) => sum + worth.errors, 0),
          words: each.reduce((sum, { worth }) => sum + worth.words, 0),
        },
      });
    }
    console.log(`  ${language}  kolog: ${seconds(median(ours.map((each) => each.seconds)))}, word error rate ${percent(ours[0]!)}`);
    console.log(
      `      ${kPeers[0]![0]}, twenty channels one after the other: ${seconds(median(theirs.map((each) => each.seconds)))}, ` +
        `word error rate ${percent(theirs[0]!.worth)}; ratio ${median(ours.map((each, i) => each.seconds / theirs[i]!.seconds)).toFixed(2)}`,
    );
  }
}

function measureParts(): void {
  const language = languages[0] ?? "he";
  const one = call(language, Number(options.seconds), 0);
  const whole = median(Array.from({ length: runs }, () => transcribe(one).seconds)) * Number(threads);
  const laps = Array.from({ length: runs }, () => JSON.parse(run(engine, ["parts", model, language, threads, one.file], env).stdout) as { cpu_seconds: Record<string, number> });
  console.log(`\nWhat is not the model, of that call: processor time, median of ${runs}; the whole is ${seconds(whole)} of ${threads} processors`);
  let sum = 0;
  for (const step of Object.keys(laps[0]!.cpu_seconds)) {
    const time = median(laps.map((lap) => lap.cpu_seconds[step]!));
    sum += time;
    console.log(`  ${step}: ${(1000 * time).toFixed(0)} ms`);
  }
  console.log(`  together: ${(1000 * sum).toFixed(0)} ms, ${((100 * sum) / whole).toFixed(2)} %`);
}

function measureMemory(): void {
  const language = languages[0] ?? "he";
  const calls = [0, 1].map((number) => call(language, Number(options.seconds), number));
  const both = run(engine, ["at-once", model, language, threads, ...calls.map(({ file }) => file)], env);
  const ours = (JSON.parse(both.stdout) as { peak_kilobytes: number }).peak_kilobytes;
  const theirs = whisperCli(calls[0]!, kPeers[0]![1]).kilobytes;
  console.log(`\nLargest memory`);
  console.log(`  kolog, two calls at once: ${(ours / 1024).toFixed(0)} MiB; whisper-cli, one channel: ${(theirs / 1024).toFixed(0)} MiB; ratio ${(ours / theirs).toFixed(2)}`);
}

function measureSilence(): void {
  const folder = join(options.folder, `non-speech-${options.minutes}`);
  execFileSync("/usr/bin/python3", ["bench/voice_activity/non_speech.py", folder, "--minutes", options.minutes], { stdio: ["ignore", "ignore", "inherit"] });
  console.log(`\n${options.minutes} minutes each of sound in which nobody speaks`);
  for (const kind of ["silence", "ringing", "music", "noise"]) {
    for (const language of languages) {
      const done = run(kolog, ["transcribe", join(folder, `${kind}.wav`), "--model", model, "--language", language, "--threads", threads, "--format", "json"], env);
      const transcript = JSON.parse(done.stdout) as { segments: { words: unknown[] }[]; dropped: unknown[] };
      const words = transcript.segments.reduce((sum, segment) => sum + segment.words.length, 0);
      console.log(`  ${kind}, ${language}: ${words} words, ${transcript.dropped.length} segments dropped, ${seconds(done.seconds)}`);
    }
  }
}

/** How far the times of words are off, where turns begin and end: of the sample calls, whose turns' times are known. */
function measureWords(): void {
  const folder = join(options.folder, "samples");
  mkdirSync(folder, { recursive: true });
  const files = languages.flatMap((language) =>
    [1, 2, 3, 4].map((number) => {
      const name = `call-${language}-${number}`;
      for (const ending of ["flac", "json"]) copyFileSync(`tests/data/calls/${name}.${ending}`, join(folder, `${name}.${ending}`));
      return join(folder, `${name}.flac`);
    }),
  );
  console.log("\nTimes of words in the sample calls");
  console.log(run(kolog, ["evaluate", "speech", "--model", model, "--threads", threads, ...files], env).stdout);
}

const measurements = { call: measureCall, ten: measureTen, parts: measureParts, memory: measureMemory, silence: measureSilence, words: measureWords };
console.log(`Model: ${model} (${(readFileSync(model).length / 2 ** 20).toFixed(0)} MiB), the demo model at the cost of Whisper's base`);
for (const section of sections) {
  if (wanted.includes(section)) measurements[section]();
}
