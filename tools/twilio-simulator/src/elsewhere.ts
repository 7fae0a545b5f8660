// SPDX-License-Identifier: Apache-2.0
// A host that is not Twilio's. It serves audio to whoever follows a redirect there, and keeps what it was told.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AudioLibrary, Format } from "./audio.ts";
import { close, listen, respond } from "./http.ts";
import type { Recording } from "./recording.ts";

export interface RequestElsewhere {
  method: string;
  path: string;
  /** The credentials that came along: those of another host. */
  authorization: string | null;
}

export class Elsewhere {
  readonly requests: RequestElsewhere[] = [];
  readonly #audio: AudioLibrary;
  readonly #recordings: Map<string, Recording>;
  readonly #server: Server;
  #port = 0;

  constructor(audio: AudioLibrary, recordings: Map<string, Recording>) {
    this.#audio = audio;
    this.#recordings = recordings;
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  // All of 127.0.0.0/8 is this machine: another host by its name, and no less reachable.
  async start(): Promise<void> {
    this.#port = await listen(this.#server, 0, "127.0.0.2");
  }

  stop(): Promise<void> {
    return close(this.#server);
  }

  addressOf(recording: Recording, format: Format): string {
    return `http://127.0.0.2:${this.#port}/${recording.sid}.${format}`;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    this.requests.push({ method: request.method ?? "", path, authorization: request.headers.authorization ?? null });
    const [, sid = "", format] = /^\/(RE[0-9a-f]{32})\.(mp3|wav)$/.exec(path) ?? [];
    const recording = this.#recordings.get(sid);
    if (!recording) return respond(response, 404, "text/plain", "");
    const audio = await this.#audio.render(recording.options.sound, format as Format, recording.soundOf(recording.channels));
    respond(response, 200, format === "mp3" ? "audio/mpeg" : "audio/x-wav", audio);
  }
}
