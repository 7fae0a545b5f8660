// SPDX-License-Identifier: Apache-2.0
// What a person does in the settings, in English, and what the API does for a test under the page's own login.
import type { APIResponse, Page } from "playwright-core";

/** A change by the API. */
export async function change(page: Page, method: "POST" | "DELETE", path: string): Promise<APIResponse> {
  const { csrf } = (await (await page.request.get("/api/auth/me")).json()) as { csrf: { header: string; token: string } };
  const answer = await page.request.fetch(path, { method, headers: { [csrf.header]: csrf.token } });
  if (!answer.ok()) throw new Error(`${method} ${path} answered ${answer.status()}: ${await answer.text()}`);
  return answer;
}

/** Whatever language the page is in. */
export async function removeEndpointByApi(page: Page, url: string): Promise<void> {
  const { items } = (await (await page.request.get("/api/webhook-endpoints")).json()) as { items: { id: string; url: string }[] };
  for (const { id } of items.filter((endpoint) => endpoint.url === url)) await change(page, "DELETE", `/api/webhook-endpoints/${id}`);
}

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
