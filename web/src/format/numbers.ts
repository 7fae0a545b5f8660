// SPDX-License-Identifier: Apache-2.0
// How telephone numbers, durations and shares are written.
import type { Language } from "../i18n/language.ts";

/**
 * An E.164 number as people in Israel write it: nationally in Hebrew, internationally in English. Numbers of countries
 * whose grouping is not known here stay as they are. Always shown left to right.
 */
export function formatPhone(number: string, language: Language): string {
  const israeli = /^\+972(\d{8,9})$/.exec(number)?.[1];
  if (israeli !== undefined) {
    // Mobile and 07x numbers have nine digits after the country's code and an area of two, the others eight and one.
    const area = israeli.slice(0, israeli.length - 7);
    const subscriber = `${israeli.slice(-7, -4)}-${israeli.slice(-4)}`;
    return language === "he" ? `0${area}-${subscriber}` : `+972 ${area}-${subscriber}`;
  }
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  if (american !== null) return `+1 ${american[1]}-${american[2]}-${american[3]}`;
  return number;
}

/**
 * What to search for when somebody typed `text`: a number as people write it (`054-123-4567`, `+1 (212) 555`) becomes the
 * digits of which its E.164 form is made; anything else stays as it is.
 */
export function searchTerm(text: string): string {
  if (!/^\+?[\d\s().-]+$/.test(text)) return text;
  const digits = text.replace(/\D/g, "");
  return digits.length < 3 ? text : digits.replace(/^0/, "");
}

/** `1:05`, `1:02:03`: hours only where there are any. */
export function formatDuration(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds) || seconds < 0) return "–";
  const whole = Math.floor(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

export function formatPercent(share: number, language: Language): string {
  return new Intl.NumberFormat(locale(language), { style: "percent", maximumFractionDigits: 0 }).format(share);
}

export function formatCount(count: number, language: Language): string {
  return new Intl.NumberFormat(locale(language)).format(count);
}

export function locale(language: Language): string {
  return language === "he" ? "he-IL" : "en-IL";
}
