// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { AudioLibrary } from "../src/audio.ts";

it("makes the same sound for many calls at once in a folder that is empty", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kolog-simulator-audio-"));
  try {
    const library = new AudioLibrary(folder);
    const sounds = await Promise.all(Array.from({ length: 8 }, () => library.tones(1)));
    expect(new Set(sounds.map(({ path }) => path)).size).toBe(1);
    expect(await readdir(folder)).toEqual(["tones-1.wav"]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
