// SPDX-License-Identifier: Apache-2.0
// What an owner sets about how calls are understood, what a member sees of it, and what a call's page makes of it.
import { waitUntil } from "@kolog/e2e";
import type { Page } from "playwright-core";
import { afterEach, expect, inject, it } from "vitest";
import { phone } from "../src/browser.ts";
import { change } from "../src/endpoints.ts";
import { changeSettings, resetSettings, settingsOf, understandAgain } from "../src/understanding.ts";
import { useVisits } from "../src/visits.ts";

const visit = useVisits();
const { english, hebrew } = inject("installed");
let last: Page | null = null;

// Runs before the visit ends: what one test has set, no other meets.
afterEach(async () => {
  if (last !== null) await resetSettings(last);
  last = null;
});

async function settings(options: Parameters<typeof visit>[0] = {}) {
  const { page } = await visit({ language: "en", ...options });
  if (options.member !== true) last = page;
  await page.goto("/settings");
  await page.getByRole("link", { name: "Understanding" }).click();
  await page.getByRole("region", { name: "Services" }).waitFor();
  const part = (name: string) => page.getByRole("region", { name, exact: true });
  const save = (name: string) => part(name).getByRole("button", { name: `Save: ${name}` }).click();
  return { page, part, save };
}

const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));

it("renames a service and adds keywords with the keyboard alone, and the call's page calls it so", async () => {
  const { page, part } = await settings();
  await part("Services").getByRole("searchbox").fill(hebrew.service);
  await part("Services").getByRole("button", { expanded: false }).first().press("Enter");
  await part("Services").getByLabel("Name in English").fill("Works of all kinds");
  await part("Services").getByRole("textbox", { name: "Keywords" }).focus();
  await page.keyboard.type("first word, second word");
  await page.keyboard.press("Enter");
  await part("Services").getByRole("button", { name: "Remove: second word" }).press("Enter");
  await part("Services").getByRole("button", { name: "Save: Services" }).press("Enter");
  await part("Services").getByText("The changes are saved.").waitFor();
  expect(await focused(page)).toBe("Save: Services");
  const saved = (await settingsOf(page)).services.find(({ id }) => id === hebrew.service)!;
  expect(saved.name_en).toBe("Works of all kinds");
  expect(saved.keywords).toContain("first word");
  expect(saved.keywords).not.toContain("second word");
  await page.goto(`/calls/${hebrew.sid}`);
  await page.locator("dd", { hasText: "Works of all kinds" }).waitFor();
});

