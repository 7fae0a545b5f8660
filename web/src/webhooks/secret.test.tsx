// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { queryClient } from "../api/client.ts";
import { endpoint } from "../test_data.ts";
import { renderPage, serve } from "../test_page.tsx";
import { RotateDialog } from "./rotate_dialog.tsx";

const rotated = { ...endpoint, secret: "whsec_bmV3", previous_secret_until: "2026-03-01T09:30:00.000Z" };

it("makes a new secret only when asked twice, shows it once, and keeps it nowhere", async () => {
  const asked = serve({
    "POST /api/webhook-endpoints/we_1/rotate-secret": { status: 200, body: rotated },
    "GET /api/webhook-endpoints": { status: 200, body: { items: [endpoint], total: 1, next_cursor: null } },
  });
  const onClose = vi.fn();
  const { unmount } = renderPage(<RotateDialog endpoint={endpoint} onClose={onClose} />);
  expect(asked.size).toBe(0);
  fireEvent.click(screen.getByRole("button", { name: "יצירת סוד חדש" }));
  expect((await screen.findByTestId("secret")).textContent).toBe("whsec_bmV3");
  expect(document.activeElement?.textContent).toBe("העתקה");
  fireEvent.click(screen.getByRole("button", { name: "שמרתי את הסוד" }));
  expect(onClose).toHaveBeenCalledOnce();
  unmount();
  await expect.poll(() => queryClient.getMutationCache().getAll()).toEqual([]);
  expect(JSON.stringify(queryClient.getQueryCache().getAll().map(({ state }) => state.data))).not.toContain("whsec_");
});

it("warns that a former secret which still signs ends now", () => {
  renderPage(<RotateDialog endpoint={{ ...endpoint, previous_secret_until: rotated.previous_secret_until }} onClose={() => undefined} />);
  expect(screen.getByText(/אם תמשיכו, הוא יפסיק עכשיו/)).toBeTruthy();
});
