// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { expect, it } from "vitest";
import { formatMoment } from "../format/times.ts";
import { renderPage } from "../test_page.tsx";
import { ServerSentence } from "./server_sentence.tsx";

it("writes the server's points in time as everywhere else, and the rest as it is", () => {
  const at = "2026-02-28T09:30:00.125Z";
  const { container } = renderPage(<ServerSentence text={`It answered <b>410</b> at ${at}.`} />);
  expect(container.querySelector("bdi")?.textContent).toBe(`It answered <b>410</b> at ${formatMoment(at, "he")}.`);
  expect(container.querySelector("time")?.getAttribute("datetime")).toBe(at);
});
