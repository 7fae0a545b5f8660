// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from "react";
import classes from "./call.module.css";

export function Field({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.field}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
