// SPDX-License-Identifier: Apache-2.0
import type { Call, Correction } from "../api/types.ts";

/** What a filled-in form says otherwise than the call; null when nothing. */
export function changedFields(call: Call, form: FormData): Correction | null {
  const before: Required<Omit<Correction, "legal_hold">> = {
    service: call.service?.id ?? "",
    city: call.city?.name ?? "",
    transcript: call.final_transcript,
    notes: call.notes,
  };
  const changes: Correction = {};
  for (const name of ["service", "city", "transcript", "notes"] as const) {
    const value = form.get(name);
    if (typeof value !== "string") continue;
    // A form writes its line ends as CR LF; the server's texts have LF.
    const after = name === "city" ? value.trim() : value.replace(/\r\n/g, "\n");
    if (after !== before[name]) changes[name] = after;
  }
  return Object.keys(changes).length > 0 ? changes : null;
}
