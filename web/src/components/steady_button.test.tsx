// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { renderPage } from "../test_page.tsx";
import { SteadyButton } from "./steady_button.tsx";

it.each([{ off: true }, { busy: true }])("keeps the focus and does nothing while %j", (state) => {
  const onClick = vi.fn();
  renderPage(
    <SteadyButton icon={null} onClick={onClick} {...state}>
      Send
    </SteadyButton>,
  );
  const button = screen.getByRole("button", { name: "Send" });
  button.focus();
  fireEvent.click(button);
  expect(onClick).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(button);
});
