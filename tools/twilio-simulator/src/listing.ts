// SPDX-License-Identifier: Apache-2.0
// Lists of the REST API: which of the things are asked for, and one page of them.
import { createHash } from "node:crypto";

/** Whether a thing of this time is asked for: `Name=`, `Name<=` and `Name>=` with a date or a time in UTC. Throws on anything else. */
export function timeFilter(query: URLSearchParams, name: string): (time: Date) => boolean {
  const day = bound(query, name);
  // Twilio's SDKs write the name as `StartTime>`, so that `StartTime>=2026-01-31` is what goes over the line.
  const from = bound(query, `${name}>`) ?? bound(query, `${name}>=`);
  const to = bound(query, `${name}<`) ?? bound(query, `${name}<=`);
  return (time) =>
    (day === null || (time.getTime() >= day && time.getTime() < day + 86_400_000)) &&
    (from === null || time.getTime() >= from) &&
    (to === null || time.getTime() <= to);
}

function bound(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null) return null;
  const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?Z)?$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) throw new BadParameter(`Invalid ${name}`);
  return time;
}

export class BadParameter extends Error {}

/** A page in Twilio's form. The next one is named by the last thing shown, so that what comes in between moves nothing. */
export function page<T extends { sid: string }>(url: URL, name: string, items: T[], describe: (item: T) => unknown): Record<string, unknown> {
  const size = wholeNumber(url.searchParams, "PageSize", 50, 1, 1000);
  const number = wholeNumber(url.searchParams, "Page", 0, 0, Number.MAX_SAFE_INTEGER);
  const token = url.searchParams.get("PageToken");
  const after = token === null ? -1 : items.findIndex((item) => pageToken(item.sid) === token);
  if (token !== null && after < 0) throw new BadParameter("Invalid page token");
  const start = token === null ? number * size : after + 1;
  const shown = items.slice(start, start + size);
  const last = shown.at(-1);
  const address = (to: number, afterSid: string | null) => {
    const query = new URLSearchParams(url.searchParams);
    query.set("PageSize", String(size));
    query.set("Page", String(to));
    query.delete("PageToken");
    if (afterSid !== null) query.set("PageToken", pageToken(afterSid));
    return `${url.pathname}?${query.toString()}`;
  };
  const before = items[start - size - 1];
  return {
    first_page_uri: address(0, null),
    previous_page_uri: start > 0 ? address(Math.max(0, number - 1), before?.sid ?? null) : null,
    next_page_uri: last !== undefined && items.length > start + size ? address(number + 1, last.sid) : null,
    uri: `${url.pathname}${url.search}`,
    page: number,
    page_size: size,
    start,
    end: start + Math.max(0, shown.length - 1),
    [name]: shown.map(describe),
  };
}

function pageToken(sid: string): string {
  return `PT${createHash("sha256").update(sid).digest("hex").slice(0, 32)}`;
}

function wholeNumber(query: URLSearchParams, name: string, usual: number, least: number, most: number): number {
  const text = query.get(name);
  if (text === null) return usual;
  if (!/^\d{1,15}$/.test(text)) throw new BadParameter(`Invalid ${name}`);
  return Math.min(most, Math.max(least, Number(text)));
}
