// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { expect, it } from "vitest";
import { en as enUnderstanding } from "../understanding/words_en.ts";
import { he as heUnderstanding } from "../understanding/words_he.ts";
import { en as enPage } from "./en.ts";
import { he as hePage } from "./he.ts";
import { i18n } from "./i18n.ts";

const he = { ...hePage, understanding: heUnderstanding };
const en = { ...enPage, understanding: enUnderstanding };

function flatten(words: object, prefix = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : flatten(value as object, `${prefix}${key}.`),
  );
}

const placeholders = (text: string) => [...text.matchAll(/{{(\w+)[^}]*}}|<(\w+)>/g)].map((match) => match[1] ?? match[2]);

it("fills the same places in both languages", () => {
  const english = new Map(flatten(en));
  for (const [key, hebrew] of flatten(he)) {
    // A Hebrew dual says its number in the word itself.
    if (key.endsWith("_two")) continue;
    expect([key, placeholders(english.get(key)!).sort()]).toEqual([key, placeholders(hebrew).sort()]);
  }
});

it("has no sentence left empty or in the other language", () => {
  for (const [key, text] of flatten(he)) expect(`${key}: ${text}`).toMatch(key === "app.otherLanguage" ? /English/ : /[א-ת{]/);
  for (const [key, text] of flatten(en)) if (key !== "app.otherLanguage") expect(`${key}: ${text}`).not.toMatch(/[א-ת]/);
});

it("counts in Hebrew as Hebrew does", async () => {
  await i18n.changeLanguage("he");
  expect([1, 2, 3, 1200].map((count) => i18n.t("calls.total", { count }))).toEqual([
    "שיחה אחת",
    "שתי שיחות",
    "3 שיחות",
    "1,200 שיחות",
  ]);
});

it("turns the document with the language", async () => {
  await i18n.changeLanguage("en");
  expect([document.documentElement.lang, document.documentElement.dir]).toEqual(["en", "ltr"]);
  await i18n.changeLanguage("he");
  expect([document.documentElement.lang, document.documentElement.dir]).toEqual(["he", "rtl"]);
});
