// SPDX-License-Identifier: Apache-2.0
/** RFC 2822, as the REST API (2010-04-01) and the callbacks write times. */
export function twilioTime(time: Date): string {
  return time.toUTCString().replace("GMT", "+0000");
}
