// SPDX-License-Identifier: Apache-2.0
// Calls as the page reads and corrects them. Whatever still changes is asked for again every few seconds.
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { hasPendingDelivery, isInProgress } from "../format/call.ts";
import { api, queryClient, unwrap } from "./client.ts";
import type { Call, CallPage, CallQuery, Correction, RestartStage } from "./types.ts";

export const kBusyPolling = 3_000;
export const kIdlePolling = 20_000;

export type CallFilters = Pick<CallQuery, "search" | "status" | "service" | "direction" | "has_recording">;

export function useCalls(filters: CallFilters) {
  return useInfiniteQuery({
    queryKey: ["calls", filters],
    queryFn: ({ pageParam, signal }): Promise<CallPage> =>
      unwrap(
        api.GET("/api/calls", {
          params: { query: { ...filters, limit: 30, ...(pageParam !== null && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(isInProgress)) ? kBusyPolling : kIdlePolling,
  });
}

export function useCall(callSid: string) {
  return useQuery({
    queryKey: callKey(callSid),
    queryFn: ({ signal }): Promise<Call> =>
      unwrap(api.GET("/api/calls/{call_sid}", { params: { path: { call_sid: callSid } }, signal })),
    refetchInterval: ({ state }) => (state.data === undefined ? false : callPolling(state.data)),
  });
}

/** Milliseconds until a call is worth asking for again; false for one that has come to rest. */
export function callPolling(call: Call): number | false {
  if (isInProgress(call)) return kBusyPolling;
  return hasPendingDelivery(call) ? kIdlePolling : false;
}

export function useCorrection(callSid: string) {
  return useMutation({
    mutationFn: (correction: Correction): Promise<Call> =>
      unwrap(api.PATCH("/api/calls/{call_sid}", { params: { path: { call_sid: callSid } }, body: correction })),
    onSuccess: (call) => {
      queryClient.setQueryData(callKey(callSid), call);
      void queryClient.invalidateQueries({ queryKey: ["calls"] });
    },
  });
}

export function useReprocess(callSid: string) {
  return useMutation({
    mutationFn: (fromStage: RestartStage) =>
      unwrap(
        api.POST("/api/calls/{call_sid}/reprocess", {
          params: { path: { call_sid: callSid } },
          body: { from_stage: fromStage },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: callKey(callSid) }),
  });
}

export function useServices() {
  return useQuery({
    queryKey: ["services"],
    queryFn: async () => (await unwrap(api.GET("/api/services"))).items,
    staleTime: Infinity,
  });
}

function callKey(callSid: string) {
  return ["call", callSid] as const;
}
