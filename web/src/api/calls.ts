// SPDX-License-Identifier: Apache-2.0
// Calls as the page reads, corrects and deletes them. Whatever still changes is asked for again every few seconds.
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, type InfiniteData } from "@tanstack/react-query";
import { hasPendingDelivery, isBeingDeleted, isBeingTranscribed, isInProgress } from "../format/call.ts";
import { api, queryClient, unwrap } from "./client.ts";
import { kBusyPolling, kIdlePolling, kProgressPolling } from "./polling.ts";
import type { Call, CallPage, CallQuery, Correction, RestartStage } from "./types.ts";
import { deliveriesKey } from "./webhook_deliveries.ts";

export type CallFilters = Pick<
  CallQuery,
  "search" | "status" | "service" | "direction" | "has_recording" | "tag" | "intent" | "urgency" | "needs_review"
>;

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

/**
 * The call as it was said, where the business has something blacked out. Each asking is logged, so it is asked for once
 * and kept no longer than it is shown.
 */
export function useOriginalCall(callSid: string, wanted: boolean) {
  return useQuery({
    queryKey: originalKey(callSid),
    queryFn: ({ signal }): Promise<Call> =>
      unwrap(
        api.GET("/api/calls/{call_sid}", {
          params: { path: { call_sid: callSid }, query: { unredacted: "1" } },
          signal,
        }),
      ),
    enabled: wanted,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** Milliseconds until a call is worth asking for again; false for one that has come to rest. */
export function callPolling(call: Call): number | false {
  if (isBeingTranscribed(call)) return kProgressPolling;
  if (isInProgress(call)) return kBusyPolling;
  // The first answers come within seconds; a place that refuses is asked ever more rarely.
  if (isBeingDeleted(call)) return call.recording.deletions.some(({ attempts }) => attempts > 1) ? kIdlePolling : kBusyPolling;
  return hasPendingDelivery(call) ? kIdlePolling : false;
}

export function useCorrection(callSid: string) {
  return useMutation({
    mutationFn: (correction: Correction): Promise<Call> =>
      unwrap(api.PATCH("/api/calls/{call_sid}", { params: { path: { call_sid: callSid } }, body: correction })),
    onSuccess: (call) => {
      queryClient.setQueryData(callKey(callSid), call);
      void queryClient.invalidateQueries({ queryKey: originalKey(callSid) });
      void queryClient.invalidateQueries({ queryKey: ["calls"] });
    },
  });
}

export function useDeleteCall(callSid: string) {
  return useMutation({
    mutationFn: () => unwrap(api.DELETE("/api/calls/{call_sid}", { params: { path: { call_sid: callSid } } })),
    onSuccess: () => {
      queryClient.setQueriesData<InfiniteData<CallPage>>({ queryKey: ["calls"] }, (list) => list && withoutCall(list, callSid));
      void queryClient.invalidateQueries({ queryKey: ["calls"] });
      // What was sent about the call went with it.
      queryClient.removeQueries({ queryKey: deliveriesKey });
    },
  });
}

/** What a list shows until the server has been asked again. */
export function withoutCall(list: InfiniteData<CallPage>, callSid: string): InfiniteData<CallPage> {
  const held = list.pages.some(({ items }) => items.some((call) => call.call_sid === callSid));
  if (!held) return list;
  return {
    ...list,
    pages: list.pages.map((page) => ({
      ...page,
      items: page.items.filter((call) => call.call_sid !== callSid),
      total: page.total - 1,
    })),
  };
}

/** Nothing of a call that is gone is shown again, not even for the moment until the server says so. */
export function forgetCall(callSid: string): void {
  queryClient.removeQueries({ queryKey: callKey(callSid) });
}

export function askForCallAgain(callSid: string): void {
  void queryClient.invalidateQueries({ queryKey: callKey(callSid) });
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

export function useCancel(callSid: string) {
  return useMutation({
    mutationFn: (): Promise<Call> =>
      unwrap(api.POST("/api/calls/{call_sid}/cancel", { params: { path: { call_sid: callSid } } })),
    onSuccess: (call) => {
      queryClient.setQueryData(callKey(callSid), call);
      void queryClient.invalidateQueries({ queryKey: ["calls"] });
    },
    // It may have ended by itself meanwhile.
    onError: () => void queryClient.invalidateQueries({ queryKey: callKey(callSid) }),
  });
}

export function useServices() {
  return useQuery({
    queryKey: ["services"],
    queryFn: async () => (await unwrap(api.GET("/api/services"))).items,
    staleTime: Infinity,
  });
}

function originalKey(callSid: string) {
  return [...callKey(callSid), "original"] as const;
}

function callKey(callSid: string) {
  return ["call", callSid] as const;
}
