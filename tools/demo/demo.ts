#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// The demo: `kolog serve` beside a simulated Twilio, and the sample calls played in. Stays until Ctrl-C, or with --once
// until the last call is done.
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { ApiClient, freePort, KologServer, modelPath, repositoryPath, sampleCall, samplePath, WebhookReceiver, type Call, type WebhookEndpoint } from "../../tests/e2e/src/index.ts";
import { newSid, TwilioSimulator } from "../twilio-simulator/index.ts";
import { Progress } from "./progress.ts";

const help = `Usage: node tools/demo/demo.ts [--once] [--data-dir DIR] [--program FILE] [--port N]

Starts Kolog beside a simulated Twilio and plays seven sample calls in.

  --once          leave after the last call; status 0 only if all were processed
  --data-dir DIR  where the demo's data goes, made fresh (build/demo)
  --program FILE  the program (KOLOG_PROGRAM, or build/release/kolog)
  --port N        where the page is served (8080 if it is free)
`;

const samples = [
  { name: "call-he-1", flow: "forward" },
  { name: "call-en-1", flow: "stream" },
  { name: "call-he-2", flow: "voicemail" },
  { name: "call-en-2", flow: "forward" },
  { name: "call-he-3", flow: "stream" },
  { name: "call-en-3", flow: "voicemail" },
  { name: "call-he-4", flow: "forward" },
] as const;

const stages = ["ingested", "recorded", "fetched", "transcribed", "extracted", "summarised", "delivered"];
const email = "demo@kolog.example";
const kPatienceMs = 300_000;

interface DemoCall {
  name: string;
  flow: string;
  sid: string;
  /** How many of its stages were printed. */
  shown: number;
  last: Call | null;
}

interface Demo {
  server: KologServer;
  simulator: TwilioSimulator;
  receiver: WebhookReceiver;
  api: ApiClient;
  password: string;
  calls: DemoCall[];
}

async function start(dataDir: string, port: number): Promise<Demo> {
  await makeFresh(dataDir);
  const account = { accountSid: newSid("AC"), authToken: randomBytes(16).toString("hex") };
  const receiver = new WebhookReceiver();
  await receiver.start();
  const env: Record<string, string> = {
    TWILIO_ACCOUNT_SID: account.accountSid,
    TWILIO_AUTH_TOKEN: account.authToken,
    KOLOG_MODEL: modelPath(),
    // The demo's own receiver of webhooks listens on this machine.
    KOLOG_ALLOW_PRIVATE_WEBHOOKS: "true",
  };
  const server = await KologServer.prepare({ dataDir, port: await freePort(port), env });
  const simulator = new TwilioSimulator({
    ...account,
    voiceUrl: `${server.url}/webhook/incoming_call`,
    audioFolder: repositoryPath("build/simulated-audio"),
    callsFolder: repositoryPath("tests/data/calls"),
  });
  await simulator.start();
  env["KOLOG_TWILIO_API_URL"] = simulator.url;
  await server.start();
  const password = randomBytes(9).toString("base64url");
  const api = await makeBusiness(server, receiver, password);
  return { server, simulator, receiver, api, password, calls: [] };
}

/** Empties the folder, if it is one that a demo has made. */
async function makeFresh(dataDir: string): Promise<void> {
  const mark = join(dataDir, "made-by-kolog-demo");
  const found = existsSync(dataDir) ? await readdir(dataDir) : [];
  if (found.length > 0 && !existsSync(mark)) throw new Error(`${dataDir} holds something else: empty it, or name another --data-dir`);
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true });
  await writeFile(mark, "This folder is emptied when the demo starts.\n");
}

function numberOf(index: number): string {
  return `+9723999000${index + 1}`;
}

async function makeBusiness(server: KologServer, receiver: WebhookReceiver, password: string): Promise<ApiClient> {
  let business = "";
  for (const [index, { name, flow }] of samples.entries()) {
    const { language } = sampleCall(name);
    const where = { forward: ["--forward-to", "+972521110000"], voicemail: [], stream: ["--stream-url", "wss://agent.example.com/"] }[flow];
    const number = ["--phone", numberOf(index), "--flow", flow, ...where, "--notice", language, "--language", language];
    if (business === "") business = (await server.admin(["create-business", "--name", "בית השירותים", ...number])).id;
    else await server.admin(["add-number", "--business", business, ...number]);
  }
  await server.admin(["create-user", "--email", email, "--business", business, "--role", "owner"], { KOLOG_PASSWORD: password });
  const { key } = await server.admin<{ key: string }>(["create-api-key", "--business", business, "--name", "demo"]);
  const api = new ApiClient(server.url, key);
  const endpoint = receiver.endpoint("crm");
  const made = await api.post("/api/webhook-endpoints", { url: endpoint.url, events: ["call.processed", "call.failed"] });
  endpoint.secret = ((await made.json()) as WebhookEndpoint).secret ?? "";
  return api;
}

