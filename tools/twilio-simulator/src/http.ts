// SPDX-License-Identifier: Apache-2.0
// The few lines of HTTP that the simulator's two interfaces share.
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const kMaximumBody = 1 << 20;

export async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > kMaximumBody) throw new Error("the request's body is too large");
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString("utf8");
}

export function respond(response: ServerResponse, status: number, contentType: string, body: string | Buffer, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "Content-Type": contentType, "Content-Length": String(Buffer.byteLength(body)), ...headers });
  response.end(body);
}

export function respondJson(response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): void {
  respond(response, status, "application/json; charset=utf-8", JSON.stringify(value), headers);
}

/** Listens on the loopback interface, or on `host`; resolves with the port. */
export function listen(server: Server, port: number, host = "127.0.0.1"): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
