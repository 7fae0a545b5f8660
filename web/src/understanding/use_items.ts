// SPDX-License-Identifier: Apache-2.0
// What the editors of lists share: which items are open, what is wrong with them, and what the server says of them.
import { useState } from "react";
import { ApiError } from "../api/error.ts";
import type { Keyed } from "./draft.ts";
import { itemNamed, none, type Mistake, type Mistakes } from "./mistakes.ts";
import type { Draft } from "./use_draft.ts";

export interface Items<Item> {
  isOpen: (key: string) => boolean;
  toggle: (key: string) => void;
  add: (item: Item) => void;
  change: (key: string, changes: Partial<Item>) => void;
  remove: (key: string) => void;
  mistakeOf: (key: string) => Mistake | null;
  anyMistake: boolean;
  sentenceOf: (key: string) => string | undefined;
  sentenceShown: boolean;
  save: () => void;
}

let made = 0;

interface ItemsOptions<Item> {
  draft: Draft<Keyed<Item>[]>;
  check: (items: Keyed<Item>[]) => Mistakes;
  /** The items as they are sent, each in its place. */
  written: (items: Keyed<Item>[]) => readonly { id: string }[];
}

export function useItems<Item extends { id: string }>({ draft, check, written }: ItemsOptions<Item>): Items<Item> {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState(false);
  // From the first attempt to save on, so that nobody is scolded while typing.
  const mistakes = asked ? check(draft.value) : none;
  const named = draft.error === null ? undefined : draft.value[itemNamed(draft.error, written(draft.value))];
  return {
    isOpen: (key) => open.has(key) || mistakes.has(key),
    toggle: (key) =>
      setOpen((before) => {
        const after = new Set(before);
        if (!after.delete(key)) after.add(key);
        return after;
      }),
    add: (item) => {
      const key = `new ${(made += 1)}`;
      draft.set([{ ...item, key }, ...draft.value]);
      setOpen((before) => new Set([...before, key]));
    },
    change: (key, changes) => draft.set(draft.value.map((item) => (item.key === key ? { ...item, ...changes } : item))),
    remove: (key) => draft.set(draft.value.filter((item) => item.key !== key)),
    mistakeOf: (key) => mistakes.get(key) ?? null,
    anyMistake: mistakes.size > 0,
    sentenceOf: (key) => (named?.key === key && draft.error instanceof ApiError ? draft.error.message : undefined),
    sentenceShown: named !== undefined,
    save: () => {
      const wrong = check(draft.value).size > 0;
      setAsked(wrong);
      if (!wrong) draft.save();
    },
  };
}
