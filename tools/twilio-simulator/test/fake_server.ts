// SPDX-License-Identifier: Apache-2.0
// Stands for the server that Twilio calls: verifies signatures with Twilio's own package and answers given TwiML.
import { createServer, type Server } from "node:http";
import twilio from "twilio";
import { close, listen, readBody } from "../src/http.ts";

export interface Received {
  path: string;
  parameters: Record<string, string>;
  token: string;
  signed: boolean;
  status: number;
}

export class FakeServer {
  readonly received: Received[] = [];
  url = "";
  readonly #server: Server;
  /** Used up from the front, before what the path would be answered; 0 hangs up. */
  readonly statuses: number[] = [];
  readonly #tokens: Record<string, string>;

  /** `documents` maps a path to its TwiML; every other path is answered 204. `tokens` has each account's. */
  constructor(tokens: Record<string, string>, documents: Record<string, string>) {
    this.#tokens = tokens;
    this.#server = createServer((request, response) => {
      void readBody(request).then((body) => {
        const path = request.url ?? "";
        const parameters = Object.fromEntries(new URLSearchParams(body));
        const signature = String(request.headers["x-twilio-signature"] ?? "");
        const signed = twilio.validateRequest(this.#tokens[parameters["AccountSid"] ?? ""] ?? "", signature, this.url + path, parameters);
        const document = documents[path];
        const status = this.statuses.shift() ?? (document === undefined ? 204 : 200);
        this.received.push({ path, parameters, token: String(request.headers["i-twilio-idempotency-token"]), signed, status });
        if (status === 0) request.socket.destroy();
        else if (status >= 300) response.writeHead(status).end();
        else if (document === undefined) response.writeHead(204).end();
        else response.writeHead(200, { "Content-Type": "text/xml" }).end(document);
      });
    });
  }

  async start(): Promise<void> {
    this.url = `http://127.0.0.1:${await listen(this.#server, 0)}`;
  }

  stop(): Promise<void> {
    return close(this.#server);
  }

  at(path: string): Received[] {
    return this.received.filter((one) => one.path === path);
  }
}
