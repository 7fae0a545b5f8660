// SPDX-License-Identifier: Apache-2.0
import { createContext, useContext, useLayoutEffect, useState } from "react";
import { askForUnderstanding, isSettingsChanged, useChangeUnderstanding } from "../api/understanding.ts";
import type { Understanding } from "../api/types.ts";
import { beginDraft, followDocument, isDirty, rebaseDraft } from "./draft.ts";
import type { Part, PartName } from "./parts.ts";

/** Told which parts hold what is not saved. */
export const UnsavedParts = createContext<(part: PartName, unsaved: boolean) => void>(() => undefined);

export interface Draft<Value> {
  value: Value;
  set: (value: Value) => void;
  dirty: boolean;
  saving: boolean;
  /** Said until the next change. */
  saved: boolean;
  error: unknown;
  /** Somebody else has saved this part meanwhile, or the server says so. */
  behind: boolean;
  /** Theirs was loaded, and what was typed was put onto it. */
  caughtUp: boolean;
  save: () => void;
  discard: () => void;
  catchUp: () => Promise<void>;
  /** Puts the installation's default back, at once. */
  restoreDefault: (onDone: () => void) => void;
}

export function useDraft<Value>(part: Part<Value>, document: Understanding): Draft<Value> {
  const [state, setState] = useState(() => beginDraft(part, document));
  const [note, setNote] = useState<"saved" | "caughtUp" | null>(null);
  const [loadError, setLoadError] = useState<unknown>(null);
  const change = useChangeUnderstanding();
  const report = useContext(UnsavedParts);

  const current = followDocument(part, state, document);
  if (current !== state) setState(current);
  const dirty = isDirty(part, current);

  // At once: whoever types and leaves in the same breath is asked too.
  useLayoutEffect(() => {
    report(part.name, dirty);
    return () => report(part.name, false);
  }, [report, part.name, dirty]);

  const forget = () => {
    change.reset();
    setLoadError(null);
    setNote(null);
  };
  return {
    value: current.value,
    dirty,
    saving: change.isPending,
    saved: note === "saved" && !dirty,
    caughtUp: note === "caughtUp" && dirty,
    error: loadError ?? (isSettingsChanged(change.error) ? null : change.error),
    behind: isSettingsChanged(change.error) || document.version > current.base.version,
    set: (value) => {
      setNote(null);
      if (!isSettingsChanged(change.error)) change.reset();
      setState((before) => ({ ...before, value }));
    },
    save: () => {
      forget();
      const sent = current.value;
      change.mutate(
        { version: current.base.version, ...part.write(sent) },
        {
          onSuccess: (after) => {
            setNote("saved");
            // What was typed while it was being sent stays.
            setState(({ value }) => ({ base: after, value: part.merge(sent, value, part.read(after)) }));
          },
        },
      );
    },
    discard: () => {
      forget();
      setState(beginDraft(part, document));
    },
    catchUp: async () => {
      try {
        const theirs = await askForUnderstanding();
        forget();
        setNote("caughtUp");
        setState((before) => rebaseDraft(part, before, theirs));
      } catch (error) {
        setLoadError(error);
      }
    },
    restoreDefault: (onDone) => {
      forget();
      change.mutate(
        { version: current.base.version, [part.name]: null },
        {
          onSuccess: (after) => {
            setNote("saved");
            setState(beginDraft(part, after));
            onDone();
          },
        },
      );
    },
  };
}
