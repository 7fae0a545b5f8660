// SPDX-License-Identifier: Apache-2.0
// Stands between the program and the simulated Twilio and holds every request against an OpenAPI document, by Prism, which
// is fetched from the npm registry when it is wanted. Media pass by it: Twilio's document does not have them. Prism lets
// everything through and says what is wrong in a header: told to refuse, it would also replace the errors of Twilio's that
// the document leaves out.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { freePort } from "./kolog_server.ts";
import { waitUntil } from "./wait_until.ts";

/** The last whose dependencies are content with Node.js 22. */
const kPrism = "@stoplight/prism-cli@5.14.2";

export interface Validated {
  method: string;
  url: string;
  status: number;
  /** What the document has against the request, and against its answer. */
  violations: string[];
  answerViolations: string[];
}

interface Violation {
  location: string[];
  message: string;
}

export class ValidatingProxy {
  readonly requests: Validated[] = [];
  readonly #upstream: URL;
  readonly #server: Server;
  #prism: ChildProcess | null = null;
  #prismUrl = "";

  constructor(upstream: string) {
    this.#upstream = new URL(upstream);
    this.#server = createServer((request, response) => void this.#pass(request, response));
  }

  /** Resolves when Prism has read the document; fetching it takes a minute at first. */
  async start(document: string): Promise<void> {
    const port = await freePort();
    this.#prismUrl = `http://127.0.0.1:${port}`;
    const child = spawn(
      "npm",
      ["exec", "--yes", `--package=${kPrism}`, "--", "prism", "proxy", "--port", String(port), document, this.#upstream.origin],
      { stdio: ["ignore", "pipe", "pipe"], detached: true },
    );
    this.#prism = child;
    let said = "";
    let over = false;
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (said += part.toString("utf8")));
    child.once("exit", () => (over = true));
    await waitUntil("Prism listens", 280_000, () => {
      if (over) throw new Error(`Prism has ended: ${said.slice(-2000)}`);
      return said.includes("Prism is listening");
    });
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The requests that the document does not allow. */
  get wrong(): Validated[] {
    return this.requests.filter(({ violations }) => violations.length > 0);
  }

  async stop(): Promise<void> {
    const child = this.#prism;
    if (child?.pid !== undefined && child.exitCode === null) {
      const ended = once(child, "exit");
      // npm's own child is what listens: the whole group goes.
      process.kill(-child.pid, "SIGTERM");
      await ended;
    }
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? "/";
    const isMedia = /\/Recordings\/RE[0-9a-f]{32}(\.mp3|\.wav)?(\?|$)/.test(url) && request.method !== "DELETE";
    const target = new URL(url, isMedia ? this.#upstream : this.#prismUrl);
    // The simulator sees the path as the program wrote it: what is encoded stays encoded.
    const outgoing = forward(target, { method: request.method, path: url, headers: { ...request.headers, host: target.host }, agent: false }, (answer) => {
      if (!isMedia) this.requests.push({ method: request.method ?? "", url, status: answer.statusCode ?? 0, ...violationsOf(answer) });
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      answer.on("error", () => response.destroy());
    });
    outgoing.on("error", () => response.destroy());
    request.pipe(outgoing);
  }
}

function violationsOf(answer: IncomingMessage): Pick<Validated, "violations" | "answerViolations"> {
  const all = JSON.parse(String(answer.headers["sl-violations"] ?? "[]")) as Violation[];
  const of = (side: string) => all.filter(({ location }) => location[0] === side).map(({ message }) => message);
  // Twilio's document leaves its errors out.
  const known = of("response").filter((message) => !message.startsWith("Unable to match the returned status code"));
  return { violations: of("request"), answerViolations: known };
}
