// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { expect, it } from "vitest";
import { formatMoment } from "../format/times.ts";
import { renderPage } from "../test_page.tsx";
import { Notice } from "./notice.tsx";

it("says in which words, in which language and when the caller was told", () => {
  const at = "2026-02-28T09:30:00.000Z";
  const { container } = renderPage(<Notice notice={{ language: "en", words: "This call is recorded.", announced_at: at }} />);
  expect(container.querySelector("blockquote")?.lang).toBe("en");
  expect(container.textContent).toContain(`This call is recorded.הושמעה באנגלית, ${formatMoment(at, "he")}`);
});

it("says that nothing was announced", () => {
  const { container } = renderPage(<Notice notice={null} />);
  expect(container.textContent).toContain("לא הושמעה למתקשר הודעה על הקלטה.");
});
