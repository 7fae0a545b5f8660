// SPDX-License-Identifier: Apache-2.0
// The list's filters live in the page's address, so that they survive a reload and a step back, and can be sent on.
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import type { CallFilters } from "../api/calls.ts";
import { intents } from "../format/call.ts";
import { searchTerm } from "../format/numbers.ts";

export type FilterName =
  | "search"
  | "status"
  | "service"
  | "direction"
  | "recording"
  | "tag"
  | "intent"
  | "urgent"
  | "review";

export interface CallFilterState {
  chosen: CallFilters;
  any: boolean;
  get: (name: FilterName) => string;
  set: (name: FilterName, value: string) => void;
  clear: () => void;
}

export function useCallFilters(): CallFilterState {
  const [address, setAddress] = useSearchParams();
  const chosen = useMemo(() => readFilters(address), [address]);
  const set = useCallback(
    (name: FilterName, value: string) =>
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
  return { chosen, any: Object.keys(chosen).length > 0, get: (name) => address.get(name) ?? "", set, clear };
}

/** What the address asks for; what it asks for in vain is left out, so that an old link still lists calls. */
export function readFilters(address: URLSearchParams): CallFilters {
  const filters: CallFilters = {};
  const search = address.get("search")?.trim();
  const status = address.get("status");
  const service = address.get("service");
  const direction = address.get("direction");
  if (search) filters.search = searchTerm(search).slice(0, 200);
  if (status) filters.status = status;
  if (service) filters.service = service;
  if (direction === "inbound" || direction === "outbound" || direction === "unknown") filters.direction = direction;
  if (address.get("recording") === "1") filters.has_recording = true;
  const tag = address.get("tag")?.trim().slice(0, 64);
  const intent = intents.find((name) => name === address.get("intent"));
  if (tag) filters.tag = tag;
  if (intent !== undefined) filters.intent = intent;
  if (address.get("urgent") === "1") filters.urgency = "urgent";
  if (address.get("review") === "1") filters.needs_review = true;
  return filters;
}
