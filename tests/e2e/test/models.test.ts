// SPDX-License-Identifier: Apache-2.0
// `kolog models pull` over a line that breaks. The server has files of the right length and with other bytes: what is
// fetched is complete, and must be refused for its checksum.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
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
