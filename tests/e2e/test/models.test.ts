// SPDX-License-Identifier: Apache-2.0
// `kolog models`: quantising, and `pull` over a line that breaks. The server has files of the right length and with other bytes: what is
// fetched is complete, and must be refused for its checksum.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { KologServer, programPath, waitUntil } from "../src/index.ts";

const model = "base-q5_1";
const size = 59_707_625;
const piece = Buffer.alloc(1 << 20, 0x5a);

/** Serves any path as a file of `size` bytes; one answer that is long enough breaks off, or stands still, on the way. */
class ModelServer {
  readonly ranges: (string | undefined)[] = [];
  breakAfter = Infinity;
  stallAfter = Infinity;
  status = 200;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  async start(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const range = request.headers.range;
    this.ranges.push(range);
    if (this.status !== 200) return void response.writeHead(this.status).end();
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
    const first = Number(from ?? 0);
    const end = to ? Number(to) + 1 : size;
    response.writeHead(range === undefined ? 200 : 206, {
      "Content-Length": String(end - first),
      ...(range === undefined ? {} : { "Content-Range": `bytes ${first}-${end - 1}/${size}` }),
    });
    for (let at = first; at < end && !response.destroyed; ) {
      if (at - first >= this.breakAfter) {
        this.breakAfter = Infinity;
        response.destroy();
        return;
      }
      if (at - first >= this.stallAfter) {
        this.stallAfter = Infinity;
        await once(response, "close");
        return;
      }
      const part = piece.subarray(0, Math.min(piece.length, end - at));
      at += part.length;
      await new Promise<unknown>((done) => response.write(part, done));
    }
    response.end();
  }
}

let folder: string;
let server: ModelServer;
let kolog: KologServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kolog-e2e-"));
  server = new ModelServer();
  await server.start();
  kolog = await KologServer.prepare({ dataDir: folder, env: { KOLOG_MODELS_URL: server.url } });
});

afterEach(async () => {
  server.stop();
  await rm(folder, { recursive: true, force: true });
});

function models(): Promise<string[]> {
  return readdir(join(folder, "models"));
}

/** The resumptions alone: whether ranges are served at all is asked for with one byte. */
function resumed(): number[] {
  return server.ranges.map((range) => Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0)).filter((first) => first > 0);
}

it("goes on where the line broke, and installs nothing whose checksum is wrong", async () => {
  server.breakAfter = size / 2;
  const { status, stdout, stderr } = await kolog.command(["models", "pull", model]);
  expect(resumed()).toHaveLength(1);
  expect(resumed()[0]).toBeGreaterThan(size / 4);
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("checksum");
  expect(await models()).toEqual([]);
  expect((await kolog.command(["models", "path", model])).status).toBe(1);
});

it("goes on where an earlier run was killed", async () => {
  server.stallAfter = size / 2;
  const env = { PATH: process.env["PATH"], KOLOG_DATA_DIR: folder, KOLOG_MODELS_URL: server.url };
  const first = spawn(programPath(), ["models", "pull", model], { env, stdio: "ignore" });
  await waitUntil("half of it is there", 20_000, async () => {
    const part = (await models()).find((name) => name.endsWith(".part"));
    return part !== undefined && (await stat(join(folder, "models", part))).size >= size / 2;
  });
  first.kill("SIGKILL");
  await once(first, "exit");
  expect((await kolog.command(["models", "pull", model])).status).toBe(1);
  expect(resumed()).toHaveLength(1);
  expect(resumed()[0]).toBeGreaterThanOrEqual(size / 2);
});

it("says what it was answered where there is no such file", async () => {
  server.status = 404;
  const { status, stderr } = await kolog.command(["models", "pull", model]);
  expect(status).toBe(1);
  expect(stderr).toContain("404");
});

it("knows its models by name, and no others", async () => {
  const { status, stdout } = await kolog.command(["models", "list"]);
  expect(status).toBe(0);
  expect(stdout).toContain(model);
  expect((await kolog.command(["models", "pull", "../../etc/passwd"])).status).toBe(2);
  expect(server.ranges).toEqual([]);
});

/** A model in f16 of one token and one matrix: nothing that could recognise anything, but of the right form. */
function tinyModel(): Buffer {
  const numbers = (...values: number[]) => Buffer.from(new Int32Array(values).buffer);
  const head = numbers(0x67676d6c, 1, 1, 384, 1, 1, 1, 1, 1, 1, 1, 1);
  const tables = [numbers(1, 1), Buffer.from(new Float32Array([1]).buffer), numbers(1, 1), Buffer.from("t")];
  return Buffer.concat([head, ...tables, numbers(2, 1, 1, 32, 4), Buffer.from("w"), Buffer.alloc(32 * 4 * 2)]);
}

it("makes a model smaller, lists it and finds it by its name", async () => {
  await writeFile(join(folder, "ours.bin"), tinyModel());
  const made = await kolog.command(["models", "quantize", join(folder, "ours.bin"), "q4_0"]);
  const path = join(folder, "models", "ours-q4_0.bin");
  expect([made.status, made.stdout, made.stderr]).toEqual([0, `${path}\n`, ""]);
  expect((await stat(path)).size).toBe(tinyModel().length - 4 * (64 - 18));
  expect((await kolog.command(["models", "path", "ours-q4_0"])).stdout).toBe(`${path}\n`);
  const list = await kolog.command(["models", "list", "--format", "json"]);
  const entries = (JSON.parse(list.stdout) as { models: Record<string, unknown>[] }).models;
  expect(entries[0]).toMatchObject({ name: "ivrit-large-v3-turbo", languages: ["he"], path: null, memory_bytes: 2_430_000_000 });
  expect(entries.at(-1)).toMatchObject({ name: "ours-q4_0", languages: null, sha256: null, path, memory_bytes: 200_000_000 });
  const again = await kolog.command(["models", "quantize", join(folder, "ours.bin"), "q4_0"]);
  expect([again.status, again.stdout]).toEqual([1, ""]);
  expect(again.stderr).toContain("already");
  expect(await models()).toEqual(["ours-q4_0.bin"]);
});

it("quantises no model twice, no damaged one, and to no type that there is not", async () => {
  const twice = await kolog.command(["models", "quantize", "kolog-demo", "q4_0"]);
  expect([twice.status, twice.stdout]).toEqual([1, ""]);
  expect(twice.stderr).toContain("quantised already");
  await writeFile(join(folder, "half.bin"), tinyModel().subarray(0, -1));
  const half = await kolog.command(["models", "quantize", join(folder, "half.bin"), "q4_0", join(folder, "out.bin")]);
  expect(half.status).toBe(1);
  expect(half.stderr).toContain("breaks off");
  await expect(readFile(join(folder, "out.bin"))).rejects.toThrow();
  const wrong = await kolog.command(["models", "quantize", join(folder, "half.bin"), "q9"]);
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain("q5_0");
  expect(await models()).toEqual([]);
});
