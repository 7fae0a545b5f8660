// SPDX-License-Identifier: Apache-2.0
// Every request to Twilio as Twilio's own OpenAPI document has it. The document is not part of this project: who has it names
// it by KOLOG_TWILIO_OPENAPI (twilio_api_v2010.json of Twilio's published descriptions).
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fallbackTwiml, flows, Installation, quickLookUps, samplePath, ValidatingProxy, waitUntil, type Tenant } from "../src/index.ts";
import type { Misbehaviour, SimulatedCall } from "@kolog/twilio-simulator";

const document = process.env["KOLOG_TWILIO_OPENAPI"];

const cases: Misbehaviour[] = [
  {},
  { mono: true },
  { notFoundTimes: 1 },
  { loseCallbacks: "recording" },
  { loseCallbacks: "all" },
  { loseCallbacks: "status" },
  { loseIncoming: true },
  { recordingParts: 2 },
  { listErrorTimes: 1 },
];

if (document === undefined) {
  it("requests to Twilio are as its OpenAPI document has them", ({ skip }) => {
    console.log("Skipped: KOLOG_TWILIO_OPENAPI names no document");
    skip();
  });
} else {
  describe("requests to Twilio", () => {
    let kolog: Installation;
    let proxy: ValidatingProxy;
    let tenant: Tenant;
    const placed: SimulatedCall[] = [];

    beforeAll(async () => {
      kolog = await Installation.start({ env: quickLookUps });
      proxy = new ValidatingProxy(kolog.simulator.url);
      await proxy.start(document);
      await kolog.server.stop();
      await kolog.server.start({ KOLOG_TWILIO_API_URL: proxy.url });
      kolog.simulator.fallbackTwiml = fallbackTwiml(kolog.server.url);
      tenant = await kolog.tenant("Movers");
      for (const [index, misbehaviour] of cases.entries()) {
        const to = await kolog.number(tenant, flows[index % flows.length]!, "en");
        placed.push(await kolog.placeCall({ to, audio: samplePath("call-en-1"), seconds: 4, misbehaviour }));
      }
      for (const call of placed) {
        await call.settled;
        await kolog.rests(tenant, call.sid, "processed", 60_000);
      }
      const deleted = await kolog.login(tenant.email);
      expect((await deleted.request("DELETE", `/api/calls/${placed[0]!.sid}`)).status).toBe(204);
      await waitUntil("the recording is deleted at Twilio", 20_000, () => placed[0]!.recordings[0]!.status === "deleted");
    }, 400_000);

    afterAll(async () => {
      await kolog?.stop();
      await proxy?.stop();
    });

    it("are as its OpenAPI document has them", () => {
      const off = new Set(proxy.requests.flatMap(({ answerViolations }) => answerViolations));
      if (off.size > 0) console.log(`The simulated Twilio's answers differ from the document:\n${[...off].join("\n")}`);
      expect(proxy.wrong).toEqual([]);
    });

    it.each([
      ["of a call's recordings", "GET", /\/Calls\/CA[0-9a-f]{32}\/Recordings\.json/],
      ["of a call", "GET", /\/Calls\/CA[0-9a-f]{32}\.json/],
      ["of the account's calls", "GET", /\/Accounts\/AC[0-9a-f]{32}\/Calls\.json/],
      ["to delete a recording", "DELETE", /\/Recordings\/RE[0-9a-f]{32}\.json/],
    ])("were made %s", (_, method, path) => {
      expect(proxy.requests.filter((request) => request.method === method && path.test(request.url)).length).toBeGreaterThan(0);
    });

    it("are told apart from wrong ones", async () => {
      const credentials = Buffer.from(`${kolog.simulator.options.accountSid}:${kolog.simulator.options.authToken}`).toString("base64");
      const before = proxy.wrong.length;
      const wrong = ["/2010-04-01/Accounts/AC1/Calls.json", `/2010-04-01/Accounts/${kolog.simulator.options.accountSid}/Call.json`];
      for (const path of wrong) await fetch(proxy.url + path, { headers: { Authorization: `Basic ${credentials}` } });
      expect(proxy.wrong.slice(before).map(({ url }) => url)).toEqual(wrong);
    });
  });
}
