// SPDX-License-Identifier: Apache-2.0
// How the fields of a call are written, those of every business and its own.
import type { FieldSettings } from "../api/types.ts";
import type { Language } from "../i18n/language.ts";
import { locale } from "./numbers.ts";

/** Fields that every call may have, in the order in which they are read. */
export const commonFields = ["name", "phone", "address", "destination", "time", "price", "also_requested"] as const;
export type CommonField = (typeof commonFields)[number];

export function isCommonField(id: string): id is CommonField {
  return (commonFields as readonly string[]).includes(id);
}

/** The name in the page's language; the other one stands for one that is empty. */
export function nameIn({ name_he, name_en }: { name_he: string; name_en: string }, language: Language): string {
  return language === "he" ? name_he || name_en : name_en || name_he;
}

/**
 * A local time as the reader writes it: `2026-11-25T10:00`, or the date alone. It has no time zone and is moved into
 * none: what was agreed for ten o'clock is at ten, wherever it is read.
 */
export function formatLocalTime(time: string, language: Language, now: Date = new Date()): string {
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?/.exec(time);
  if (parts === null) return time;
  const [year, month, day, hour, minute] = parts.slice(1).map((part) => (part === undefined ? null : Number(part)));
  const date = new Date(Date.UTC(year!, month! - 1, day!, hour ?? 0, minute ?? 0));
  return new Intl.DateTimeFormat(locale(language), {
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "short",
    ...(year !== now.getFullYear() && { year: "numeric" }),
    ...(hour !== null && { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
  }).format(date);
}

/** `yes` and `no` are what a field of that type holds. */
export function isYes(value: string): boolean {
  return value === "yes" || value === "true";
}

/** Its own fields as a business ordered them, after those that every call may have; unknown ones last. */
export function orderedFields(ids: readonly string[], own: readonly Pick<FieldSettings, "id">[]): string[] {
  const order = [...commonFields, ...own.map(({ id }) => id)] as string[];
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...ids].sort((left, right) => place(left) - place(right));
}
