// SPDX-License-Identifier: Apache-2.0
// whisper.cpp's own server with the demo model, on a free port and under OpenAI's path.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { freePort } from "./kolog_server.ts";
import { modelPath, repositoryPath } from "./paths.ts";
import { waitUntil } from "./wait_until.ts";

/** `KOLOG_WHISPER_SERVER`, or the release build's. */
export function speechServerPath(): string {
  const path = process.env["KOLOG_WHISPER_SERVER"] ?? repositoryPath("build/release/whisper-server");
  if (!existsSync(path)) throw new Error(`${path} is not there: build the target whisper_tools, or set KOLOG_WHISPER_SERVER`);
  return path;
}

export class SpeechServer {
  readonly port: number;
  log = "";
  readonly #process: ChildProcess;

  private constructor(port: number) {
    this.port = port;
    const parameters = ["-m", modelPath(), "--host", "127.0.0.1", "--port", String(port), "--inference-path", "/v1/audio/transcriptions", "-l", "auto", "-sow"];
    const child = spawn(speechServerPath(), parameters, { stdio: ["ignore", "pipe", "pipe"] });
    this.#process = child;
    const kill = () => void child.kill("SIGKILL");
    process.once("exit", kill);
    child.once("exit", () => process.off("exit", kill));
    const keep = (part: Buffer) => void (this.log += part.toString("utf8"));
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
  }

  static async start(): Promise<SpeechServer> {
    const server = new SpeechServer(await freePort());
    await waitUntil(`${server.url}/health answers 200`, 30_000, async () => (await fetch(`${server.url}/health`)).status === 200);
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** How many recordings, or parts of them, it has begun to work on; its standard error alone comes without delay. */
  get uploads(): number {
    return this.log.split(": processing '").length - 1;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await ended;
  }
}
