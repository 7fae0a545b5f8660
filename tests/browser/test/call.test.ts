// SPDX-License-Identifier: Apache-2.0
import { waitUntil } from "@kolog/e2e";
import { describe, expect, inject, it } from "vitest";
import type { Visit } from "../src/browser.ts";
import { useVisits } from "../src/visits.ts";

const visit = useVisits();
const { hebrew, foreign } = inject("installed");

/** `1:05` in seconds. */
function seconds(clock: string): number {
  return clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

describe("the player", () => {
  it("plays the recording and marks what is being said", async () => {
    const open = await visit();
    await open.openCall(hebrew.sid);
    await open.page.getByRole("button", { name: "ניגון", exact: true }).click();
    const before = await waitUntil("the recording plays", 10_000, async () => (await open.position()) > 0.2 && open.position());
    await waitUntil("it goes on playing", 10_000, async () => (await open.position()) > before + 0.5);
    await open.page.locator('[aria-current="true"][data-speaker]').waitFor();
    await open.page.getByRole("button", { name: "השהיה" }).click();
    const paused = await open.position();
    await open.page.waitForTimeout(300);
    expect(await open.position()).toBe(paused);
  });

  it("seeks to a segment by range requests under the login's cookie", async () => {
    const open = await visit();
    const answers: number[] = [];
    open.page.on("response", (response) => {
      if (response.url().endsWith(`/calls/${hebrew.sid}/download`)) answers.push(response.status());
    });
    await open.openCall(hebrew.sid);
    const segment = open.page.locator("li[data-speaker]").last();
    const start = seconds(await segment.getByRole("button").innerText());
    expect(start).toBeGreaterThan(10);
    await segment.getByRole("button").click();
    await waitUntil("it plays there", 10_000, async () => (await open.position()) > start);
    expect(await open.position()).toBeLessThan(start + 5);
    expect(await segment.getAttribute("aria-current")).toBe("true");
    expect(new Set(answers)).toEqual(new Set([206]));
  });

  it("goes to the place where the city was said", async () => {
    const open = await visit();
    await open.openCall(hebrew.sid);
    await open.page.getByRole("button", { name: /לשמיעת המקום בשיחה/ }).last().click();
    await waitUntil("the position is there", 5_000, async () => (await open.position()) > 0);
  });

  it("plays at the speed asked for", async () => {
    const open = await visit();
    await open.openCall(hebrew.sid);
    await open.page.getByRole("button", { name: "1.5×" }).click();
    expect(await open.page.locator("audio").evaluate((audio) => (audio as HTMLAudioElement).playbackRate)).toBe(1.5);
    expect(await open.page.getByRole("button", { name: "1.5×" }).getAttribute("aria-pressed")).toBe("true");
  });
});

it("saves the recording under a name when asked to", async () => {
  const open = await visit();
  await open.openCall(hebrew.sid);
  const download = open.page.waitForEvent("download");
  await open.page.getByRole("link", { name: "הורדת ההקלטה" }).click();
  expect((await download).suggestedFilename()).toMatch(/\.mp3$/);
});

it("shows another business's call as one that is not there", async () => {
  const open = await visit();
  await open.page.goto(`/calls/${foreign}`);
  await open.page.getByRole("heading", { name: "השיחה לא נמצאה" }).waitFor();
  expect(await open.page.locator("audio").count()).toBe(0);
});

it("takes a person's correction and shows it as one", async () => {
  const open = await visit({ language: "en" });
  const { page } = open;
  await open.openCall(hebrew.sid);
  await page.getByRole("button", { name: "Correct", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Notes").fill("התקשרה שוב");
  await dialog.getByLabel("City").fill("חיפה");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByText("The corrections are saved.").waitFor();
  await page.reload();
  await page.getByText("Corrected by hand").waitFor();
  expect(await page.getByText("התקשרה שוב").count()).toBe(1);
  await page.getByRole("button", { name: "Correct", exact: true }).click();
  await dialog.getByLabel("City").fill(hebrew.city);
  await dialog.getByLabel("Notes").fill("");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
});

it("can be reached, opened and played with the keyboard alone", async () => {
  const open = await visit({ loggedIn: false });
  const { page } = open;
  const installed = inject("installed");
  await page.goto("/");
  await page.locator("input[name=email]").waitFor();
  await page.keyboard.type(installed.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(installed.password);
  await page.keyboard.press("Enter");
  await page.locator(`a[href="/calls/${hebrew.sid}"]`).waitFor();
  await tabTo(open, `a[href="/calls/${hebrew.sid}"]`);
  await page.keyboard.press("Enter");
  await page.locator("#segment-0").waitFor();
  await page.keyboard.press("Space");
  await waitUntil("the recording plays", 10_000, async () => (await open.position()) > 0.2);
  const before = await open.position();
  await page.keyboard.press("ArrowRight");
  expect(await open.position()).toBeGreaterThan(before + 4);
  await page.keyboard.press("Space");
  expect(await page.locator("audio").evaluate((audio) => (audio as HTMLAudioElement).paused)).toBe(true);
});

async function tabTo({ page }: Visit, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  throw new Error(`Tab never reached ${selector}`);
}
