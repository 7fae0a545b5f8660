// SPDX-License-Identifier: Apache-2.0
// The one way to the server: puts the CSRF header on changes, and notices a login that is over.

export interface Csrf {
  header: string;
  token: string;
}

export interface SessionHooks {
  csrf: () => Csrf | null;
  /** Asks the server for the session's present token, for a page that has outlived the one it holds. */
  renewCsrf: () => Promise<Csrf | null>;
  onUnauthenticated: () => void;
}

export type Fetch = (request: Request) => Promise<Response>;

export function sessionFetch(hooks: SessionHooks, send: Fetch = (request) => fetch(request)): Fetch {
  return async (request) => {
    const response = isChange(request) ? await sendChange(request, hooks, send) : await send(request);
    if (response.status === 401 && !isAboutLogin(request)) hooks.onUnauthenticated();
    return response;
  };
}

async function sendChange(request: Request, hooks: SessionHooks, send: Fetch): Promise<Response> {
  const spare = request.clone();
  const used = hooks.csrf();
  const response = await send(withCsrf(request, used));
  if (response.status !== 403 || used === null) return response;
  const renewed = await hooks.renewCsrf();
  if (renewed === null || renewed.token === used.token) return response;
  return send(withCsrf(spare, renewed));
}

function withCsrf(request: Request, csrf: Csrf | null): Request {
  if (csrf !== null) request.headers.set(csrf.header, csrf.token);
  return request;
}

function isChange(request: Request): boolean {
  return request.method !== "GET" && request.method !== "HEAD";
}

/** There a 401 means a wrong password or nobody logged in yet: an answer, not an interruption. */
function isAboutLogin(request: Request): boolean {
  return new URL(request.url).pathname.startsWith("/api/auth/");
}
