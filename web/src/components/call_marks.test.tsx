// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { expect, it } from "vitest";
import { call, evidence } from "../test_data.ts";
import { renderPage } from "../test_page.tsx";
import { CallCards } from "./call_cards.tsx";
import { CallMarks } from "./call_marks.tsx";
import { CallTable } from "./call_table.tsx";

const tag = { rule_id: "angry", name: "לקוח כועס", evidence: [evidence], tagged_at: call.created_at };

it.each([
  ["table", CallTable],
  ["cards", CallCards],
])("marks what is urgent, needs a look or is tagged, in the %s", (_name, List) => {
  const { container } = renderPage(<List calls={[{ ...call, urgency: "urgent", needs_review: true, tags: [tag] }]} />);
  for (const mark of ["דחופה", "לבדיקה", "לקוח כועס"]) expect(container.textContent).toContain(mark);
});

it("says nothing of a call that does not stand out", () => {
  const { container } = renderPage(<CallMarks call={call} />);
  expect(container.querySelector("[class*=mark]")).toBeNull();
});
