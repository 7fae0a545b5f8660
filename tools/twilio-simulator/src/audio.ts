// SPDX-License-Identifier: Apache-2.0
// The sound of calls: sample calls on disk, rendered by `sox` into the files that Twilio serves. Renderings are kept in a
// folder, so that each is made once.
import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A call's sound: the caller on the left, the other side on the right. */
export interface Sound {
  path: string;
  /** Whole seconds count in Twilio's answers; this is the exact length. */
  seconds: number;
  channels: number;
  /** Where in the file the call begins. */
  from: number;
  /** Only so many seconds from there on are the call. */
  limit: number | null;
}

/** Part `index` of `count` equal ones. */
export function sliceOf(sound: Sound, index: number, count: number): Sound {
  const seconds = sound.seconds / count;
  return { ...sound, seconds, from: sound.from + index * seconds, limit: seconds };
}

export type Channels = "both" | "mix" | "caller";
export type Format = "mp3" | "wav";

export class AudioLibrary {
  readonly #folder: string;
  readonly #rendered = new Map<string, Promise<Buffer>>();

  constructor(folder = join(tmpdir(), "kolog-twilio-simulator")) {
    this.#folder = folder;
  }

  async open(path: string, limit: number | null = null): Promise<Sound> {
    const file = resolve(path);
    const seconds = Number((await sox("--info", "-D", file)).trim());
    const channels = Number((await sox("--info", "-c", file)).trim());
    return { path: file, seconds: limit === null ? seconds : Math.min(limit, seconds), channels, from: 0, limit };
  }

  /** A call in which nobody says a word: two quiet tones. */
  async tones(seconds: number): Promise<Sound> {
    await mkdir(this.#folder, { recursive: true });
    const path = join(this.#folder, `tones-${seconds}.wav`);
    if (!(await exists(path))) {
      await writtenWhole(path, (part) =>
        sox("-n", "-r", "8000", "-b", "16", "-c", "2", part, "synth", String(seconds), "sine", "440", "sine", "350", "vol", "0.05"),
      );
    }
    return { path, seconds, channels: 2, from: 0, limit: null };
  }

  render(sound: Sound, format: Format, channels: Channels): Promise<Buffer> {
    const name = createHash("sha256").update(JSON.stringify([sound.path, sound.from, sound.limit, channels])).digest("hex").slice(0, 24);
    const key = `${name}.${format}`;
    let rendered = this.#rendered.get(key);
    if (!rendered) {
      rendered = this.#render(sound, key, channels);
      this.#rendered.set(key, rendered);
      rendered.catch(() => this.#rendered.delete(key));
    }
    return rendered;
  }

  async #render(sound: Sound, name: string, channels: Channels): Promise<Buffer> {
    await mkdir(this.#folder, { recursive: true });
    const path = join(this.#folder, name);
    if (!(await isNewer(path, sound.path))) {
      const effects = sound.channels === 1 ? [] : { both: [], mix: ["remix", "1,2"], caller: ["remix", "1"] }[channels];
      const trim = sound.limit === null ? [] : ["trim", String(sound.from), String(sound.limit)];
      // Twilio's MP3 files have 32 kbit/s.
      const encoding = name.endsWith(".mp3") ? ["-C", "32"] : ["-b", "16", "-e", "signed-integer"];
      await writtenWhole(path, (part) => sox("-D", sound.path, ...encoding, part, ...effects, ...trim));
    }
    return readFile(path);
  }
}

/** Runs `write` on a name of its own beside `path`, then renames: several calls and processes share the folder. */
async function writtenWhole(path: string, write: (part: string) => Promise<unknown>): Promise<void> {
  const part = path.replace(/(\.\w+)$/, `.${randomUUID()}$1`);
  await write(part);
  await rename(part, path);
}

async function sox(...parameters: string[]): Promise<string> {
  try {
    return (await run("sox", parameters)).stdout;
  } catch (error) {
    const reason = error as NodeJS.ErrnoException & { stderr?: string };
    if (reason.code === "ENOENT") throw new Error("sox is not installed (Debian: sox libsox-fmt-mp3)");
    throw new Error(`sox ${parameters.join(" ")}: ${reason.stderr ?? reason.message}`);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}

async function isNewer(path: string, than: string): Promise<boolean> {
  const [one, other] = await Promise.all([stat(path).catch(() => null), stat(than)]);
  return one !== null && one.mtimeMs >= other.mtimeMs;
}
