// SPDX-License-Identifier: Apache-2.0
// How a call is kept and deleted, with the real program and its simulated Twilio.
import { expect, inject, it } from "vitest";
import { useVisits } from "../src/visits.ts";

const visit = useVisits();
const { expired, hebrew, spare } = inject("installed");

it("says what the caller was told of being recorded", async () => {
  const open = await visit();
  await open.openCall(hebrew.sid);
  const told = open.page.getByRole("region", { name: "הודעה על ההקלטה" });
  expect(await told.innerText()).toMatch(/השיחה.*מוקלטת[^]*הושמעה בעברית, \d\d:\d\d/);
});

it("shows where a recording whose days are over was deleted, and keeps the text", async () => {
  const open = await visit({ language: "en" });
  const { page } = open;
  await open.openCall(expired.sid);
  await page.getByText("The retention period is over and the recording has been deleted.").waitFor();
  expect(await page.locator("audio").count()).toBe(0);
  const places = page.getByRole("region", { name: "Keeping and deleting" });
  expect(await places.innerText()).toMatch(/The file here\s+Deleted \d\d:\d\d[^]*Twilio’s copy\s+RE[0-9a-f]{32}\s+Deleted \d\d:\d\d/);
  const again = await page.getByLabel("Starting from").locator("option").allInnerTexts();
  expect(again).toEqual(["Service and city", "Summary"]);
});

it("keeps a call under a legal hold from being deleted, and deletes it once the hold has ended", async () => {
  const open = await visit({ language: "en" });
  const { page } = open;
  await page.locator(`a[href="/calls/${spare.sid}"]`).waitFor();
  await page.locator(`a[href="/calls/${spare.sid}"]`).click();
  await page.locator("#segment-0").waitFor();
  const hold = page.getByRole("switch", { name: "Legal hold" });
  const remove = page.getByRole("button", { name: "Delete this call" });
  await hold.focus();
  await page.keyboard.press("Space");
  await page.getByText(/On since \d\d:\d\d/).waitFor();
  expect(await remove.getAttribute("aria-disabled")).toBe("true");
  await remove.click({ force: true });
  expect(await page.getByRole("dialog").count()).toBe(0);
  await page.getByText("A call under a legal hold cannot be deleted.").waitFor();
  await page.reload();
  await page.locator("#segment-0").waitFor();
  expect(await hold.isChecked()).toBe(true);
  await hold.focus();
  await page.keyboard.press("Space");
  await page.getByText(/On since/).waitFor({ state: "detached" });

  await remove.click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("deleted here and at Twilio, and the transcript").waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  expect(await remove.evaluate((button) => button === document.activeElement)).toBe(true);
  await remove.click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await page.getByText("The call is deleted.").waitFor();
  expect(new URL(page.url()).pathname).toBe("/");
  await page.locator(`a[href="/calls/${hebrew.sid}"]`).waitFor();
  expect(await page.locator(`a[href="/calls/${spare.sid}"]`).count()).toBe(0);
  await page.reload();
  await page.locator(`a[href="/calls/${hebrew.sid}"]`).waitFor();
  expect(await page.locator(`a[href="/calls/${spare.sid}"]`).count()).toBe(0);
  expect(await page.getByText("The call is deleted.").count()).toBe(0);
  await page.goto(`/calls/${spare.sid}`);
  await page.getByRole("heading", { name: "Call not found" }).waitFor();
});

it("shows a member how a call is kept, and nothing to change it by", async () => {
  const open = await visit({ language: "en", member: true });
  await open.openCall(hebrew.sid);
  const keeping = open.page.getByRole("region", { name: "Keeping and deleting" });
  expect(await keeping.innerText()).toMatch(/The recording is kept until[^]*Legal hold: Off\./);
  expect(await keeping.locator("button, input").count()).toBe(0);
});
