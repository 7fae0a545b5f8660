// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import type { Understanding } from "../api/types.ts";
import { understanding } from "../test_data.ts";
import { beginDraft, followDocument, freeId, identified, isDirty, keyed, mergeItems, rebaseDraft } from "./draft.ts";
import { audible, fieldsPart, redactionPart, rulesPart, servicesPart, thresholdsPart } from "./parts.ts";

const later = (changes: Partial<Understanding>): Understanding => ({ ...understanding, version: 4, ...changes });
const renamed = (name_he: string) => {
  const draft = beginDraft(servicesPart, understanding);
  return { ...draft, value: draft.value.map((item) => (item.id === "plumbing" ? { ...item, name_he } : item)) };
};

describe("a draft", () => {
  it("is clean until something is typed, and clean again when that is taken back", () => {
    expect(isDirty(servicesPart, beginDraft(servicesPart, understanding))).toBe(false);
    expect(isDirty(servicesPart, renamed("שרברבות"))).toBe(true);
    expect(isDirty(servicesPart, renamed("אינסטלציה"))).toBe(false);
  });

  it("follows the document while nothing is typed", () => {
    const newer = later({ services: [understanding.services[1]!] });
    const followed = followDocument(servicesPart, beginDraft(servicesPart, understanding), newer);
    expect(followed.base.version).toBe(4);
    expect(followed.value.map(({ id }) => id)).toEqual(["moving"]);
  });

  it("takes over the version, and keeps what was typed, when another part was changed", () => {
    const draft = renamed("שרברבות");
    const followed = followDocument(servicesPart, draft, later({ thresholds: { sure: 0.9, ask: 0.5 } }));
    expect(followed.base.version).toBe(4);
    expect(followed.value).toBe(draft.value);
  });

  it("stays on its version when somebody else has changed the same part, so that saving says so", () => {
    const draft = renamed("שרברבות");
    expect(followDocument(servicesPart, draft, later({ services: [] }))).toBe(draft);
  });

  it("does not go back to an older document that comes late", () => {
    const draft = beginDraft(servicesPart, later({}));
    expect(followDocument(servicesPart, draft, understanding)).toBe(draft);
  });

  it("keeps what was typed and takes what somebody else saved, item by item", () => {
    const theirs = later({
      services: [
        understanding.services[0]!,
        { ...understanding.services[1]!, keywords: ["העברה"] },
        { id: "gas", name_he: "גז", name_en: "gas", keywords: [], examples: [] },
      ],
    });
    const rebased = rebaseDraft(servicesPart, renamed("שרברבות"), theirs);
    expect(rebased.base.version).toBe(4);
    expect(rebased.value.map(({ id, name_he, keywords }) => [id, name_he, keywords])).toEqual([
      ["plumbing", "שרברבות", ["נזילה", "leak"]],
      ["moving", "הובלות", ["העברה"]],
      ["gas", "גז", []],
    ]);
  });

  it("keeps a threshold that was typed beside one that somebody else saved, and keeps their order", () => {
    const draft = { base: understanding, value: { sure: 0.5, ask: 0.4 } };
    const theirs = later({ thresholds: { sure: 0.8, ask: 0.6 } });
    expect(rebaseDraft(thresholdsPart, draft, theirs).value).toEqual({ sure: 0.5, ask: 0.5 });
  });
});

describe("two people's lists", () => {
  const item = (key: string, name = key) => ({ key, name });
  const base = [item("a"), item("b")];

  it.each([
    ["what I removed is gone", base, [item("b")], base, [item("b")]],
    ["what they removed is gone", base, base, [item("b")], [item("b")]],
    ["what they removed stays where I changed it", base, [item("a", "A"), item("b")], [item("b")], [item("b"), item("a", "A")]],
    ["what each added is there", base, [...base, item("m")], [...base, item("t")], [...base, item("t"), item("m")]],
    ["mine stands where both changed the same", base, [item("a", "mine"), item("b")], [item("a", "theirs"), item("b")], [item("a", "mine"), item("b")]],
  ])("come together: %s", (_name, before, mine, theirs, expected) => {
    expect(mergeItems(before, mine, theirs)).toEqual(expected);
  });
});

describe("an id", () => {
  it.each([
    ["Water heater", "water_heater"],
    ["  3D printing!", "d_printing"],
    ["Café", "cafe"],
    ["דוד שמש", "service_1"],
    ["plumbing", "plumbing_2"],
    ["", "service_1"],
  ])("is made of %j: %s", (name, id) => {
    expect(freeId(name, "service", new Set(["plumbing"]))).toBe(id);
  });

  it("is one that the server takes, however long the name", () => {
    const taken = new Set<string>();
    for (const name of ["x".repeat(100), "x".repeat(100), "___", "9", "a_"]) {
      const id = freeId(name, "field", taken);
      expect(id).toMatch(/^[a-z][a-z0-9_]{0,39}$/);
      expect(taken.has(id)).toBe(false);
      taken.add(id);
    }
  });

  it("is given to new items alone, and to no two the same", () => {
    const items = [...keyed(understanding.services), { ...kNew, key: "new 1" }, { ...kNew, key: "new 2" }];
    const written = identified(items, () => "", "service");
    expect(written.map(({ id }) => id)).toEqual(["plumbing", "moving", "service_1", "service_2"]);
    expect(written.some((item) => "key" in item)).toBe(false);
  });
});

const kNew = { id: "", name_he: "", name_en: "", keywords: [], examples: [] };

it("is written back as it was read", () => {
  expect(servicesPart.write(servicesPart.read(understanding))).toEqual({ services: understanding.services });
  expect(rulesPart.write(rulesPart.read(understanding))).toEqual({ rules: understanding.rules });
});

it("sends no choices with a field that is none", () => {
  const [, size] = fieldsPart.read(understanding);
  expect(fieldsPart.write([{ ...size!, type: "text" }]).fields).toEqual([{ ...understanding.fields[1], type: "text", choices: [] }]);
});

it("gives a field no id that a call has already", () => {
  const field = { id: "", name_he: "", name_en: "Price", type: "number" as const, description: "", choices: [], key: "new" };
  expect(fieldsPart.write([field, { ...field, name_en: "City", key: "other" }]).fields?.map(({ id }) => id)).toEqual(["price_2", "city_2"]);
});

it("covers nothing in the recording where nothing is blacked out of the text", () => {
  const off = redactionPart.read(understanding);
  expect(audible({ ...off, audio: true })).toEqual(off);
  expect(audible({ ...off, audio: true, ids: true }).audio).toBe(true);
});
