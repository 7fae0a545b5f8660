// SPDX-License-Identifier: Apache-2.0
// What the business has set about how its calls are understood: one document, changed part by part.
import { useMutation, useQuery } from "@tanstack/react-query";
import { api, queryClient, unwrap } from "./client.ts";
import { ApiError } from "./error.ts";
import type { Understanding, UnderstandingChange } from "./types.ts";

export const understandingKey = ["understanding"] as const;

const fetchUnderstanding = ({ signal }: { signal: AbortSignal }): Promise<Understanding> =>
  unwrap(api.GET("/api/understanding", { signal }));

export function useUnderstanding() {
  return useQuery({ queryKey: understandingKey, queryFn: fetchUnderstanding, staleTime: 60_000 });
}

/** As the server has it now. */
export function askForUnderstanding(): Promise<Understanding> {
  return queryClient.fetchQuery({ queryKey: understandingKey, queryFn: fetchUnderstanding, staleTime: 0 });
}

export function useChangeUnderstanding() {
  return useMutation({
    mutationFn: (change: UnderstandingChange): Promise<Understanding> =>
      unwrap(api.PATCH("/api/understanding", { body: change })),
    onSuccess: (document) => {
      queryClient.setQueryData(understandingKey, document);
      // What names services, and what thresholds and redaction are applied to.
      void queryClient.invalidateQueries({ queryKey: ["services"] });
      void queryClient.invalidateQueries({ queryKey: ["calls"] });
      void queryClient.invalidateQueries({ queryKey: ["call"] });
    },
  });
}

/** Somebody else has changed the document since the version that was sent. */
export function isSettingsChanged(error: unknown): boolean {
  return error instanceof ApiError && error.status === 409 && error.code === "settings_changed";
}
