// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { queryClient, sessionKey } from "../api/client.ts";
import { delivery, memberSession, session } from "../test_data.ts";
import { renderPage, serve } from "../test_page.tsx";
import { SendAgain } from "./send_again.tsx";

it("shows the server's sentence where a delivery may not be sent again", async () => {
  queryClient.setQueryData(sessionKey, session);
  serve({
    "POST /api/webhook-deliveries/msg_1/replay": {
      status: 409,
      body: { success: false, error: "The endpoint is switched off", code: "conflict" },
    },
  });
  renderPage(<SendAgain delivery={{ ...delivery, state: "failed" }} />);
  fireEvent.click(screen.getByRole("button", { name: "שליחה חוזרת" }));
  expect((await screen.findByRole("alert")).textContent).toContain("The endpoint is switched off");
});

it("does not ask for what still waits, and says so", () => {
  queryClient.setQueryData(sessionKey, session);
  const asked = serve({});
  renderPage(<SendAgain delivery={{ ...delivery, state: "pending" }} />);
  fireEvent.click(screen.getByRole("button", { name: "שליחה חוזרת" }));
  expect(asked.size).toBe(0);
  expect(screen.getByText("אפשר לשלוח שוב אחרי שהשליחה תסתיים.")).toBeTruthy();
});

it("is not for members", () => {
  queryClient.setQueryData(sessionKey, memberSession);
  renderPage(<SendAgain delivery={delivery} />);
  expect(screen.queryByRole("button")).toBeNull();
});
