#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// The simulated Twilio as a program of its own.
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Account } from "./account.ts";
import { newSid } from "./sid.ts";
import { TwilioSimulator } from "./simulator.ts";

const help = `Usage: node src/main.ts [options]

Imitates the parts of Twilio that a call-recording server talks to: signed webhooks, TwiML, recordings and the REST API.
Prints one JSON line with its address when it is ready, and runs until it is interrupted.

  --port N           port to listen on; 0 (the default) takes a free one
  --host ADDRESS     address to listen on (127.0.0.1)
  --account-sid AC…  account whose credentials the REST API accepts; made up and printed if not given
  --auth-token TOKEN its token, which also signs the webhooks; made up and printed if not given
  --account SID:TOKEN[:MAIN-SID]
                     one more account, a subaccount of MAIN-SID if that is given; may be repeated
  --voice-url URL    where calls are answered, for instance http://127.0.0.1:8080/webhook/incoming_call
  --status-url URL   where calls' statuses are told; default: call_status beside the voice URL
  --fallback-twiml F file of TwiML that callers get when the voice URL cannot say what to do
  --fault-rate R     share, 0 to 1, of the REST API's answers that go wrong, at random from --seed N on
  --calls DIR        folder of sample calls, which may then be named without it
  --reach FROM=TO    requests for addresses that begin with FROM go to TO, signed for FROM; may be repeated
  --help             this text

Control, in JSON:
  POST /simulator/calls[?wait=ended|settled]   {"from":"+972…","to":"+972…","audio":"call-he-1.flac","misbehaviour":{…}}
  GET  /simulator/calls, /simulator/calls/CA…, /simulator/recordings, /simulator/requests, /simulator/webhooks,
       /simulator/elsewhere, /simulator/totals
  GET, PUT /simulator/misbehaviour             {"notFoundTimes":2}
`;

function accountOf(text: string): Account {
  const [accountSid = "", authToken = "", subaccountOf] = text.split(":");
  return { accountSid, authToken, ...(subaccountOf === undefined ? {} : { subaccountOf }) };
}

async function main(): Promise<number> {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        port: { type: "string", default: "0" },
        host: { type: "string", default: "127.0.0.1" },
        "account-sid": { type: "string" },
        "auth-token": { type: "string" },
        "voice-url": { type: "string" },
        "status-url": { type: "string" },
        account: { type: "string", multiple: true, default: [] },
        "fallback-twiml": { type: "string" },
        "fault-rate": { type: "string", default: "0" },
        seed: { type: "string", default: "1" },
        calls: { type: "string" },
        reach: { type: "string", multiple: true, default: [] },
        help: { type: "boolean", default: false },
      },
    }));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 2;
  }
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const accountSid = values["account-sid"] ?? newSid("AC");
  const authToken = values["auth-token"] ?? newSid("AC").slice(2);
  const simulator = new TwilioSimulator({
    accountSid,
    authToken,
    accounts: values.account.map(accountOf),
    faultRate: Number(values["fault-rate"]),
    seed: Number(values.seed),
    reach: Object.fromEntries(values.reach.map((pair) => pair.split("=", 2) as [string, string])),
    ...(values["voice-url"] === undefined ? {} : { voiceUrl: values["voice-url"] }),
    ...(values["status-url"] === undefined ? {} : { statusUrl: values["status-url"] }),
    ...(values["fallback-twiml"] === undefined ? {} : { fallbackTwiml: await readFile(values["fallback-twiml"], "utf8") }),
    ...(values.calls === undefined ? {} : { callsFolder: values.calls }),
  });
  await simulator.start(Number(values.port), values.host);
  process.stdout.write(`${JSON.stringify({ url: simulator.url, account_sid: accountSid, auth_token: authToken })}\n`);
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  await simulator.stop();
  return 0;
}

process.exitCode = await main();
