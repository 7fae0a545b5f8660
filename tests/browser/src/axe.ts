// SPDX-License-Identifier: Apache-2.0
// What axe finds on a page that keeps people from using it.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";

export async function seriousFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary ?? ""}`));
}
