// SPDX-License-Identifier: Apache-2.0
// The log's filters live in the page's address, as the list of calls' do.
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import type { DeliveryFilters } from "../api/webhook_deliveries.ts";
import { deliveryStates } from "./use_delivery_words.ts";

export interface DeliveryFilterState {
  chosen: DeliveryFilters;
  any: boolean;
  set: (name: "endpoint" | "state", value: string) => void;
  clear: () => void;
}

export function useDeliveryFilters(): DeliveryFilterState {
  const [address, setAddress] = useSearchParams();
  const chosen = useMemo(() => readDeliveryFilters(address), [address]);
  const set = useCallback(
    (name: "endpoint" | "state", value: string) =>
      setAddress(
        (before) => {
          const after = new URLSearchParams(before);
          if (value === "") after.delete(name);
          else after.set(name, value);
          return after;
        },
        { replace: true },
      ),
    [setAddress],
  );
  const clear = useCallback(() => setAddress({}, { replace: true }), [setAddress]);
  return { chosen, any: Object.keys(chosen).length > 0, set, clear };
}

/** What the address asks for; what it asks for in vain is left out. */
export function readDeliveryFilters(address: URLSearchParams): DeliveryFilters {
  const filters: DeliveryFilters = {};
  const endpoint = address.get("endpoint")?.trim().slice(0, 64);
  const state = deliveryStates.find((name) => name === address.get("state"));
  if (endpoint) filters.endpoint_id = endpoint;
  if (state !== undefined) filters.state = state;
  return filters;
}
