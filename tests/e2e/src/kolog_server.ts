// SPDX-License-Identifier: Apache-2.0
// The real program, started on a data folder of its own; it can be killed and started again on the same folder and port.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { programPath } from "./paths.ts";
import { waitUntil } from "./wait_until.ts";

const run = promisify(execFile);

export interface ServerOptions {
  dataDir: string;
  /** 0: any free one. */
  port?: number;
  env?: Record<string, string>;
  /** A program and its parameters that runs `kolog serve` in surroundings of its own, in its own place. */
  surroundings?: string[];
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface CommandResult {
  status: number;
  stdout: string;
  stderr: string;
}

export class KologServer {
  readonly dataDir: string;
  readonly port: number;
  /** What all runs wrote to standard error and output. */
  log = "";
  readonly #env: Record<string, string>;
  readonly #surroundings: string[];
  #process: ChildProcess | null = null;
  #ended: Promise<Ended> | null = null;

  private constructor(dataDir: string, port: number, env: Record<string, string>, surroundings: string[]) {
    this.dataDir = dataDir;
    this.port = port;
    this.#env = env;
    this.#surroundings = surroundings;
  }

  /** Reserves a port; nothing runs yet. */
  static async prepare(options: ServerOptions): Promise<KologServer> {
    return new KologServer(options.dataDir, options.port || (await freePort()), options.env ?? {}, options.surroundings ?? []);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Resolves when the program that runs now has ended. */
  get ended(): Promise<Ended> {
    if (this.#ended === null) throw new Error("the server was never started");
    return this.#ended;
  }

  /** Starts `kolog serve` and waits for it to be ready. `env` counts for this run alone. */
  async start(env: Record<string, string> = {}, flags: string[] = []): Promise<void> {
    const [program, ...parameters] = [...this.#surroundings, programPath(), "serve", ...flags];
    const child = spawn(program!, parameters, { env: this.#environment(env), stdio: ["ignore", "pipe", "pipe"] });
    this.#process = child;
    // Whatever becomes of the test, its server does not outlive it.
    const kill = () => void child.kill("SIGKILL");
    process.once("exit", kill);
    child.once("exit", () => process.off("exit", kill));
    const keep = (part: Buffer) => void (this.log += part.toString("utf8"));
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    let over: Ended | null = null;
    this.#ended = once(child, "exit").then(([code, signal]) => (over = { code: code as number | null, signal: signal as NodeJS.Signals | null }));
    await waitUntil(`${this.url}/readyz answers 200`, 30_000, async () => {
      if (over !== null) return true;
      return (await fetch(`${this.url}/readyz`)).status === 200;
    });
    // A run that is to crash may be over before anybody could ask whether it was ready.
    if (over !== null && !("KOLOG_CRASH_AT" in env)) {
      throw new Error(`kolog serve ended with ${JSON.stringify(over)}:\n${this.log.slice(-4000)}`);
    }
  }

  /** kill -9. */
  async kill(): Promise<void> {
    this.#process?.kill("SIGKILL");
    await this.#ended;
  }

  /** Asks it to end, as a service manager does; the exit status. */
  async stop(): Promise<number | null> {
    if (this.#process === null) return null;
    this.#process.kill("SIGTERM");
    const patience = setTimeout(() => this.#process?.kill("SIGKILL"), 20_000);
    const { code } = await this.ended;
    clearTimeout(patience);
    this.#process = null;
    return code;
  }

  /** Runs a subcommand with the server's settings. */
  async command(parameters: string[], env: Record<string, string> = {}): Promise<CommandResult> {
    try {
      const { stdout, stderr } = await run(programPath(), parameters, { env: this.#environment(env) });
      return { status: 0, stdout, stderr };
    } catch (error) {
      const ended = error as { code?: number | string; stdout?: string; stderr?: string };
      if (typeof ended.code !== "number") throw error;
      return { status: ended.code, stdout: ended.stdout ?? "", stderr: ended.stderr ?? "" };
    }
  }

  /** Runs `kolog admin …` and reads the JSON object that it prints. */
  async admin<T = { id: string }>(parameters: string[], env: Record<string, string> = {}): Promise<T> {
    const { status, stdout, stderr } = await this.command(["admin", ...parameters], env);
    if (status !== 0) throw new Error(`kolog admin ${parameters.join(" ")} ended with ${status}: ${stderr}`);
    return JSON.parse(stdout) as T;
  }

  /** Runs SQL on the database with the sqlite3 program, as an operator would. */
  async sql<T = Record<string, string | number | null>>(statement: string): Promise<T[]> {
    const { stdout } = await run("sqlite3", ["-json", "-cmd", ".timeout 10000", `${this.dataDir}/kolog.db`, statement]);
    return stdout.trim() === "" ? [] : (JSON.parse(stdout) as T[]);
  }

  #environment(env: Record<string, string>): NodeJS.ProcessEnv {
    return {
      PATH: process.env["PATH"],
      HOME: this.dataDir,
      LANG: "C.UTF-8",
      KOLOG_DATA_DIR: this.dataDir,
      KOLOG_LISTEN: `127.0.0.1:${this.port}`,
      KOLOG_PUBLIC_URL: this.url,
      ...this.#env,
      ...env,
    };
  }
}

/** `preferred` if nobody listens there, else any other. */
export async function freePort(preferred = 0): Promise<number> {
  const server = createServer();
  try {
    server.listen(preferred, "127.0.0.1");
    await once(server, "listening");
  } catch (error) {
    if (preferred === 0) throw error;
    return freePort();
  }
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
