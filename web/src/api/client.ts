// SPDX-License-Identifier: Apache-2.0
// The page's connection to the API and the cache over it. One of each a page.
import { QueryClient } from "@tanstack/react-query";
import createClient from "openapi-fetch";
import { ApiError, apiError } from "./error.ts";
import { sessionFetch } from "./fetch.ts";
import type { paths } from "./schema.d.ts";
import type { Session } from "./types.ts";

export const sessionKey = ["session"] as const;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status < 500),
    },
  },
});

export const sessionAwareFetch = sessionFetch({
  csrf: () => queryClient.getQueryData<Session | null>(sessionKey)?.csrf ?? null,
  renewCsrf: async () => {
    const session = await fetchSession();
    queryClient.setQueryData(sessionKey, session);
    return session?.csrf ?? null;
  },
  onUnauthenticated: () => queryClient.setQueryData(sessionKey, null),
});

export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: sessionAwareFetch });

/** The answer's body; an answer that is no success is thrown as `ApiError`. */
export async function unwrap<Body>(
  answer: Promise<{ data?: Body; error?: unknown; response: Response }>,
): Promise<NonNullable<Body>> {
  const { data, error, response } = await answer;
  if (!response.ok) throw apiError(response, error);
  return data as NonNullable<Body>;
}

/** Who is logged in; null for nobody. */
export async function fetchSession(): Promise<Session | null> {
  try {
    return await unwrap(api.GET("/api/auth/me"));
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}
