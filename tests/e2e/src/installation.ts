// SPDX-License-Identifier: Apache-2.0
// A whole installation for a test: the program, its Twilio, and businesses with numbers, logins, keys and endpoints.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TwilioSimulator, type PlaceCallOptions, type SimulatedCall, type SimulatorOptions } from "@kolog/twilio-simulator";
import { ApiClient } from "./api_client.ts";
import type { Call, WebhookEndpoint } from "./api_types.ts";
import { KologServer } from "./kolog_server.ts";
import { modelPath, repositoryPath } from "./paths.ts";
import { waitUntil } from "./wait_until.ts";
import { WebhookReceiver, type ReceiverEndpoint } from "./webhook_receiver.ts";

export const kAccountSid = "AC00000000000000000000000000000001";
export const kAuthToken = "5f0c1d3a7b9e4c2d8a6f0e1b3c5d7a9b";
export const kPassword = "correct horse battery staple";

export interface InstallationOptions {
  env?: Record<string, string>;
  flags?: string[];
  simulator?: Partial<SimulatorOptions>;
  /** What Twilio calls the server by, where that is not its own address. */
  publicUrl?: string;
  /** See `ServerOptions`. */
  surroundings?: string[];
}

/** A business and what belongs to it. */
export interface Tenant {
  id: string;
  email: string;
  key: string;
  api: ApiClient;
  endpoint: ReceiverEndpoint;
  endpointId: string;
}

export type Flow = "forward" | "voicemail" | "stream";

let lastNumber = 1000;

export class Installation {
  readonly server: KologServer;
  readonly simulator: TwilioSimulator;
  readonly receiver: WebhookReceiver;
  readonly #folder: string;
  readonly #flags: string[];

  private constructor(folder: string, server: KologServer, simulator: TwilioSimulator, receiver: WebhookReceiver, flags: string[]) {
    this.#folder = folder;
    this.server = server;
    this.simulator = simulator;
    this.receiver = receiver;
    this.#flags = flags;
  }

  static async start(options: InstallationOptions = {}): Promise<Installation> {
    const folder = await mkdtemp(join(tmpdir(), "kolog-e2e-"));
    const receiver = new WebhookReceiver();
    await receiver.start();
    const env: Record<string, string> = {
      TWILIO_ACCOUNT_SID: kAccountSid,
      TWILIO_AUTH_TOKEN: kAuthToken,
      KOLOG_ALLOW_PRIVATE_WEBHOOKS: "true",
      KOLOG_MODEL: modelPath(),
      KOLOG_LANGUAGE: "auto",
      KOLOG_RETRY_BASE: "0.2",
      KOLOG_RETRY_LIMIT: "1",
      KOLOG_JOB_LEASE: "2",
      KOLOG_LOG_LEVEL: "debug",
      ...(options.publicUrl === undefined ? {} : { KOLOG_PUBLIC_URL: options.publicUrl }),
      ...options.env,
    };
    const server = await KologServer.prepare({ dataDir: folder, env, surroundings: options.surroundings ?? [] });
    const publicUrl = options.publicUrl ?? server.url;
    const simulator = new TwilioSimulator({
      accountSid: kAccountSid,
      authToken: kAuthToken,
      voiceUrl: `${publicUrl}/webhook/incoming_call`,
      reach: { [publicUrl]: server.url },
      audioFolder: repositoryPath("build/simulated-audio"),
      ...options.simulator,
    });
    await simulator.start();
    env["KOLOG_TWILIO_API_URL"] = simulator.url;
    const installation = new Installation(folder, server, simulator, receiver, options.flags ?? []);
    try {
      await server.start({}, options.flags);
    } catch (error) {
      await installation.stop();
      throw error;
    }
    return installation;
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.simulator.stop();
    await this.receiver.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Starts the program again on the same data, with the same flags unless others are given. */
  async restart(env: Record<string, string> = {}, flags = this.#flags): Promise<void> {
    await this.server.stop();
    await this.server.start(env, flags);
  }

  /** A business with an owner, an API key and a webhook endpoint; its numbers are added by `number`. */
  async tenant(name: string): Promise<Tenant> {
    const email = `owner@${name.toLowerCase()}.example`;
    const { id } = await this.server.admin(["create-business", "--name", name, "--phone", nextNumber(), "--flow", "voicemail"]);
    await this.user(email, id);
    const { key } = await this.server.admin<{ id: string; key: string }>(["create-api-key", "--business", id, "--name", "test"]);
    const api = new ApiClient(this.server.url, key);
    const endpoint = this.receiver.endpoint(name);
    const made = await api.post("/api/webhook-endpoints", { url: endpoint.url, events: ["call.processed", "call.failed"] });
    if (made.status !== 201) throw new Error(`making the endpoint answered ${made.status}: ${await made.text()}`);
    const { id: endpointId, secret } = (await made.json()) as WebhookEndpoint;
    endpoint.secret = secret ?? "";
    return { id, email, key, api, endpoint, endpointId };
  }

  async user(email: string, businessId: string | null, role: "owner" | "member" = "owner"): Promise<void> {
    const business = businessId === null ? [] : ["--business", businessId];
    await this.server.admin(["create-user", "--email", email, ...business, "--role", role], { KOLOG_PASSWORD: kPassword });
  }

  login(email: string): Promise<ApiClient> {
    return ApiClient.login(this.server.url, email, kPassword);
  }

  /** One more number of the business, in E.164. Its callers hear that they are recorded, unless `notice` is `none`. */
  async number(tenant: Tenant, flow: Flow, language: "he" | "en" = "he", notice: "he" | "en" | "none" = language): Promise<string> {
    const number = nextNumber();
    const flowOptions = { forward: ["--forward-to", "+972521110000"], voicemail: [], stream: ["--stream-url", "wss://agent.example.com/stream"] }[flow];
    await this.server.admin(
      ["add-number", "--business", tenant.id, "--phone", number, "--flow", flow, ...flowOptions, "--language", language, "--notice", notice],
    );
    return number;
  }

  placeCall(options: Omit<PlaceCallOptions, "from"> & { from?: string }): Promise<SimulatedCall> {
    return this.simulator.placeCall({ from: "+972541234567", ...options });
  }

  /** The call once it rests in `status`, and, if that is `processed`, its business was told. Another end fails at once. */
  async rests(tenant: Tenant, callSid: string, status = "processed", budgetMs = 60_000): Promise<Call> {
    const call = await waitUntil(`call ${callSid} is ${status}`, budgetMs, async () => {
      const now = await tenant.api.call(callSid);
      if (now.status === "processed" && status === "processed") return now.stage === "delivered" ? now : null;
      return ["processed", "no_recording", "failed"].includes(now.status) || now.status === status ? now : null;
    });
    if (call.status !== status) {
      throw new Error(`call ${callSid} is ${call.status} and not ${status}: ${JSON.stringify(call.failure)}\n${this.logOf(callSid)}`);
    }
    return call;
  }

  /** The log's lines about one call. */
  logOf(callSid: string): string {
    return this.server.log.split("\n").filter((line) => line.includes(callSid)).join("\n");
  }
}

function nextNumber(): string {
  lastNumber += 1;
  return `+97239${String(lastNumber).padStart(6, "0")}`;
}
