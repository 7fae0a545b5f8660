// SPDX-License-Identifier: Apache-2.0
// A transcription under way, how it is cancelled, and what one has left out.
import { describe, expect, inject, it } from "vitest";
import { seriousFaults } from "../src/axe.ts";
import { desktop, phone } from "../src/browser.ts";
import { useVisits } from "../src/visits.ts";

const visit = useVisits();
const { english, underWay } = inject("installed");

const words = {
  he: { bar: "השיחה מתומללת", cancel: "ביטול התמלול", dropped: "הושמטו: 2", reason: "משפט שמודלים נוהגים לכתוב בזמן שקט", percent: "42%" },
  en: { bar: "Transcribing the call", cancel: "Cancel transcription", dropped: "Left out: 2", reason: "A phrase that models write over silence", percent: "42%" },
};

describe.each([
  { language: "he", scheme: "light", viewport: desktop },
  { language: "he", scheme: "dark", viewport: phone },
  { language: "en", scheme: "light", viewport: phone },
  { language: "en", scheme: "dark", viewport: desktop },
] as const)("in $language, $scheme, $viewport.width pixels wide", ({ language, scheme, viewport }) => {
  it("shows how far a transcription is, growing from where the language's lines begin", async () => {
    const { page } = await visit({ language, scheme, viewport });
    await page.goto(`/calls/${underWay.sid}`);
    const bar = page.getByRole("progressbar", { name: words[language].bar });
    await bar.waitFor();
    expect(await bar.getAttribute("aria-valuenow")).toBe("42");
    const whole = (await bar.boundingBox())!;
    const done = (await bar.locator("div").boundingBox())!;
    expect(done.width / whole.width).toBeCloseTo(0.42, 1);
    const starts = language === "he" ? Math.abs(whole.x + whole.width - done.x - done.width) : Math.abs(done.x - whole.x);
    expect(starts).toBeLessThan(2);
    await page.getByRole("button", { name: words[language].cancel }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  });

  it("shows the percentage in the list of calls", async () => {
    const { page } = await visit({ language, scheme, viewport });
    const link = page.locator(`a[href="/calls/${underWay.sid}"]`);
    await link.waitFor();
    const row = page.locator("tr, li").filter({ has: link });
    expect(await row.innerText()).toContain(words[language].percent);
    expect(await seriousFaults(page)).toEqual([]);
  });

  it("opens what was left out of a transcript, with the reason, apart from what was said", async () => {
    const open = await visit({ language, scheme, viewport });
    const { page } = open;
    await open.openCall(english.sid);
    const text = page.getByText("Thanks for watching");
    expect(await text.isVisible()).toBe(false);
    await page.getByText(words[language].dropped).focus();
    await page.keyboard.press("Enter");
    await text.waitFor();
    await page.getByText(words[language].reason).waitFor();
    expect(await page.locator("ol [id^=segment-]").filter({ hasText: "Thanks for watching" }).count()).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
  });
});

it("cancels by keyboard, says so, and lets the call run again to its end", async () => {
  const { page } = await visit({ language: "en" });
  await page.goto(`/calls/${underWay.sid}`);
  const cancel = page.getByRole("button", { name: words.en.cancel });
  await cancel.focus();
  await page.keyboard.press("Enter");
  const said = page.getByText("The transcription was cancelled. What was transcribed so far is kept");
  await said.waitFor();
  expect(await said.evaluate((notice) => notice === document.activeElement)).toBe(true);
  expect(await page.getByRole("progressbar").count()).toBe(0);
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Run again" }).click();
  await page.locator("#segment-0").waitFor({ timeout: 40_000 });
  await page.getByText("Ready", { exact: true }).waitFor({ timeout: 40_000 });
});
