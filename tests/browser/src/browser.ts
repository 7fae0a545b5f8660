// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium, and a visit: one person's browser window with its own cookies and storage.
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { expect } from "vitest";
import type { Installed } from "./calls.ts";

export const desktop = { width: 1280, height: 860 };
export const phone = { width: 360, height: 760 };

export interface VisitOptions {
  language?: "he" | "en";
  scheme?: "light" | "dark";
  viewport?: { width: number; height: number };
  loggedIn?: boolean;
  /** Logged in as one who is no owner. */
  member?: boolean;
}

const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts on a profile of its own, which goes with the browser. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env["KOLOG_CHROMIUM"] ?? "/usr/bin/chromium", args: quiet });
}

export class Visit {
  readonly page: Page;
  readonly #complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on("pageerror", (error) => this.#complaints.push(error.message));
    page.on("console", (message) => {
      // Chromium writes a line of its own about each answer of 4xx and 5xx, which the tests provoke.
      const ownLine = message.text().startsWith("Failed to load resource");
      if (["error", "warning"].includes(message.type()) && !ownLine) this.#complaints.push(message.text());
    });
  }

  static async begin(browser: Browser, installed: Installed, options: VisitOptions = {}): Promise<Visit> {
    const settings: BrowserContextOptions = {
      baseURL: installed.url,
      viewport: options.viewport ?? desktop,
      colorScheme: options.scheme ?? "light",
      reducedMotion: "reduce",
      timezoneId: "Asia/Jerusalem",
    };
    const context = await browser.newContext(settings);
    context.setDefaultTimeout(10_000);
    await context.addInitScript((language) => {
      if (localStorage.getItem("kolog.language") === null) localStorage.setItem("kolog.language", language);
    }, options.language ?? "he");
    const visit = new Visit(await context.newPage());
    if (options.loggedIn !== false) {
      const { password } = installed;
      const email = options.member === true ? installed.member : installed.email;
      const answer = await context.request.post("/api/auth/login", { data: { email, password } });
      if (!answer.ok()) throw new Error(`login answered ${answer.status()}: ${await answer.text()}`);
      await visit.page.goto("/");
    }
    return visit;
  }

  async openCall(sid: string): Promise<void> {
    await this.page.goto(`/calls/${sid}`);
    await this.page.locator("#segment-0").waitFor();
  }

  /** The recording's position in seconds. */
  position(): Promise<number> {
    return this.page.locator("audio").evaluate((audio) => (audio as HTMLAudioElement).currentTime);
  }

  /** Closes the window, and fails if the page threw, complained, or was refused something by its own policy. */
  async end(): Promise<void> {
    await this.page.context().close();
    expect(this.#complaints).toEqual([]);
  }
}
