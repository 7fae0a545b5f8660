// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { renderPage } from "../test_page.tsx";
import { Dialog } from "./dialog.tsx";

function Page({ takesOpenerAlong = false }: { takesOpenerAlong?: boolean }) {
  const [open, setOpen] = useState(false);
  const [gone, setGone] = useState(false);
  const close = () => {
    setOpen(false);
    setGone(takesOpenerAlong);
  };
  return (
    <main id="content" tabIndex={-1}>
      {!gone && <button onClick={() => setOpen(true)}>open</button>}
      {open && (
        <Dialog title="Title" onClose={close}>
          <button onClick={close}>close</button>
        </Dialog>
      )}
    </main>
  );
}

function openAndClose() {
  const opener = screen.getByRole("button", { name: "open" });
  opener.focus();
  fireEvent.click(opener);
  const closer = screen.getByRole("button", { name: "close" });
  closer.focus();
  fireEvent.click(closer);
  return opener;
}

it("gives the focus back to what opened it", () => {
  renderPage(<Page />);
  const opener = openAndClose();
  expect(document.activeElement).toBe(opener);
});

it("gives the focus to the page's content where what opened it is gone", () => {
  renderPage(<Page takesOpenerAlong />);
  openAndClose();
  expect(document.activeElement?.id).toBe("content");
});

it.each([
  [false, 1],
  [true, 0],
])("when insistent is %s, Escape closes it %i times", (insistent, times) => {
  const onClose = vi.fn();
  renderPage(
    <Dialog title="Title" onClose={onClose} insistent={insistent}>
      text
    </Dialog>,
  );
  fireEvent.keyDown(screen.getByRole("dialog"), { key: "Escape" });
  expect(onClose).toHaveBeenCalledTimes(times);
});