it("puts the default list back when asked twice", async () => {
  const { page, part, save } = await settings();
  const { services } = await settingsOf(page);
  await part("Services").getByRole("button", { name: "Add service" }).click();
  await part("Services").getByLabel("Name in English").first().fill("Solar panels");
  await save("Services");
  await part("Services").getByText("The changes are saved.").waitFor();
  expect((await settingsOf(page)).services.map(({ id }) => id)).toContain("solar_panels");
  await part("Services").getByRole("button", { name: "Back to the default list" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Back to the default list" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect((await settingsOf(page)).services).toEqual(services);
});

it("keeps what was typed when somebody else saves meanwhile", async () => {
  const { page, part, save } = await settings();
  await part("Your own fields").getByRole("button", { name: "Add field" }).click();
  await part("Your own fields").getByLabel("Name in English").fill("Floor");
  await part("Your own fields").getByLabel("Type").selectOption("number");
  const theirs = { id: "pets", name_he: "חיות", name_en: "Pets", type: "yes_no", description: "", choices: [] };
  await changeSettings(page, { fields: [theirs] });
  await save("Your own fields");
  await part("Your own fields").getByText("The settings have changed meanwhile.").waitFor();
  await part("Your own fields").getByRole("button", { name: "Load the change" }).click();
  await part("Your own fields").getByText("what you typed is kept").waitFor();
  await save("Your own fields");
  await part("Your own fields").getByText("The changes are saved.").waitFor();
  expect((await settingsOf(page)).fields.map(({ id, type }) => [id, type])).toEqual([
    ["pets", "yes_no"],
    ["floor", "number"],
  ]);
});

it("asks before unsaved changes are left by a link or a step back", async () => {
  const { page, part } = await settings();
  await part("Confidence").getByRole("slider", { name: "Sure from" }).press("ArrowLeft");
  const dialog = page.getByRole("dialog", { name: "Leave without saving?" });
  await page.getByRole("link", { name: "Delivery log" }).click();
  await dialog.getByRole("button", { name: "Stay here" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.goBack();
  await dialog.getByRole("button", { name: "Leave without saving" }).click();
  await page.getByRole("button", { name: "Add endpoint" }).waitFor();
});

it("puts a rule's tag on a call that is understood again, which the list can be filtered by", async () => {
  const { page, part, save } = await settings();
  const rules = part("Tags and alerts");
  await rules.getByRole("button", { name: "Add rule" }).click();
  await rules.getByLabel("The tag’s name").fill("Long enough");
  await rules.getByRole("combobox", { name: "Condition 1: What it is about" }).selectOption("duration");
  await rules.getByLabel("Longer than (seconds)").fill("1");
  await save("Tags and alerts");
  await rules.getByText("The changes are saved.").waitFor();
  expect((await settingsOf(page)).rules[0]).toMatchObject({ id: "long_enough", enabled: true });
  await page.goto(`/calls/${english.sid}`);
  await page.getByLabel("Starting from").selectOption("extracted");
  await page.getByRole("button", { name: "Run again" }).click();
  await page.locator("dd", { hasText: "Long enough" }).waitFor({ timeout: 30_000 });
  await page.goto("/");
  await page.getByLabel("Tag", { exact: true }).selectOption("long_enough");
  await page.locator(`a[href="/calls/${hebrew.sid}"]`).waitFor({ state: "detached" });
  expect(new URL(page.url()).search).toBe("?tag=long_enough");
  await page.reload();
  await page.locator(`a[href="/calls/${english.sid}"]`).waitFor();
});

it("takes a confirmation by one click where nothing is sure enough", async () => {
  const { page } = await settings();
  await changeSettings(page, { thresholds: { sure: 1, ask: 0 } });
  await understandAgain(page, english.sid);
  await page.goto("/?review=1");
  await page.locator(`a[href="/calls/${english.sid}"]`).click();
  const confirm = page.getByRole("button", { name: /^That is right: City/ });
  await confirm.click();
  await confirm.waitFor({ state: "detached" });
  await page.locator("dd", { hasText: english.city }).getByText("Corrected by hand").waitFor();
});

it("takes a person's value of a field of the business's own", async () => {
  const { page } = await settings();
  const size = { id: "size", name_he: "גודל", name_en: "Size", type: "choice", description: "", choices: ["small", "large"] };
  await changeSettings(page, { fields: [size] });
  await page.goto(`/calls/${english.sid}`);
  await page.getByRole("button", { name: "Correct", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Size").selectOption("large");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.locator("dd", { hasText: "large" }).getByText("Corrected by hand").waitFor();
});

it("hands out the corrections as one labelled call a line", async () => {
  const { page } = await settings();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the corrections" }).click();
  expect((await download).suggestedFilename()).toMatch(/corrections/);
});

it("shows a member what is set, and nothing to change it by", async () => {
  const { page, part } = await settings({ member: true });
  await page.getByText("Only an owner can change these settings.").waitFor();
  await part("Services").getByRole("button", { expanded: false }).first().click();
  expect(await part("Services").getByLabel("Name in English").isDisabled()).toBe(true);
  expect(await page.getByRole("button", { name: /^(Save|Add|Back to)/ }).count()).toBe(0);
  await expect(change(page, "DELETE", "/api/understanding")).rejects.toThrow(/40[345]/);
});

it.each(["he", "en"] as const)("fits a phone with its editors open (%s)", async (language) => {
  const { page } = await visit({ viewport: phone, language });
  await page.goto("/settings/understanding");
  await page.getByRole("button", { name: language === "he" ? "הוספת כלל" : "Add rule" }).click();
  await page.getByRole("button", { name: language === "he" ? "הוספת שדה" : "Add field" }).click();
  await page.getByRole("button", { expanded: false }).first().click();
  await waitUntil("the editors are open", 5_000, async () => (await page.getByRole("button", { expanded: true }).count()) === 3);
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBeLessThanOrEqual(window!);
});
