// SPDX-License-Identifier: Apache-2.0
// These settings' words, which come with them and not with the first page.
import { useTranslation } from "react-i18next";
import { i18n } from "../i18n/i18n.ts";
import { en } from "./words_en.ts";
import { he } from "./words_he.ts";

i18n.addResourceBundle("he", "understanding", he);
i18n.addResourceBundle("en", "understanding", en);

export function useWords() {
  return useTranslation("understanding");
}
