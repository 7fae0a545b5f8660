// SPDX-License-Identifier: Apache-2.0
// The delivery log, with the real program.
import { expect, inject, it } from "vitest";
import { phone } from "../src/browser.ts";
import { addEndpoint, change, removeEndpoint } from "../src/endpoints.ts";
import { useVisits } from "../src/visits.ts";

const visit = useVisits();
const { hebrew } = inject("installed");

it("leads from a call to what was sent of it and back to the call", async () => {
  const open = await visit();
  const { page } = open;
  await open.openCall(hebrew.sid);
  await page.getByRole("link", { name: "call.processed" }).first().click();
  await page.getByRole("heading", { name: "call.processed" }).waitFor();
  expect(await page.getByTestId("body").innerText()).toContain(hebrew.sid);
  await page.getByText("תשובה 204").first().waitFor();
  await page.getByRole("link", { name: "לשיחה", exact: true }).click();
  await page.locator("#segment-0").waitFor();
  expect(new URL(page.url()).pathname).toBe(`/calls/${hebrew.sid}`);
});

it("finds what waits, by state and by endpoint, and pages through it", async () => {
  const { page } = await visit({ language: "en" });
  await page.goto("/settings");
  const url = `https://hooks.example.com/log-${Date.now()}`;
  await addEndpoint(page, url);
  await page.getByRole("button", { name: `Pause: ${url}` }).click();
  const log = page.getByRole("link", { name: `Log: ${url}` });
  await page.getByText("Paused", { exact: true }).waitFor();
  const id = new URL((await log.getAttribute("href"))!, page.url()).searchParams.get("endpoint")!;
  for (let sent = 0; sent < 31; sent += 1) await change(page, "POST", `/api/webhook-endpoints/${id}/test`);

  await log.click();
  const rows = page.getByRole("list", { name: "List of deliveries" }).getByRole("listitem");
  await page.getByText("31 deliveries").waitFor();
  expect(await rows.count()).toBe(30);
  expect(await rows.first().innerText()).toContain("Waits for the endpoint to go on");
  await page.getByRole("button", { name: "More deliveries" }).click();
  await expect.poll(() => rows.count()).toBe(31);
  expect(await page.getByRole("button", { name: "More deliveries" }).count()).toBe(0);

  await page.getByLabel("State").selectOption("delivered");
  await page.getByText("No deliveries found").waitFor();
  await page.reload();
  await page.getByText("No deliveries found").waitFor();
  await page.getByRole("button", { name: "Clear filters" }).first().click();
  await page.getByLabel("State").selectOption("delivered");
  await page.getByText("call.processed").first().waitFor();
  await page.getByText("Waits for the endpoint to go on").first().waitFor({ state: "detached" });

  await page.goto("/settings");
  await removeEndpoint(page, url);
  await page.goto(`/settings/deliveries?endpoint=${id}`);
  await page.getByText("No deliveries found").waitFor();
});

it("fits a phone without scrolling sideways", async () => {
  const { page } = await visit({ viewport: phone });
  await page.goto("/settings/deliveries?state=delivered");
  await page.locator('a[href^="/settings/deliveries/"]').first().click();
  await page.locator("details[open]").waitFor();
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBeLessThanOrEqual(window!);
});

it("says of a delivery that is no more that it is no more", async () => {
  const { page } = await visit({ language: "en" });
  await page.goto("/settings/deliveries/msg_aaaaaaaaaaaaaaaaaaaaaaaaaa");
  await page.getByRole("heading", { name: "Delivery not found" }).waitFor();
});
