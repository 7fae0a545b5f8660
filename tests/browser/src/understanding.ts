// SPDX-License-Identifier: Apache-2.0
// The business's settings of understanding, by the API under the page's own login: what a test begins with and leaves.
import type { Page } from "playwright-core";

export interface Settings {
  version: number;
  services: { id: string; name_he: string; name_en: string; keywords: string[]; examples: string[] }[];
  fields: { id: string; name_en: string; type: string }[];
  thresholds: { sure: number; ask: number };
  redaction: Record<"cards" | "ids" | "phones" | "audio", boolean>;
  rules: { id: string; name: string; enabled: boolean; conditions: unknown[] }[];
}

export async function settingsOf(page: Page): Promise<Settings> {
  return (await (await page.request.get("/api/understanding")).json()) as Settings;
}

/** Changes them as somebody else would, who has just looked at them. */
export async function changeSettings(page: Page, parts: Record<string, unknown>): Promise<Settings> {
  const { csrf } = (await (await page.request.get("/api/auth/me")).json()) as { csrf: { header: string; token: string } };
  const { version } = await settingsOf(page);
  const answer = await page.request.patch("/api/understanding", {
    data: { version, ...parts },
    headers: { [csrf.header]: csrf.token },
  });
  if (!answer.ok()) throw new Error(`PATCH /api/understanding answered ${answer.status()}: ${await answer.text()}`);
  return (await answer.json()) as Settings;
}

/** Settings count from the next time a call is understood: this is that time. */
export async function understandAgain(page: Page, callSid: string): Promise<void> {
  const { csrf } = (await (await page.request.get("/api/auth/me")).json()) as { csrf: { header: string; token: string } };
  const asked = await page.request.post(`/api/calls/${callSid}/reprocess`, {
    data: { from_stage: "extracted" },
    headers: { [csrf.header]: csrf.token },
  });
  if (asked.status() !== 202) throw new Error(`reprocess answered ${asked.status()}: ${await asked.text()}`);
  const deadline = Date.now() + 20_000;
  for (;;) {
    const call = (await (await page.request.get(`/api/calls/${callSid}`)).json()) as { status: string; stages: { stage: string }[] };
    if (call.status === "processed" && call.stages.some(({ stage }) => stage === "summarised")) return;
    if (Date.now() > deadline) throw new Error(`${callSid} is not understood again within 20 s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** As the installation has them. */
export async function resetSettings(page: Page): Promise<void> {
  await changeSettings(page, { services: null, fields: null, thresholds: null, redaction: null, rules: null, model: null });
}
