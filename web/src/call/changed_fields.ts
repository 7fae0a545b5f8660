// SPDX-License-Identifier: Apache-2.0
import type { Call, Correction } from "../api/types.ts";

/** What the form calls the input of a field. */
export function fieldInput(id: string): string {
  return `field:${id}`;
}

/** A field's value as it counts: a person's, else the machine's; empty for none. */
export function fieldValue(call: Pick<Call, "insight" | "corrected_values">, id: string): string {
  return call.corrected_values[id] ?? call.insight?.fields[id]?.value ?? "";
}

/** What a filled-in form says otherwise than the call; null when nothing. */
export function changedFields(call: Call, form: FormData): Correction | null {
  const before = {
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
  const fields = changedValues(call, form);
  if (Object.keys(fields).length > 0) changes.fields = fields;
  return Object.keys(changes).length > 0 ? changes : null;
}

function changedValues(call: Call, form: FormData): NonNullable<Correction["fields"]> {
  const changes: NonNullable<Correction["fields"]> = {};
  const prefix = fieldInput("");
  for (const [name, value] of form) {
    if (!name.startsWith(prefix) || typeof value !== "string") continue;
    const id = name.slice(prefix.length);
    const after = value.trim();
    if (after === fieldValue(call, id)) continue;
    // Whoever goes back to what the machine said takes the correction back.
    changes[id] = after === (call.insight?.fields[id]?.value ?? "") ? null : after;
  }
  return changes;
}
