// SPDX-License-Identifier: Apache-2.0
// An OpenAI-compatible chat server, aimock, as a process of its own that answers from tests/data/chat; and a relay before it
// that keeps every request as it came, and does what no recording can: never end, send elsewhere, decline in words.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./kolog_server.ts";
import { repositoryPath } from "./paths.ts";
import { waitUntil } from "./wait_until.ts";

/** One request, byte for byte. */
export interface ChatRequest {
  method: string;
  path: string;
  /** Names and values in turn. */
  headers: string[];
  body: string;
}

export interface ChatBody {
  model: string;
  messages: { role: string; content: string }[];
  response_format?: { type: string; json_schema?: { name: string; strict: boolean; schema: unknown } };
  temperature?: number;
  max_tokens?: number;
}

const refusal = { choices: [{ index: 0, message: { role: "assistant", content: null, refusal: "I cannot help with that." }, finish_reason: "stop" }] };

export class ChatServer {
  readonly requests: ChatRequest[] = [];
  /** Where the model `redirect` is sent to. */
  elsewhere = "";
  readonly #folder: string;
  readonly #upstream: string;
  readonly #process: ChildProcess;
  readonly #relay: Server;

  private constructor(folder: string, port: number, process: ChildProcess) {
    this.#folder = folder;
    this.#upstream = `http://127.0.0.1:${port}`;
    this.#process = process;
    this.#relay = createServer((request, response) => void this.#answer(request, response).catch(() => response.destroy()));
  }

  static async start(): Promise<ChatServer> {
    const folder = await mkdtemp(join(tmpdir(), "kolog-chat-"));
    const config = join(folder, "aimock.json");
    await writeFile(config, JSON.stringify({ llm: { fixtures: repositoryPath("tests/data/chat") } }));
    const port = await freePort();
    const program = repositoryPath("node_modules/@copilotkit/aimock/dist/aimock-cli.js");
    const child = spawn(process.execPath, [program, "--config", config, "--port", String(port)], { stdio: "ignore" });
    const kill = () => void child.kill("SIGKILL");
    process.once("exit", kill);
    child.once("exit", () => process.off("exit", kill));
    const server = new ChatServer(folder, port, child);
    await waitUntil(`${server.#upstream}/health answers 200`, 30_000, async () => (await fetch(`${server.#upstream}/health`)).status === 200);
    server.#relay.listen(0, "127.0.0.1");
    await once(server.#relay, "listening");
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#relay.address() as AddressInfo).port}`;
  }

  /** The bodies of what was asked of the models. */
  get asked(): ChatBody[] {
    return this.requests.filter(({ method }) => method === "POST").map(({ body }) => JSON.parse(body) as ChatBody);
  }

  async stop(): Promise<void> {
    this.#relay.closeAllConnections();
    this.#relay.close();
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = once(this.#process, "exit");
      this.#process.kill("SIGKILL");
      await ended;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString("utf8");
    this.requests.push({ method: request.method ?? "", path: request.url ?? "", headers: request.rawHeaders, body });
    const model = request.method === "POST" ? (JSON.parse(body) as ChatBody).model : "";
    if (model === "redirect") return void response.writeHead(307, { Location: `${this.elsewhere}${request.url}` }).end();
    if (model === "refusing") return void response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(refusal));
    if (model === "endless") return endlessly(response);
    const answer = await fetch(`${this.#upstream}${request.url}`, {
      method: request.method ?? "GET",
      headers: { "Content-Type": "application/json" },
      ...(body === "" ? {} : { body }),
    });
    const kept = ["content-type", "retry-after"].flatMap((name) => (answer.headers.has(name) ? [[name, answer.headers.get(name)!] as const] : []));
    response.writeHead(answer.status, Object.fromEntries(kept)).end(Buffer.from(await answer.arrayBuffer()));
  }
}

/** A completion whose content has no end. */
function endlessly(response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": "application/json" });
  response.write('{"choices":[{"message":{"content":"');
  const more = "a".repeat(65_536);
  const write = () => {
    while (!response.destroyed && response.write(more));
  };
  response.on("drain", write);
  write();
}
