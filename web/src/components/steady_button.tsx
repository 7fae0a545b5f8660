// SPDX-License-Identifier: Apache-2.0
// A button that keeps the focus and its size while it is at work or of no use: a disabled one drops the focus.
import { Button, Loader, type ButtonProps } from "@mantine/core";
import type { ReactNode } from "react";

interface SteadyButtonProps extends Omit<ButtonProps, "leftSection" | "loading" | "disabled"> {
  icon: ReactNode;
  busy?: boolean;
  /** Why it is of no use now is said by `aria-describedby`. */
  off?: boolean;
  onClick: () => void;
  children: ReactNode;
  "aria-label"?: string;
  "aria-describedby"?: string | undefined;
}

export function SteadyButton({ icon, busy = false, off = false, onClick, ...button }: SteadyButtonProps) {
  return (
    <Button
      {...button}
      data-disabled={off || undefined}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      leftSection={busy ? <Loader size={16} color="currentColor" /> : icon}
      onClick={() => {
        if (!off && !busy) onClick();
      }}
    />
  );
}
