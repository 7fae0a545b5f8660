// SPDX-License-Identifier: Apache-2.0
// What a person does in the settings, in English.
import type { Page } from "playwright-core";

/** Adds an endpoint and stores its secret, as the page asks for. */
export async function addEndpoint(page: Page, url: string): Promise<string> {
  await page.getByRole("button", { name: "Add endpoint" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Address").fill(url);
  await dialog.getByRole("button", { name: "Add endpoint" }).click();
  const secret = await page.getByTestId("secret").innerText();
  await dialog.getByRole("button", { name: "I have stored the secret" }).click();
  await dialog.waitFor({ state: "detached" });
  return secret;
}

export async function removeEndpoint(page: Page, url: string): Promise<void> {
  await page.getByRole("button", { name: `Delete: ${url}`, exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("listitem", { name: url, exact: true }).waitFor({ state: "detached" });
}
