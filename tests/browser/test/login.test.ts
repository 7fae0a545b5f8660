// SPDX-License-Identifier: Apache-2.0
import { expect, inject, it } from "vitest";
import { useVisits } from "../src/visits.ts";

const visit = useVisits();
const installed = inject("installed");

it("is asked for wherever a visitor arrives, and leads on to there", async () => {
  const { page } = await visit({ loggedIn: false });
  await page.goto(`/calls/${installed.hebrew.sid}`);
  await page.waitForURL("**/login?next=*");
  await page.locator("input[name=email]").fill(installed.email);
  await page.locator("input[name=password]").fill(installed.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/calls/${installed.hebrew.sid}`);
  await page.locator("#segment-0").waitFor();
});

it("refuses a wrong password in the page's language and stays", async () => {
  const { page } = await visit({ loggedIn: false, language: "en" });
  await page.goto("/login");
  await page.locator("input[name=email]").fill(installed.email);
  await page.locator("input[name=password]").fill("not the password");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("The email or the password is wrong.").waitFor();
  expect(new URL(page.url()).pathname).toBe("/login");
});

it("comes back when the session ends in the middle, and the call with it", async () => {
  const { page } = await visit();
  await page.goto(`/calls/${installed.hebrew.sid}`);
  await page.locator("#segment-0").waitFor();
  await page.context().clearCookies();
  await page.getByRole("link", { name: "לכל השיחות" }).click();
  await page.waitForURL("**/login*");
  expect(await page.locator("main").innerText()).not.toContain(installed.hebrew.city);
});

it("is over when its owner logs out, and the list cannot be gone back to", async () => {
  const { page } = await visit();
  await page.locator(`a[href="/calls/${installed.hebrew.sid}"]`).waitFor();
  await page.getByRole("button", { name: "יציאה" }).click();
  await page.waitForURL("**/login*");
  await page.goto("/");
  await page.waitForURL("**/login*");
  expect(await page.context().cookies()).toEqual([]);
});

it("keeps its cookie from the page's scripts", async () => {
  const { page } = await visit();
  expect(await page.evaluate(() => document.cookie)).toBe("");
  expect(await page.context().cookies()).toMatchObject([{ name: "kolog_session", httpOnly: true, sameSite: "Lax" }]);
});
