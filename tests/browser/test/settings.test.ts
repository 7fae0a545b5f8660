// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import { useVisits } from "../src/visits.ts";

const visit = useVisits();

it("shows a new endpoint's secret once, and removes the endpoint when asked twice", async () => {
  const { page } = await visit({ language: "en" });
  await page.goto("/settings");
  const url = `https://hooks.example.com/${Date.now()}`;
  await page.getByLabel("Address").fill(url);
  await page.getByRole("button", { name: "Add endpoint" }).click();
  const secret = page.getByTestId("secret");
  await secret.waitFor();
  expect(await secret.innerText()).toMatch(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/);
  await page.getByRole("button", { name: "I have stored the secret" }).click();
  await page.reload();
  await page.getByText(url).waitFor();
  expect(await page.content()).not.toContain("whsec_");
  await page.getByRole("button", { name: `Delete ${url}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByText(url).first().waitFor({ state: "detached" });
});

it("refuses what is no address before it asks the server", async () => {
  const { page } = await visit({ language: "en" });
  await page.goto("/settings");
  let asked = false;
  page.on("request", (request) => {
    asked ||= request.method() === "POST";
  });
  for (const wrong of ["", "example.com", "javascript:alert(1)"]) {
    await page.getByLabel("Address").fill(wrong);
    await page.getByRole("button", { name: "Add endpoint" }).click();
    await page.getByText("Enter a whole address").waitFor();
  }
  expect(asked).toBe(false);
});
