// SPDX-License-Identifier: Apache-2.0
import { setTimeout as delay } from "node:timers/promises";

type Nothing = undefined | null | false;

/** Asks again and again until there is something, or fails with `what` when the budget is spent. */
export async function waitUntil<T>(what: string, budgetMs: number, probe: () => Promise<T | Nothing> | T | Nothing): Promise<T> {
  const end = Date.now() + budgetMs;
  let trouble = "";
  for (;;) {
    try {
      const found = await probe();
      if (found !== undefined && found !== null && found !== false) return found as T;
    } catch (error) {
      trouble = ` (${error instanceof Error ? error.message : String(error)})`;
    }
    if (Date.now() > end) throw new Error(`not within ${budgetMs} ms: ${what}${trouble}`);
    await delay(50);
  }
}
