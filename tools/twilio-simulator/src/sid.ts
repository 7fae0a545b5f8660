// SPDX-License-Identifier: Apache-2.0
// Identifiers in Twilio's form: two letters and 32 hexadecimal digits.
import { randomBytes } from "node:crypto";

export type SidPrefix = "AC" | "CA" | "RE" | "MZ" | "PN";

export function newSid(prefix: SidPrefix): string {
  return prefix + randomBytes(16).toString("hex");
}
