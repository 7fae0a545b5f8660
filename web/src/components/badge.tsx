// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from "react";
import type { Tone } from "../format/call.ts";
import classes from "./badge.module.css";

export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      <span className={classes.dot} aria-hidden="true" />
      {children}
    </span>
  );
}
