// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { queryClient, sessionKey } from "../api/client.ts";
import type { Call } from "../api/types.ts";
import { call, memberSession, session } from "../test_data.ts";
import { renderPage, serve } from "../test_page.tsx";
import { Redacted, useOriginal } from "./redacted.tsx";

const redacted: Call = { ...call, summary: "[כרטיס]", redaction: { ...call.redaction, applied: true, spans: 2 } };
const asItWasSaid: Call = { ...redacted, summary: "4580", redaction: { ...redacted.redaction, unredacted: true } };

function Page({ shown = redacted }: { shown?: Call }) {
  const original = useOriginal(shown.call_sid);
  return (
    <>
      <Redacted call={shown} original={original} />
      <p data-testid="summary">{(original.call ?? shown).summary}</p>
    </>
  );
}

const summary = () => screen.getByTestId("summary").textContent;

beforeEach(() => {
  queryClient.setQueryData(sessionKey, session);
});

it("asks for the original only when an owner wants it, once, and hides it again", async () => {
  serve({ "GET /api/calls/CA1": { status: 200, body: asItWasSaid } });
  renderPage(<Page />);
  expect(screen.getByRole("status").textContent).toContain("שני מקומות בתמלול מושחרים");
  expect(screen.getByRole("status").textContent).toContain("נרשמת ביומן");
  expect(fetch).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole("button", { name: "הצגת המקור" }));
  await expect.poll(summary).toBe("4580");
  expect(vi.mocked(fetch).mock.calls.map(([request]) => new URL((request as Request).url).search)).toEqual(["?unredacted=1"]);
  fireEvent.click(screen.getByRole("button", { name: "הסתרת המקור" }));
  expect(summary()).toBe("[כרטיס]");
});

it("says why the original is not shown", async () => {
  const error = "Only an owner may look at it";
  serve({ "GET /api/calls/CA1": { status: 403, body: { success: false, error, code: "owner_required" } } });
  renderPage(<Page />);
  fireEvent.click(screen.getByRole("button", { name: "הצגת המקור" }));
  expect((await screen.findByRole("alert")).textContent).toContain(error);
  expect(summary()).toBe("[כרטיס]");
});

it("tells a member that something is blacked out, and offers nothing", () => {
  queryClient.setQueryData(sessionKey, memberSession);
  renderPage(<Page />);
  expect(screen.getByRole("status").textContent).toContain("מושחרים");
  expect(screen.queryByRole("button")).toBeNull();
});

it("says nothing where nothing is blacked out", () => {
  renderPage(<Page shown={{ ...redacted, redaction: { ...redacted.redaction, spans: 0 } }} />);
  expect(screen.queryByRole("status")).toBeNull();
});

it("says that the text is held back until it is redacted", () => {
  renderPage(<Page shown={{ ...redacted, redaction: { ...call.redaction, pending: true } }} />);
  expect(screen.getByRole("status").textContent).toContain("התמלול יוצג אחרי שיושחר");
});
