// SPDX-License-Identifier: Apache-2.0
// A browser for a file of tests, and visits that end with the test that began them.
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, inject } from "vitest";
import { launchBrowser, Visit, type VisitOptions } from "./browser.ts";

export function useVisits(): (options?: VisitOptions) => Promise<Visit> {
  let browser: Browser;
  let open: Visit[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    const ending = open;
    open = [];
    for (const visit of ending) await visit.end();
  });
  afterAll(() => browser?.close());

  return async (options) => {
    const visit = await Visit.begin(browser, inject("installed"), options);
    open.push(visit);
    return visit;
  };
}
