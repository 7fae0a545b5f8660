// SPDX-License-Identifier: Apache-2.0
// How the program is driven from outside: calls are placed and looked at under /simulator/.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { PlaceCallOptions, SimulatedCall } from "./call.ts";
import { readBody, respondJson } from "./http.ts";
import type { Misbehaviour } from "./misbehaviour.ts";
import type { Recording } from "./recording.ts";
import type { TwilioSimulator } from "./simulator.ts";

export class ControlApi {
  readonly #simulator: TwilioSimulator;

  constructor(simulator: TwilioSimulator) {
    this.#simulator = simulator;
  }

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const route = `${request.method} ${url.pathname.slice("/simulator".length)}`;
    const call = route.match(/^GET \/calls\/(CA[0-9a-f]{32})$/);
    if (call) {
      const found = this.#simulator.calls.get(call[1]!);
      return found ? respondJson(response, 200, describeCall(found)) : respondJson(response, 404, { error: "no such call" });
    }
    switch (route) {
      case "POST /calls":
        return this.#place(request, response, url.searchParams.get("wait"));
      case "GET /calls":
        return respondJson(response, 200, { items: [...this.#simulator.calls.values()].map(describeCall) });
      case "GET /recordings":
        return respondJson(response, 200, { items: [...this.#simulator.recordings.values()].map(describeRecording) });
      case "GET /requests":
        return respondJson(response, 200, { items: this.#simulator.requests });
      case "GET /webhooks":
        return respondJson(response, 200, { items: this.#simulator.webhooks });
      case "GET /elsewhere":
        return respondJson(response, 200, { items: this.#simulator.elsewhere.requests });
      case "GET /totals":
        return respondJson(response, 200, { ...this.#simulator.totals, faults: this.#simulator.faults });
      case "GET /misbehaviour":
        return respondJson(response, 200, this.#simulator.misbehaviour);
      case "PUT /misbehaviour":
        return this.#misbehave(request, response);
      default:
        return respondJson(response, 404, { error: `nothing at ${route}` });
    }
  }

  async #place(request: IncomingMessage, response: ServerResponse, wait: string | null): Promise<void> {
    const options = await readJson<PlaceCallOptions>(request);
    if (typeof options?.from !== "string" || typeof options.to !== "string") {
      return respondJson(response, 400, { error: "a call needs `from` and `to`" });
    }
    try {
      const call = await this.#simulator.placeCall(options);
      if (wait === "ended") await call.ended;
      if (wait === "settled") await call.settled;
      respondJson(response, 201, describeCall(call));
    } catch (error) {
      respondJson(response, 400, { error: error instanceof Error ? error.message : String(error) });
    }
  }

  async #misbehave(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      this.#simulator.misbehaviour = (await readJson<Misbehaviour>(request)) ?? {};
      respondJson(response, 200, this.#simulator.misbehaviour);
    } catch (error) {
      respondJson(response, 400, { error: error instanceof Error ? error.message : String(error) });
    }
  }
}

async function readJson<T extends object>(request: IncomingMessage): Promise<T | null> {
  try {
    const value: unknown = JSON.parse(await readBody(request));
    return typeof value === "object" ? (value as T) : null;
  } catch {
    return null;
  }
}

function describeCall(call: SimulatedCall): object {
  return {
    call_sid: call.sid,
    account_sid: call.leg.accountSid,
    from: call.leg.from,
    to: call.leg.to,
    status: call.leg.status,
    duration: call.leg.duration,
    children: call.children.map((leg) => ({ call_sid: leg.sid, to: leg.to, status: leg.status })),
    verbs: call.verbs,
    problems: call.problems,
    fell_back: call.fellBack,
    recordings: call.recordings.map(describeRecording),
  };
}

function describeRecording(recording: Recording): object {
  return {
    recording_sid: recording.sid,
    call_sid: recording.options.callSid,
    source: recording.options.source,
    channels: recording.channels,
    status: recording.status,
    fetches: recording.fetches,
    served: recording.served,
    deletions: recording.deletions,
  };
}
