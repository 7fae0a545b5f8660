// SPDX-License-Identifier: Apache-2.0
export type Language = "he" | "en";

export const languageKey = "kolog.language";

export function direction(language: Language): "rtl" | "ltr" {
  return language === "he" ? "rtl" : "ltr";
}

export function storedLanguage(): Language {
  try {
    return localStorage.getItem(languageKey) === "en" ? "en" : "he";
  } catch {
    return "he";
  }
}

export function storeLanguage(language: Language): void {
  try {
    localStorage.setItem(languageKey, language);
  } catch {
    // A browser that keeps nothing still shows the page in the language asked for.
  }
}
