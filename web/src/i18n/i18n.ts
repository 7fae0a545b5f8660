// SPDX-License-Identifier: Apache-2.0
// The page's two languages. The document's `lang` and `dir` always follow the language chosen.
import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import { en } from "./en.ts";
import { he, type Words } from "./he.ts";
import type { UnderstandingWords } from "../understanding/words_he.ts";
import { direction, storedLanguage, storeLanguage, type Language } from "./language.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: Words; understanding: UnderstandingWords };
  }
}

export const i18n = i18next.createInstance();

void i18n.use(initReactI18next).init({
  resources: { he: { translation: he }, en: { translation: en } },
  lng: storedLanguage(),
  fallbackLng: "he",
  interpolation: { escapeValue: false },
  initAsync: false,
});

function applyToDocument(language: Language): void {
  document.documentElement.lang = language;
  document.documentElement.dir = direction(language);
}

applyToDocument(currentLanguage());
i18n.on("languageChanged", () => applyToDocument(currentLanguage()));

export function currentLanguage(): Language {
  return i18n.language === "en" ? "en" : "he";
}

export async function chooseLanguage(language: Language): Promise<void> {
  storeLanguage(language);
  await i18n.changeLanguage(language);
}

export function useLanguage(): Language {
  return useTranslation().i18n.language === "en" ? "en" : "he";
}
