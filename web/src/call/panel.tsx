// SPDX-License-Identifier: Apache-2.0
import { useId, type ReactNode } from "react";
import classes from "./call.module.css";

interface PanelProps {
  title: string;
  action?: ReactNode;
  className?: string;
  children: ReactNode;
}

export function Panel({ title, action, className, children }: PanelProps) {
  const id = useId();
  return (
    <section className={`${classes.panel} ${className ?? ""}`} aria-labelledby={id}>
      <div className={classes.panelHead}>
        <h2 id={id} className={classes.panelTitle}>
          {title}
        </h2>
        {action}
      </div>
      {children}
    </section>
  );
}
