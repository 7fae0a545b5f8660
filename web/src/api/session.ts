// SPDX-License-Identifier: Apache-2.0
// Who is logged in. The login itself is a cookie that scripts cannot read; what is known of it is what the server says.
import { useMutation, useQuery } from "@tanstack/react-query";
import { api, fetchSession, queryClient, sessionKey, unwrap } from "./client.ts";
import type { Session } from "./types.ts";

/** `data` is null for nobody. */
export function useSession() {
  return useQuery<Session | null>({
    queryKey: sessionKey,
    queryFn: fetchSession,
    staleTime: Infinity,
    refetchOnWindowFocus: "always",
  });
}

export function useLogin() {
  return useMutation({
    mutationFn: (credentials: { email: string; password: string }) =>
      unwrap(api.POST("/api/auth/login", { body: credentials })),
    onSuccess: (session) => {
      // Whoever was logged in before may have been somebody else.
      queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
      queryClient.setQueryData(sessionKey, session);
    },
  });
}

export function useLogout() {
  return useMutation({
    mutationFn: () => unwrap(api.POST("/api/auth/logout")),
    onSuccess: () => {
      queryClient.setQueryData(sessionKey, null);
      queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
    },
  });
}

/** Whether the person may change what is an owner's to change. */
export function useIsOwner(): boolean {
  return useSession().data?.user.role === "owner";
}
