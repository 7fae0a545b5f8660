// SPDX-License-Identifier: Apache-2.0
// Long calls made of the sample calls' turns, and the model that recognises them at the cost of Whisper's "base".
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const kRate = 8000; // Hz, as telephone calls have it

export interface Call {
  language: "he" | "en";
  seconds: number;
  /** Two channels, with a reference beside it. */
  file: string;
  /** Each channel alone, at the 16 kHz that Whisper takes: what whisper-cli is given. */
  channels: [string, string];
}

interface Turn {
  speaker: "caller" | "agent";
  start: number;
  end: number;
  text: string;
}
interface Utterance {
  samples: Int16Array;
  text: string;
}

const speakers = ["caller", "agent"] as const;

/** What of a recording is not cut off at a turn's borders, in seconds. */
const kEdge = 0.1;

function samplesOf(file: string): Int16Array {
  const raw = execFileSync("sox", [file, "-t", "raw", "-e", "signed", "-b", "16", "-"], { maxBuffer: 1 << 28 });
  return new Int16Array(raw.buffer, raw.byteOffset, raw.length / 2);
}

/** Every turn of one speaker, from all sample calls of a language. */
function utterances(samples: string, language: string, channel: number): Utterance[] {
  return [1, 2, 3, 4].flatMap((number) => {
    const name = join(samples, `call-${language}-${number}`);
    const both = samplesOf(`${name}.flac`);
    const { turns } = JSON.parse(readFileSync(`${name}.json`, "utf8")) as { turns: Turn[] };
    return turns
      .filter((turn) => turn.speaker === speakers[channel])
      .map((turn) => {
        const first = Math.max(0, Math.round((turn.start - kEdge) * kRate));
        const last = Math.min(both.length / 2, Math.round((turn.end + kEdge) * kRate));
        const one = new Int16Array(last - first);
        for (let i = 0; i < one.length; i++) one[i] = both[2 * (first + i) + channel] ?? 0;
        return { samples: one, text: turn.text };
      });
  });
}

/** Turns again and again, beginning with the one numbered `from`, until `share` of the time is speech. */
function channelOf(all: Utterance[], from: number, seconds: number, share: number) {
  const chosen: Utterance[] = [];
  const enough = Math.round(seconds * kRate * share);
  for (let spoken = 0, i = from; ; i++) {
    const next = all[i % all.length];
    if (next === undefined || spoken + next.samples.length > enough) break;
    chosen.push(next);
    spoken += next.samples.length;
  }
  const total = Math.round(seconds * kRate);
  const pause = Math.floor((total - chosen.reduce((sum, { samples }) => sum + samples.length, 0)) / (chosen.length + 1));
  const audio = new Int16Array(total);
  const turns: Omit<Turn, "speaker">[] = [];
  let at = pause;
  for (const { samples, text } of chosen) {
    audio.set(samples, at);
    turns.push({ start: at / kRate + kEdge, end: (at + samples.length) / kRate - kEdge, text });
    at += samples.length + pause;
  }
  return { audio, turns };
}

function sox(arguments_: string[], input?: Int16Array): void {
  const raw = input === undefined ? undefined : Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  execFileSync("sox", arguments_, { input: raw, stdio: ["pipe", "ignore", "inherit"] });
}

/** A two-channel call in which each speaks for `share` of the time. The same arguments make the same call. */
export function makeCall(options: {
  samples: string;
  folder: string;
  language: "he" | "en";
  seconds: number;
  share: number;
  number: number;
}): Call {
  const { samples, folder, language, seconds, share, number } = options;
  mkdirSync(folder, { recursive: true });
  const name = join(folder, `${language}-${seconds}-${number}`);
  const sides = [0, 1].map((channel) => channelOf(utterances(samples, language, channel), number * 5, seconds, share));
  const both = new Int16Array(2 * Math.round(seconds * kRate));
  sides.forEach(({ audio }, channel) => audio.forEach((sample, i) => (both[2 * i + channel] = sample)));
  const raw = ["-t", "raw", "-r", String(kRate), "-e", "signed", "-b", "16"];
  sox([...raw, "-c", "2", "-", `${name}.wav`], both);
  const channels = sides.map(({ audio }, channel) => {
    const file = `${name}-${speakers[channel]}.16k.wav`;
    sox([...raw, "-c", "1", "-", "-r", "16000", file], audio);
    return file;
  }) as [string, string];
  const turns = sides
    .flatMap((side, channel) => side.turns.map((turn) => ({ speaker: speakers[channel], ...turn })))
    .sort((a, b) => a.start - b.start);
  writeFileSync(`${name}.json`, JSON.stringify({ language, turns }));
  return { language, seconds, file: `${name}.wav`, channels };
}

/** The demo model widened to the cost of "base": the same words, the larger model's arithmetic. It is fed as the demo model is. */
export function makeModel(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "kolog-demo-base.bin");
  if (!existsSync(file)) {
    execFileSync("/usr/bin/python3", ["tools/demo-model/demo_model.py", "widen", file, "--size", "base"], { stdio: "inherit" });
  }
  writeFileSync(`${file}.json`, JSON.stringify({ utterances: 1, margin_ms: 2000, sure: -1, alignment_layer: -2 }));
  return file;
}
