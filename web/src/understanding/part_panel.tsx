// SPDX-License-Identifier: Apache-2.0
// The frame of a part: what it is for, its editor, and how what was typed stands.
import { Button, Loader } from "@mantine/core";
import { useRef, type ReactNode } from "react";
import { useIsOwner } from "../api/session.ts";
import { useErrorText } from "../components/message.tsx";
import classes from "./understanding.module.css";
import type { Draft } from "./use_draft.ts";
import { useWords } from "./words.ts";

interface PartPanelProps {
  id: string;
  title: string;
  lead: string;
  children: ReactNode;
}

export function PartPanel({ id, title, lead, children }: PartPanelProps) {
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <h2 id={id} className={classes.heading}>
        {title}
      </h2>
      <p className={classes.lead}>{lead}</p>
      {children}
    </section>
  );
}

interface PartFootProps {
  /** Names the part, for those who meet the buttons out of its sight. */
  title: string;
  draft: Omit<Draft<never>, "value" | "set">;
  /** What is wrong and not said beside a field. */
  mistake?: string | null;
  /** The server's sentence is said beside the item that it names. */
  sentenceShown?: boolean;
  onSave: () => void;
}

export function PartFoot({ title, draft, mistake = null, sentenceShown = false, onSave }: PartFootProps) {
  const { t } = useWords();
  const errorText = useErrorText();
  const saving = useRef<HTMLButtonElement>(null);
  if (!useIsOwner()) return null;
  // A button that goes with what it did hands the focus on.
  const handOn = () => saving.current?.focus();
  return (
    <div className={classes.foot}>
      {draft.behind && draft.dirty && (
        <div role="alert" className={classes.behind}>
          <p className={classes.behindText}>
            <strong>{t("part.behind")}</strong> {t("part.behindText")}
          </p>
          <Button variant="default" size="compact-sm" onClick={() => void draft.catchUp().then(handOn)}>
            {t("part.reload")}
          </Button>
        </div>
      )}
      {draft.error !== null && !sentenceShown && (
        <p role="alert" className={classes.problem}>
          {errorText(draft.error)}
        </p>
      )}
      {mistake !== null && (
        <p role="alert" className={classes.problem}>
          {mistake}
        </p>
      )}
      <div className={classes.footButtons}>
        <Button
          ref={saving}
          aria-label={`${t("part.save")}: ${title}`}
          data-disabled={!draft.dirty || undefined}
          aria-disabled={!draft.dirty || undefined}
          // Mantine's own `loading` disables the button, which drops the focus.
          aria-busy={draft.saving || undefined}
          leftSection={draft.saving ? <Loader size={16} color="currentColor" /> : undefined}
          onClick={() => {
            if (draft.dirty && !draft.saving) onSave();
          }}
        >
          {t("part.save")}
        </Button>
        {draft.dirty && (
          <Button
            variant="subtle"
            aria-label={`${t("part.discard")}: ${title}`}
            onClick={() => {
              draft.discard();
              handOn();
            }}
          >
            {t("part.discard")}
          </Button>
        )}
        <span role="status" className={classes.status} data-tone={draft.saved ? "good" : undefined}>
          {draft.saved && t("part.saved")}
          {draft.caughtUp && t("part.caughtUp")}
          {draft.dirty && !draft.caughtUp && t("part.unsaved")}
        </span>
      </div>
    </div>
  );
}
