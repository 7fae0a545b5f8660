// SPDX-License-Identifier: Apache-2.0

/** Where to go after the login: a path of this page, and nothing that a browser could take for another site. */
export function safeNext(next: string | null): string {
  if (next === null || !next.startsWith("/") || next.startsWith("/login")) return "/";
  const here = "https://kolog.invalid";
  try {
    const address = new URL(next, here);
    return address.origin === here ? address.pathname + address.search + address.hash : "/";
  } catch {
    return "/";
  }
}
