// SPDX-License-Identifier: Apache-2.0
// One item of a list in the settings: a line that opens into its editor.
import { IconAlertTriangle, IconChevronDown } from "@tabler/icons-react";
import { useId, type ReactNode } from "react";
import { useIsOwner } from "../api/session.ts";
import { ServerSentence } from "../components/server_sentence.tsx";
import classes from "./understanding.module.css";

interface ItemRowProps {
  title: string;
  detail: ReactNode;
  open: boolean;
  onToggle: () => void;
  /** Something is wrong in it. */
  wrong?: boolean;
  /** What the server says of this item. */
  sentence?: string | undefined;
  aside?: ReactNode;
  children: ReactNode;
}

export function ItemRow({ title, detail, open, onToggle, wrong = false, sentence, aside, children }: ItemRowProps) {
  const id = useId();
  const owner = useIsOwner();
  return (
    <li className={classes.item} aria-label={title}>
      <div className={classes.itemHead}>
        <button type="button" className={classes.itemToggle} aria-expanded={open} aria-controls={id} onClick={onToggle}>
          <IconChevronDown size={16} className={classes.marker} aria-hidden="true" />
          <span className={classes.itemText}>
            <span className={classes.itemTitle} dir="auto">
              {title}
            </span>
            <span className={classes.quiet}>{detail}</span>
          </span>
          {(wrong || sentence !== undefined) && <IconAlertTriangle size={17} className={classes.wrong} aria-hidden="true" />}
        </button>
        {aside}
      </div>
      {sentence !== undefined && (
        <p role="alert" className={classes.problem}>
          <ServerSentence text={sentence} />
        </p>
      )}
      {open && (
        <fieldset id={id} className={classes.itemBody} disabled={!owner} aria-label={title}>
          {children}
        </fieldset>
      )}
    </li>
  );
}
