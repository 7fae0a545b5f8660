// SPDX-License-Identifier: Apache-2.0
// What components need around them in a test.
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { I18nextProvider } from "react-i18next";
import { MemoryRouter } from "react-router";
import { afterEach, vi } from "vitest";
import { queryClient } from "./api/client.ts";
import { i18n } from "./i18n/i18n.ts";

// jsdom knows no media and no layout.
window.matchMedia = (query) =>
  ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined }) as never;
window.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;

afterEach(() => {
  cleanup();
  queryClient.clear();
});

export function renderPage(children: ReactNode, address = "/") {
  return render(
    <I18nextProvider i18n={i18n}>
      <MantineProvider env="test">
        <QueryClientProvider client={queryClient}>
          <MemoryRouter initialEntries={[address]}>{children}</MemoryRouter>
        </QueryClientProvider>
      </MantineProvider>
    </I18nextProvider>,
  );
}

/** The server's answers by `METHOD /path`, and the bodies that it was sent under the same names. */
export function serve(answers: Record<string, { status: number; body?: unknown }>): Map<string, unknown> {
  const asked = new Map<string, unknown>();
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
    const request = input as Request;
    const name = `${request.method} ${new URL(request.url).pathname}`;
    const text = await request.text();
    asked.set(name, text === "" ? null : JSON.parse(text));
    const answer = answers[name];
    if (answer === undefined) throw new Error(`nobody answers ${name}`);
    return new Response(answer.body === undefined ? null : JSON.stringify(answer.body), {
      status: answer.status,
      headers: { "Content-Type": "application/json" },
    });
  });
  return asked;
}
