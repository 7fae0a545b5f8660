// SPDX-License-Identifier: Apache-2.0
// What an owner does to webhook endpoints, with the real program and a receiver of the test's own.
import { WebhookReceiver, waitUntil, type ReceiverEndpoint } from "@kolog/e2e";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addEndpoint, removeEndpoint } from "../src/endpoints.ts";
import { useVisits } from "../src/visits.ts";

const visit = useVisits();
const receiver = new WebhookReceiver();

beforeAll(() => receiver.start());
afterAll(() => receiver.stop());

let made = 0;

/** A receiver's new endpoint, which the page knows too. */
async function endpointOf(page: Page): Promise<{ endpoint: ReceiverEndpoint; card: Locator }> {
  made += 1;
  const endpoint = receiver.endpoint(`settings-${made}`);
  endpoint.secret = await addEndpoint(page, endpoint.url);
  return { endpoint, card: page.getByRole("listitem", { name: endpoint.url }) };
}

const action = (card: Locator, name: string) => card.getByRole("button", { name: `${name}: ` });
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent);

it("shows a new endpoint's secret once, until the person says that it is stored", async () => {
  const { page } = await visit({ language: "en" });
  await page.goto("/settings");
  const url = `https://hooks.example.com/${Date.now()}`;
  await page.getByRole("button", { name: "Add endpoint" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Address").fill(url);
  await dialog.getByRole("button", { name: "Add endpoint" }).click();
  const secret = page.getByTestId("secret");
  await secret.waitFor();
  expect(await secret.innerText()).toMatch(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/);
  await page.keyboard.press("Escape");
  expect(await secret.isVisible()).toBe(true);
  await dialog.getByRole("button", { name: "I have stored the secret" }).click();
  await dialog.waitFor({ state: "detached" });
  expect(await focused(page)).toBe("Add endpoint");
  await page.getByText(url).waitFor();
  expect(await page.content()).not.toContain("whsec_");
  await page.reload();
  await page.getByText(url).waitFor();
  expect(await page.content()).not.toContain("whsec_");
  await removeEndpoint(page, url);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
});

it("refuses what is no address before it asks the server, and says what the server refuses", async () => {
  const { page } = await visit({ language: "en" });
  await page.goto("/settings");
  let asked = false;
  page.on("request", (request) => {
    asked ||= request.method() === "POST";
  });
  await page.getByRole("button", { name: "Add endpoint" }).click();
  const dialog = page.getByRole("dialog");
  for (const wrong of ["", "example.com", "javascript:alert(1)"]) {
    await dialog.getByLabel("Address").fill(wrong);
    await dialog.getByRole("button", { name: "Add endpoint" }).click();
    await dialog.getByText("Enter a whole address").waitFor();
  }
  expect(asked).toBe(false);
  await dialog.getByLabel("Address").fill("https://user:word@hooks.example.com/");
  await dialog.getByRole("button", { name: "Add endpoint" }).click();
  expect(await dialog.getByRole("alert").innerText()).toMatch(/^The server refused: .{10}/);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
});

it("sends a test that its receiver can verify, and shows its outcome and what went over the wire", async () => {
  const { page } = await visit({ language: "en" });
  await page.goto("/settings");
  const { endpoint, card } = await endpointOf(page);
  endpoint.answers.push({ status: 202, body: "תודה", headers: { "x-answered-by": "hooks" } });
  await action(card, "Send a test").click();
  await card.getByText("The test was taken: answer 202.").waitFor();
  expect(endpoint.deliveries).toHaveLength(1);
  expect(endpoint.deliveries[0]).toMatchObject({ verified: true, body: { type: "webhook.test" } });
  expect(await focused(page)).toBe(`Send a test: ${endpoint.url}`);

  await card.getByRole("link", { name: "See what was sent" }).click();
  await page.getByRole("heading", { name: "webhook.test" }).waitFor();
  const attempt = page.locator("details");
  expect(await attempt.count()).toBe(1);
  const shown = await attempt.innerText();
  for (const text of [
    endpoint.url,
    "127.0.0.1",
    "webhook-signature",
    endpoint.deliveries[0]!.headers["webhook-signature"]!,
    "x-answered-by",
    "תודה",
    " ms",
  ]) {
    expect(shown).toContain(text);
  }
  expect(await page.getByTestId("body").innerText()).toContain('  "type": "webhook.test",');
  await page.getByRole("button", { name: "As sent" }).click();
  expect(await page.getByTestId("body").innerText()).toBe(endpoint.deliveries[0]!.text);
  await page.goto("/settings");
  await removeEndpoint(page, endpoint.url);
});

it("sends one again under the same webhook-id, and says the server's sentence where it may not", async () => {
  const { page } = await visit({ language: "en" });
  await page.goto("/settings");
  const { endpoint, card } = await endpointOf(page);
  endpoint.answers.push({ status: 204 }, { status: 410 });
  await action(card, "Send a test").click();
  await card.getByRole("link", { name: "See what was sent" }).click();
  const again = page.getByRole("button", { name: "Send again" });
  await again.click();
  await page.locator("summary", { hasText: "Attempt 2" }).waitFor();
  expect(endpoint.deliveries.map(({ id }) => id)).toEqual([endpoint.deliveries[0]!.id, endpoint.deliveries[0]!.id]);
  expect(await page.locator("details[open] summary").allInnerTexts()).toEqual([expect.stringContaining("Attempt 2")]);
  // The receiver's 410 has switched its endpoint off meanwhile.
  await again.click();
  expect(await page.getByRole("alert").innerText()).toBe("The server refused: The endpoint is switched off");
  await page.goto("/settings");
  await card.getByText("Switched off").waitFor();
  await card.getByText(/It answered 410 Gone at \d\d:\d\d/).waitFor();
  await action(card, "Switch on again").click();
  await card.getByText("Working").waitFor();
  await removeEndpoint(page, endpoint.url);
});

it("replaces a secret when asked twice; the former one signs as well", async () => {
  const { page } = await visit({ language: "en" });
  await page.goto("/settings");
  const { endpoint, card } = await endpointOf(page);
  const former = endpoint.secret;
  await action(card, "New secret").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("For a while the former one signs as well").waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
  expect(await focused(page)).toBe(`New secret: ${endpoint.url}`);
  await action(card, "New secret").click();
  await dialog.getByRole("button", { name: "Make a new secret" }).click();
  const fresh = await page.getByTestId("secret").innerText();
  expect(fresh).not.toBe(former);
  await dialog.getByRole("button", { name: "I have stored the secret" }).click();
  await dialog.waitFor({ state: "detached" });
  expect(await focused(page)).toBe(`New secret: ${endpoint.url}`);
  await card.getByText("The former secret signs as well until").waitFor();
  for (const secret of [former, fresh]) {
    endpoint.secret = secret;
    const before = endpoint.deliveries.length;
    await action(card, "Send a test").click();
    await waitUntil("the test has come", 10_000, () => endpoint.deliveries.length > before);
    expect(endpoint.deliveries.at(-1)!.verified).toBe(true);
    expect(endpoint.deliveries.at(-1)!.headers["webhook-signature"]!.split(" ")).toHaveLength(2);
  }
  await removeEndpoint(page, endpoint.url);
});

it("keeps what is to be sent while an endpoint is paused, and sends it when it goes on", async () => {
  const { page } = await visit();
  await page.goto("/settings");
  await page.getByRole("button", { name: "English" }).click();
  const { endpoint, card } = await endpointOf(page);
  await action(card, "Pause").click();
  await card.getByText("Paused", { exact: true }).waitFor();
  expect(await focused(page)).toBe(`Go on: ${endpoint.url}`);
  await action(card, "Send a test").click();
  await card.getByText("The test waits: the endpoint is paused.").waitFor();
  expect(endpoint.deliveries).toHaveLength(0);
  await action(card, "Go on").click();
  await card.getByText("Working", { exact: true }).waitFor();
  await waitUntil("the test has come", 10_000, () => endpoint.deliveries.length === 1);
  await removeEndpoint(page, endpoint.url);
});

it("changes an endpoint's address and events", async () => {
  const { page } = await visit({ language: "en" });
  await page.goto("/settings");
  const { endpoint, card } = await endpointOf(page);
  await action(card, "Change").click();
  const dialog = page.getByRole("dialog");
  expect(await dialog.getByLabel("Address").inputValue()).toBe(endpoint.url);
  await dialog.getByLabel("Address").fill(`${endpoint.url}-moved`);
  await dialog.getByLabel("A call has failed").uncheck();
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
  const moved = page.getByRole("listitem", { name: `${endpoint.url}-moved` });
  expect(await moved.innerText()).not.toContain("A call has failed");
  await page.reload();
  await moved.getByText("A call is ready").waitFor();
  await removeEndpoint(page, `${endpoint.url}-moved`);
});

it("shows a member the endpoints and nothing to change them by", async () => {
  const { page } = await visit({ language: "en", member: true });
  await page.goto("/settings");
  await page.getByText("Only an owner can change endpoints.").waitFor();
  await page.getByText("Working").first().waitFor();
  expect(await page.locator("main").getByRole("button").count()).toBe(0);
  await page.getByRole("link", { name: "Log: " }).first().click();
  await page.getByRole("list", { name: "List of deliveries" }).getByRole("link").first().click();
  await page.getByRole("heading", { name: "Body", exact: true }).waitFor();
  expect(await page.getByRole("button", { name: "Send again" }).count()).toBe(0);
});
