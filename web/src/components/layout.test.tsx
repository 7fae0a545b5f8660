// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { act, screen } from "@testing-library/react";
import { Route, Routes, useLocation } from "react-router";
import { expect, it } from "vitest";
import { queryClient, sessionKey } from "../api/client.ts";
import type { Session } from "../api/types.ts";
import { session } from "../test_data.ts";
import { renderPage } from "../test_page.tsx";
import { Layout } from "./layout.tsx";

function Address() {
  const { pathname, search } = useLocation();
  return <output>{pathname + search}</output>;
}

function show(known: Session | null, address: string) {
  queryClient.setQueryData(sessionKey, known);
  renderPage(
    <Routes>
      <Route element={<Layout />}>
        <Route path="*" element={<p>inside</p>} />
      </Route>
      <Route path="/login" element={<Address />} />
    </Routes>,
    address,
  );
}

it("sends a visitor to the login, which knows where to come back to", () => {
  show(null, "/calls/CA1?x=1&y=2");
  expect(screen.getByText("/login?next=%2Fcalls%2FCA1%3Fx%3D1%26y%3D2")).toBeTruthy();
});

it("sends a user to the login when the session ends under their hands", async () => {
  show(session, "/settings");
  expect(screen.getByText("inside")).toBeTruthy();
  await act(async () => queryClient.setQueryData(sessionKey, null));
  expect(await screen.findByText("/login?next=%2Fsettings")).toBeTruthy();
});

it("explains itself to a login without a business", () => {
  show({ ...session, business: null }, "/");
  expect(screen.queryByText("inside")).toBeNull();
  expect(screen.getByText("החשבון אינו משויך לעסק")).toBeTruthy();
});

it("warns of the demo model, and only of that", () => {
  show({ ...session, speech: { model: "kolog-demo", demo: true } }, "/");
  const banner = screen.getByRole("complementary");
  expect(banner.textContent).toContain("kolog-demo");
  expect(banner.textContent).toContain("kolog models pull");
});

it("does not warn of a model that understands people", () => {
  show(session, "/");
  expect(screen.queryByRole("complementary")).toBeNull();
});
