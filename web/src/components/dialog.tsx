// SPDX-License-Identifier: Apache-2.0
// A dialog for as long as it is rendered. The focus goes back to where it was; where that is gone, to the page's content.
import { Modal, type ModalProps } from "@mantine/core";
import { useEffect, useState, type ReactNode } from "react";

interface DialogProps extends Pick<ModalProps, "size" | "fullScreen"> {
  title: string;
  onClose: () => void;
  /** Of a button that closes it, in its head. */
  closeLabel?: string;
  /** Whether it only closes by its own buttons, since what it shows is shown once. */
  insistent?: boolean;
  children: ReactNode;
}

export function Dialog({ closeLabel, insistent = false, children, ...modal }: DialogProps) {
  useFocusReturn();
  return (
    <Modal
      opened
      radius="lg"
      centered
      returnFocus={false}
      closeOnEscape={!insistent}
      closeOnClickOutside={!insistent}
      withCloseButton={closeLabel !== undefined}
      closeButtonProps={{ "aria-label": closeLabel }}
      {...modal}
    >
      {children}
    </Modal>
  );
}

function useFocusReturn(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const target = before instanceof HTMLElement && before.isConnected ? before : document.getElementById("content");
      target?.focus({ preventScroll: true });
    },
    [before],
  );
}
