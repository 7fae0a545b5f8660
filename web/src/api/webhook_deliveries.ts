// SPDX-License-Identifier: Apache-2.0
// What was sent and what was answered. A delivery that is about to be tried is asked for again soon, one that waits for
// hours now and then, one that is over not at all.
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { api, queryClient, unwrap } from "./client.ts";
import { kBusyPolling, kIdlePolling } from "./polling.ts";
import type { Delivery, DeliveryDetail, DeliveryPage, DeliveryQuery } from "./types.ts";

export const deliveriesKey = ["webhook-deliveries"] as const;

/** An attempt that is due within so many milliseconds is worth watching. */
const kSoon = 10_000;

/** As often as a person who has just asked for something looks. */
const kWatching = 1_000;

export type DeliveryFilters = Pick<DeliveryQuery, "endpoint_id" | "state">;

export function useDeliveries(filters: DeliveryFilters) {
  return useInfiniteQuery({
    queryKey: [...deliveriesKey, "list", filters],
    queryFn: ({ pageParam, signal }): Promise<DeliveryPage> =>
      unwrap(
        api.GET("/api/webhook-deliveries", {
          params: { query: { ...filters, limit: 30, ...(pageParam !== null && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => {
      const soon = state.data?.pages.some(({ items }) => items.some((delivery) => isDueSoon(delivery, Date.now())));
      return soon ? kBusyPolling : kIdlePolling;
    },
  });
}

export function useDelivery(id: string) {
  return useQuery({
    queryKey: [...deliveriesKey, "one", id],
    queryFn: ({ signal }): Promise<DeliveryDetail> =>
      unwrap(api.GET("/api/webhook-deliveries/{id}", { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data === undefined ? false : deliveryPolling(state.data, Date.now())),
  });
}

export function useReplayDelivery(id: string) {
  return useMutation({
    mutationFn: () => unwrap(api.POST("/api/webhook-deliveries/{id}/replay", { params: { path: { id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: deliveriesKey }),
  });
}

/** Milliseconds until a delivery is worth asking for again; false for one that is over. */
export function deliveryPolling(delivery: Delivery, now: number): number | false {
  if (delivery.state !== "pending") return false;
  return isDueSoon(delivery, now) ? kWatching : kIdlePolling;
}

export function isDueSoon(delivery: Delivery, now: number): boolean {
  if (delivery.state !== "pending" || delivery.next_attempt_at === null) return false;
  return Date.parse(delivery.next_attempt_at) - now < kSoon;
}
