// SPDX-License-Identifier: Apache-2.0
import { expect, inject, it } from "vitest";
import { phone } from "../src/browser.ts";
import { useVisits } from "../src/visits.ts";

const visit = useVisits();
const { hebrew, english, expired, foreign } = inject("installed");
const rowOf = (sid: string) => `a[href="/calls/${sid}"]`;

it("lists the business's calls, from right to left, and nobody else's", async () => {
  const { page } = await visit();
  await page.locator(rowOf(hebrew.sid)).waitFor();
  await page.locator(rowOf(english.sid)).waitFor();
  expect(await page.locator(rowOf(foreign)).count()).toBe(0);
  expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
  const row = page.getByRole("row", { name: "054-123-4567" });
  expect(await row.innerText()).toContain(hebrew.city);
  expect(await row.innerText()).toContain("מוכנה");
});

it("finds a call by a city in Hebrew, and by a number as it is written", async () => {
  const { page } = await visit();
  const search = page.getByRole("searchbox");
  await search.fill(hebrew.city);
  await page.locator(rowOf(english.sid)).waitFor({ state: "detached" });
  await page.locator(rowOf(hebrew.sid)).waitFor();
  await search.fill("212-555-0123");
  await page.locator(rowOf(hebrew.sid)).waitFor({ state: "detached" });
  await page.locator(rowOf(english.sid)).waitFor();
  await search.fill("מילה שאיש לא אמר");
  await page.getByText("לא נמצאו שיחות").waitFor();
});

it("filters by service, keeps the filter over a reload, and clears it", async () => {
  const { page } = await visit({ language: "en" });
  await page.getByLabel("Service").selectOption(hebrew.service);
  await page.locator(rowOf(english.sid)).waitFor({ state: "detached" });
  await page.reload();
  await page.locator(rowOf(hebrew.sid)).waitFor();
  expect(await page.locator(rowOf(english.sid)).count()).toBe(0);
  await page.getByRole("button", { name: "Clear filters" }).click();
  await page.locator(rowOf(english.sid)).waitFor();
});

it("turns around when the language is switched, and stays so", async () => {
  const { page } = await visit();
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { name: "Calls", exact: true }).waitFor();
  const document = page.locator("html");
  expect([await document.getAttribute("dir"), await document.getAttribute("lang")]).toEqual(["ltr", "en"]);
  await page.reload();
  await page.getByRole("heading", { name: "Calls", exact: true }).waitFor();
  expect(await document.getAttribute("dir")).toBe("ltr");
});

it.each(["he", "en"] as const)("fits a phone without scrolling sideways (%s)", async (language) => {
  const { page } = await visit({ viewport: phone, language });
  for (const path of ["/", `/calls/${hebrew.sid}`, `/calls/${expired.sid}`, "/settings", "/settings/deliveries", "/settings/understanding", "/nowhere"]) {
    await page.goto(path);
    await page.locator("main :is(h1, h2)").first().waitFor();
    await page.waitForLoadState("networkidle");
    const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(content, path).toBeLessThanOrEqual(window!);
  }
});

it("says in plain words that the demo model does not understand people, and what to do", async () => {
  const { page } = await visit({ language: "en" });
  const banner = page.getByRole("complementary", { name: "demo model" });
  expect(await banner.innerText()).toMatch(/understands only the sample calls[^]*kolog models pull/);
});
