// SPDX-License-Identifier: Apache-2.0
// Draws the documentation's pictures anew, when asked to by KOLOG_SCREENSHOTS=1.
import { stat } from "node:fs/promises";
import { repositoryPath } from "@kolog/e2e";
import { describe, expect, inject, it } from "vitest";
import { desktop, phone } from "../src/browser.ts";
import { useVisits } from "../src/visits.ts";

const visit = useVisits();
const { hebrew } = inject("installed");

describe.runIf(process.env["KOLOG_SCREENSHOTS"] === "1")("the documentation's picture", () => {
  it.each([
    { name: "he-light", language: "he", scheme: "light", viewport: desktop },
    { name: "en-dark", language: "en", scheme: "dark", viewport: desktop },
    { name: "he-phone", language: "he", scheme: "light", viewport: phone },
  ] as const)("of the list and of a call: $name", async ({ name, language, scheme, viewport }) => {
    const open = await visit({ language, scheme, viewport });
    await open.page.locator(`a[href="/calls/${hebrew.sid}"]`).waitFor();
    await open.page.waitForLoadState("networkidle");
    await draw("calls");
    await open.openCall(hebrew.sid);
    await open.page.waitForLoadState("networkidle");
    await draw("call");

    async function draw(page: string): Promise<void> {
      const path = repositoryPath("docs/screenshots", `${page}-${name}.png`);
      await open.page.screenshot({ path, animations: "disabled" });
      expect((await stat(path)).size).toBeLessThan(300_000);
    }
  });
});
