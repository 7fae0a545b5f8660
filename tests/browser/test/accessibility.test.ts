// SPDX-License-Identifier: Apache-2.0
import { describe, expect, inject, it } from "vitest";
import { seriousFaults } from "../src/axe.ts";
import { desktop, phone } from "../src/browser.ts";
import { removeEndpointByApi } from "../src/endpoints.ts";
import { useVisits } from "../src/visits.ts";

const visit = useVisits();
const { expired, hebrew } = inject("installed");

describe.each([
  { language: "he", scheme: "light", viewport: desktop },
  { language: "he", scheme: "dark", viewport: phone },
  { language: "en", scheme: "light", viewport: phone },
  { language: "en", scheme: "dark", viewport: desktop },
] as const)("axe finds nothing serious ($language, $scheme, $viewport.width pixels wide)", ({ language, scheme, viewport }) => {
  it("at the login", async () => {
    const { page } = await visit({ language, scheme, viewport, loggedIn: false });
    await page.goto("/login");
    await page.locator("input[name=password]").waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  });

  it("in the list of calls", async () => {
    const { page } = await visit({ language, scheme, viewport });
    await page.locator(`a[href="/calls/${hebrew.sid}"]`).waitFor();
    expect(await page.locator("html").getAttribute("data-mantine-color-scheme")).toBe(scheme);
    expect(await seriousFaults(page)).toEqual([]);
  });

  it("in a call, and in its correction", async () => {
    const open = await visit({ language, scheme, viewport });
    await open.openCall(hebrew.sid);
    expect(await seriousFaults(open.page)).toEqual([]);
    await open.page.getByRole("button", { name: language === "he" ? "תיקון" : "Correct", exact: true }).click();
    await open.page.getByRole("dialog").waitFor();
    expect(await seriousFaults(open.page)).toEqual([]);
  });

  it("in a call whose recording is gone, and before it is deleted", async () => {
    const open = await visit({ language, scheme, viewport });
    await open.openCall(expired.sid);
    expect(await seriousFaults(open.page)).toEqual([]);
    await open.page.getByRole("button", { name: language === "he" ? "מחיקת השיחה" : "Delete this call" }).click();
    await open.page.getByRole("dialog").waitFor();
    expect(await seriousFaults(open.page)).toEqual([]);
  });

  it("in the settings, and where an endpoint is added, tested and given a new secret", async () => {
    const words = {
      he: { add: "הוספת כתובת", stored: "שמרתי את הסוד", test: /^שליחת ניסיון/, rotate: /^סוד חדש/ },
      en: { add: "Add endpoint", stored: "I have stored the secret", test: /^Send a test/, rotate: /^New secret/ },
    }[language];
    const { page } = await visit({ language, scheme, viewport });
    await page.goto("/settings");
    await page.locator("main li").first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole("button", { name: words.add }).click();
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const url = `http://127.0.0.1:9/${language}-${scheme}`;
    await dialog.locator("input[name=url]").fill(url);
    await dialog.getByRole("button", { name: words.add }).click();
    await page.getByTestId("secret").waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: words.stored }).click();
    await dialog.waitFor({ state: "detached" });
    const card = page.getByRole("listitem", { name: url });
    await card.getByRole("button", { name: words.test }).click();
    await card.locator('a[href*="msg_"]').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await card.getByRole("button", { name: words.rotate }).click();
    await dialog.waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await removeEndpointByApi(page, url);
  });

  it("in the settings of understanding, closed and open", async () => {
    const { page } = await visit({ language, scheme, viewport });
    await page.goto("/settings/understanding");
    await page.getByRole("region").first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole("button", { name: language === "he" ? "הוספת כלל" : "Add rule" }).click();
    await page.getByRole("button", { expanded: false }).first().click();
    expect(await seriousFaults(page)).toEqual([]);
  });

  it("in the delivery log, and in a delivery", async () => {
    const { page } = await visit({ language, scheme, viewport });
    await page.goto("/settings/deliveries?state=delivered");
    const first = page.locator('a[href^="/settings/deliveries/"]').first();
    await first.waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await first.click();
    await page.locator("details[open]").waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  });
});
