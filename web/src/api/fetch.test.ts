// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from "vitest";
import { sessionFetch, type Csrf } from "./fetch.ts";

const first: Csrf = { header: "X-CSRF-Token", token: "first" };
const second: Csrf = { header: "X-CSRF-Token", token: "second" };

function fixture(answers: number[], held: Csrf | null = first, renewed: Csrf | null = second) {
  const sent: { method: string; url: string; token: string | null; body: string }[] = [];
  const onUnauthenticated = vi.fn();
  const renewCsrf = vi.fn(async () => renewed);
  const send = sessionFetch({ csrf: () => held, renewCsrf, onUnauthenticated }, async (request) => {
    const token = request.headers.get("X-CSRF-Token");
    sent.push({ method: request.method, url: request.url, token, body: await request.text() });
    return new Response("{}", { status: answers.shift() ?? 500 });
  });
  return { send, sent, onUnauthenticated, renewCsrf };
}

const change = () => new Request("http://kolog.test/api/calls/CA1", { method: "PATCH", body: '{"notes":"n"}' });
const read = (path: string) => new Request(`http://kolog.test${path}`);

describe("the CSRF header", () => {
  it("goes with a change", async () => {
    const { send, sent } = fixture([200]);
    await send(change());
    expect(sent).toMatchObject([{ method: "PATCH", token: "first" }]);
  });

  it("stays away from a read", async () => {
    const { send, sent } = fixture([200]);
    await send(read("/api/calls"));
    expect(sent).toMatchObject([{ method: "GET", token: null }]);
  });

  it("is renewed once, and the whole change sent again, when the session has another token by now", async () => {
    const { send, sent } = fixture([403, 200]);
    const response = await send(change());
    expect(response.status).toBe(200);
    expect(sent.map(({ token, body }) => [token, body])).toEqual([
      ["first", '{"notes":"n"}'],
      ["second", '{"notes":"n"}'],
    ]);
  });

  it("is not tried again when the token was right and the change is forbidden all the same", async () => {
    const { send, sent } = fixture([403, 200], first, first);
    expect((await send(change())).status).toBe(403);
    expect(sent).toHaveLength(1);
  });

  it("is not tried again without end", async () => {
    const { send, sent } = fixture([403, 403, 403]);
    expect((await send(change())).status).toBe(403);
    expect(sent).toHaveLength(2);
  });

  it("is absent where nobody is logged in, as at the login itself", async () => {
    const { send, sent, renewCsrf } = fixture([403], null);
    await send(new Request("http://kolog.test/api/auth/login", { method: "POST", body: "{}" }));
    expect(sent).toMatchObject([{ token: null }]);
    expect(renewCsrf).not.toHaveBeenCalled();
  });
});

describe("a 401", () => {
  it("ends the session, wherever it comes from", async () => {
    const { send, onUnauthenticated } = fixture([401, 401]);
    await send(read("/api/calls"));
    await send(change());
    expect(onUnauthenticated).toHaveBeenCalledTimes(2);
  });

  it("to a login is an answer and not the end of a session", async () => {
    const { send, onUnauthenticated } = fixture([401]);
    await send(new Request("http://kolog.test/api/auth/login", { method: "POST", body: "{}" }));
    expect(onUnauthenticated).not.toHaveBeenCalled();
  });

  it("to the question who is logged in does not end it a second time", async () => {
    const { send, onUnauthenticated } = fixture([401]);
    await send(read("/api/auth/me"));
    expect(onUnauthenticated).not.toHaveBeenCalled();
  });

  it("is nothing that another failure is taken for", async () => {
    const { send, onUnauthenticated } = fixture([404, 503]);
    await send(read("/api/calls/CA1"));
    await send(read("/api/calls"));
    expect(onUnauthenticated).not.toHaveBeenCalled();
  });
});
