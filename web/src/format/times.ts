// SPDX-License-Identifier: Apache-2.0
// How points in time are written: short where a list shows many, in full where somebody asks.
import type { Language } from "../i18n/language.ts";
import { locale } from "./numbers.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${name}`;
  let found = formats.get(key);
  if (found === undefined) {
    found = new Intl.DateTimeFormat(locale(language), options);
    formats.set(key, found);
  }
  return found;
}

/** Today by the clock alone, yesterday by name, then by date. */
export function formatMoment(time: string, language: Language, now: Date = new Date()): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "–";
  const clock = formatClock(time, language);
  const days = daysBetween(date, now);
  if (days === 0) return clock;
  if (days === 1) {
    const yesterday = new Intl.RelativeTimeFormat(locale(language), { numeric: "auto" }).format(-1, "day");
    return `${yesterday}, ${clock}`;
  }
  const day =
    date.getFullYear() === now.getFullYear()
      ? format(language, "day", { day: "numeric", month: "short" })
      : format(language, "year", { day: "numeric", month: "short", year: "numeric" });
  return `${day.format(date)}, ${clock}`;
}

export function formatClock(time: string, language: Language): string {
  const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return format(language, "clock", options).format(new Date(time));
}

export function formatClockSeconds(time: string, language: Language): string {
  const options = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  return format(language, "clock with seconds", options).format(new Date(time));
}

export function formatFullTime(time: string, language: Language): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "–";
  const options = { dateStyle: "full", timeStyle: "medium", hourCycle: "h23" } as const;
  return format(language, "full", options).format(date);
}

function daysBetween(earlier: Date, later: Date): number {
  const midnight = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(later) - midnight(earlier)) / 86_400_000);
}