async function playIn(demo: Demo): Promise<void> {
  for (const [index, { name, flow }] of samples.entries()) {
    const call = await demo.simulator.placeCall({ from: `+97254123450${index + 1}`, to: numberOf(index), audio: samplePath(name) });
    demo.calls.push({ name, flow, sid: call.sid, shown: 0, last: null });
    await delay(300);
  }
}

/** Prints stages as they pass, until every call is at rest or nothing moves any more. */
async function follow(demo: Demo, progress: Progress): Promise<void> {
  const playing = playIn(demo);
  // Said when it is awaited below; until then it is nobody's unhandled rejection.
  playing.catch(() => undefined);
  let dead = false;
  void demo.server.ended.then(() => (dead = true));
  let lastMove = Date.now();
  const resting = () => demo.calls.filter(isOver).length;
  while (resting() < samples.length) {
    if (dead) throw new Error(`kolog has ended:\n${demo.server.log.slice(-2000)}`);
    if (Date.now() - lastMove > kPatienceMs) throw new Error("nothing moves any more");
    await delay(200);
    for (const call of demo.calls) {
      if (isOver(call)) continue;
      call.last = await demo.api.call(call.sid).catch(() => call.last);
      for (const { stage } of call.last?.stages.slice(call.shown) ?? []) {
        call.shown += 1;
        lastMove = Date.now();
        progress.line(describe(call, stage, progress.seconds));
        progress.step(`${resting()} of ${samples.length} calls done`);
      }
      if (call.last?.status === "failed") progress.line(`        ${call.name} failed at ${call.last.failure?.stage}: ${call.last.failure?.reason}`);
    }
  }
  await playing;
}

function isOver({ last }: DemoCall): boolean {
  if (last?.status === "processed") return last.stage === "delivered";
  return last?.status === "failed" || last?.status === "no_recording";
}

function describe(call: DemoCall, stage: string, seconds: number): string {
  const now = call.last!;
  const details: Record<string, string> = {
    ingested: `a ${call.flow} call from ${now.from_number}`,
    recorded: now.recording?.recording_sid ?? "",
    fetched: now.recording?.size ? `${Math.round(now.recording.size / 1024)} KiB of ${now.recording.content_type}` : "",
    transcribed: now.transcript ? `${now.transcript.segments.length} segments` : "",
    extracted: [now.service?.id, now.city?.name].filter((found) => found !== undefined).join(", "),
    summarised: now.summary,
    delivered: now.deliveries.map(({ event, last_status }) => `${event} answered ${last_status}`).join(", "),
  };
  return `${seconds.toFixed(1).padStart(6)}s  ${call.name}  ${stage.padEnd(11)}  ${details[stage] ?? ""}`.trimEnd();
}

function summary(demo: Demo): { calls: number; processed: number; failed: number; url: string } {
  const processed = demo.calls.filter(({ last }) => last?.status === "processed").length;
  return { calls: samples.length, processed, failed: samples.length - processed, url: demo.server.url };
}

function printWhereToGo(demo: Demo): void {
  process.stdout.write(`
  The page   ${demo.server.url}/
  Log in as  ${email}
  Password   ${demo.password}

  One more call:
    curl -d '{"from":"+972541234567","to":"${numberOf(0)}","audio":"call-he-2.flac"}' ${demo.simulator.url}/simulator/calls

`);
}

async function stop(demo: Demo, dataDir: string): Promise<void> {
  await demo.server.stop();
  await demo.simulator.stop();
  await demo.receiver.stop();
  await writeFile(join(dataDir, "kolog.log"), demo.server.log);
}

async function main(): Promise<number> {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        once: { type: "boolean", default: false },
        "data-dir": { type: "string", default: repositoryPath("build/demo") },
        program: { type: "string" },
        port: { type: "string", default: "8080" },
        help: { type: "boolean", default: false },
      },
    }));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${help}`);
    return 2;
  }
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  if (values.program !== undefined) process.env["KOLOG_PROGRAM"] = resolve(values.program);
  const dataDir = resolve(values["data-dir"]);
  const interrupted = new Promise<"interrupted">((done) => {
    process.once("SIGINT", () => done("interrupted"));
    process.once("SIGTERM", () => done("interrupted"));
  });
  const demo = await start(dataDir, Number(values.port));
  const progress = new Progress(samples.length * stages.length);
  printWhereToGo(demo);
  let failure: Error | null = null;
  const followed = follow(demo, progress).catch((error: Error) => void (failure = error));
  const early = (await Promise.race([followed, interrupted])) === "interrupted";
  progress.end();
  if (failure !== null) process.stderr.write(`${(failure as Error).message}\n`);
  const { processed } = summary(demo);
  process.stdout.write(`\n${processed} of ${samples.length} calls are processed.\n`);
  if (!values.once && !early && failure === null) {
    printWhereToGo(demo);
    process.stdout.write("Ctrl-C ends the demo.\n");
    await interrupted;
  }
  await stop(demo, dataDir);
  if (values.once) process.stdout.write(`${JSON.stringify(summary(demo))}\n`);
  return processed === samples.length ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
