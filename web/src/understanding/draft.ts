// SPDX-License-Identifier: Apache-2.0
// A part of the document while a person edits it, and what becomes of it when somebody else has changed the document
// meanwhile: nothing that was typed is lost.
import type { Understanding } from "../api/types.ts";

/** What a part is to its editor. */
export interface PartOf<Value> {
  read: (document: Understanding) => Value;
  merge: (base: Value, mine: Value, theirs: Value) => Value;
}

export interface DraftState<Value> {
  /** The document that the editing began with. */
  base: Understanding;
  value: Value;
}

/** An item of a list while it is edited; its key outlives a change of its id. */
export type Keyed<Item> = Item & { key: string };

export function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

export function beginDraft<Value>(part: PartOf<Value>, document: Understanding): DraftState<Value> {
  return { base: document, value: part.read(document) };
}

export function isDirty<Value>(part: PartOf<Value>, draft: DraftState<Value>): boolean {
  return !same(part.read(draft.base), draft.value);
}

/** A newer document is taken over where that costs nobody anything: nothing was typed, or other parts have changed. */
export function followDocument<Value>(
  part: PartOf<Value>,
  draft: DraftState<Value>,
  document: Understanding,
): DraftState<Value> {
  if (document === draft.base || document.version < draft.base.version) return draft;
  if (!isDirty(part, draft)) return beginDraft(part, document);
  return same(part.read(document), part.read(draft.base)) ? { base: document, value: draft.value } : draft;
}

/** What was typed, put onto what somebody else has saved; where both changed the same, what was typed stands. */
export function rebaseDraft<Value>(
  part: PartOf<Value>,
  draft: DraftState<Value>,
  document: Understanding,
): DraftState<Value> {
  return { base: document, value: part.merge(part.read(draft.base), draft.value, part.read(document)) };
}

export function keyed<Item extends { id: string }>(items: readonly Item[]): Keyed<Item>[] {
  return items.map((item) => ({ ...item, key: item.id }));
}

/** The list as it is sent: no keys, and an id, made of its name, for each new item. */
export function identified<Item extends { id: string }>(
  items: readonly Keyed<Item>[],
  nameOf: (item: Item) => string,
  fallback: string,
  reserved: readonly string[] = [],
): Item[] {
  const taken = new Set([...reserved, ...items.map(({ id }) => id)]);
  return items.map(({ key: _key, ...rest }) => {
    const item = rest as unknown as Item;
    if (item.id !== "") return item;
    const id = freeId(nameOf(item), fallback, taken);
    taken.add(id);
    return { ...item, id };
  });
}

/** What the server takes for an id: `[a-z][a-z0-9_]{0,39}`. */
export function freeId(name: string, fallback: string, taken: ReadonlySet<string>): string {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "")
    .slice(0, 34);
  const stem = slug === "" ? fallback : slug;
  if (slug !== "" && !taken.has(stem)) return stem;
  let number = slug === "" ? 1 : 2;
  while (taken.has(`${stem}_${number}`)) number += 1;
  return `${stem}_${number}`;
}

/** Item by item: mine where I changed it, theirs where I did not; what either has removed untouched by the other goes. */
export function mergeItems<Item extends { key: string }>(
  base: readonly Item[],
  mine: readonly Item[],
  theirs: readonly Item[],
): Item[] {
  const [before, own, other] = [base, mine, theirs].map((items) => new Map(items.map((item) => [item.key, item])));
  const merged: Item[] = [];
  for (const item of theirs) {
    const kept = own!.get(item.key);
    if (kept === undefined) {
      if (!before!.has(item.key)) merged.push(item);
    } else {
      merged.push(same(kept, before!.get(item.key)) ? item : kept);
    }
  }
  for (const item of mine) {
    if (!other!.has(item.key) && !same(item, before!.get(item.key))) merged.push(item);
  }
  return merged;
}

export function mergeObject<Value extends object>(base: Value, mine: Value, theirs: Value): Value {
  const merged = { ...theirs };
  for (const name of Object.keys(mine) as (keyof Value)[]) {
    if (!same(mine[name], base[name])) merged[name] = mine[name];
  }
  return merged;
}
