// SPDX-License-Identifier: Apache-2.0
// Who is asked first when a person steps through the browser's history. A window calls its listeners in the order of
// their registration, so this one is registered before the router's.

type Guard = (event: PopStateEvent) => void;

let guard: Guard | null = null;

window.addEventListener("popstate", (event) => guard?.(event));

/** There is one guard at a time; answers with what ends it. */
export function guardHistory(next: Guard): () => void {
  guard = next;
  return () => {
    if (guard === next) guard = null;
  };
}
