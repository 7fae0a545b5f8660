// SPDX-License-Identifier: Apache-2.0
// However many listen at once, Twilio is asked for the recording once.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Installation, samplePath, waitUntil, type Tenant } from "../src/index.ts";

let kolog: Installation;
let tenant: Tenant;

beforeAll(async () => {
  kolog = await Installation.start({ flags: ["--no-workers"] });
  tenant = await kolog.tenant("Movers");
});

afterAll(async () => kolog?.stop());

/** Downloads it once it can be had at all. */
async function listen(callSid: string): Promise<Buffer> {
  return waitUntil("the recording plays", 20_000, async () => {
    const answer = await tenant.api.download(callSid);
    const body = Buffer.from(await answer.arrayBuffer());
    if (answer.status === 503) return null;
    expect(answer.status).toBe(200);
    return body;
  });
}

describe("a hundred listeners at once", () => {
  it("share one fetch where no worker runs, and the worker takes the file that is there", async () => {
    // The body takes half a second: all are there before it has ended.
    const call = await kolog.placeCall({
      to: await kolog.number(tenant, "forward", "en"),
      audio: samplePath("call-en-1"),
      seconds: 7,
      misbehaviour: { bytesPerSecond: 60_000 },
    });
    await call.settled;
    const [recording] = call.recordings;
    const bodies = await Promise.all(Array.from({ length: 100 }, () => listen(call.sid)));
    const original = await kolog.simulator.audio.render(recording!.options.sound, "mp3", "both");
    expect(bodies.every((body) => body.equals(original))).toBe(true);
    expect(recording!.fetches).toBe(1);
    // Played is not processed: nobody has worked on the call yet.
    expect((await tenant.api.call(call.sid)).stages.map(({ stage }) => stage)).not.toContain("transcribed");
    await kolog.restart({}, []);
    await kolog.rests(tenant, call.sid);
    expect(recording!.fetches).toBe(1);
  });

  it("and a worker share one fetch", async () => {
    const call = await kolog.placeCall({
      to: await kolog.number(tenant, "forward", "en"),
      audio: samplePath("call-en-2"),
      seconds: 7,
      misbehaviour: { bytesPerSecond: 60_000 },
    });
    const bodies = await Promise.all(Array.from({ length: 100 }, () => listen(call.sid)));
    expect(new Set(bodies.map((body) => body.toString("base64"))).size).toBe(1);
    await kolog.rests(tenant, call.sid);
    expect(call.recordings[0]!.fetches).toBe(1);
  });

  it("all learn of it when the fetch breaks off, and one of them tries again", async () => {
    const call = await kolog.placeCall({
      to: await kolog.number(tenant, "forward", "en"),
      audio: samplePath("call-en-3"),
      seconds: 7,
      misbehaviour: { truncatedTimes: 1 },
    });
    await Promise.all(Array.from({ length: 20 }, () => listen(call.sid)));
    await kolog.rests(tenant, call.sid);
    expect([call.recordings[0]!.fetches, call.recordings[0]!.served]).toEqual([2, 1]);
  });
});
