// SPDX-License-Identifier: Apache-2.0
import { formatPhone } from "../format/numbers.ts";
import { useLanguage } from "../i18n/i18n.ts";

/** A telephone number, which runs left to right in every language. */
export function Phone({ number, className }: { number: string; className?: string }) {
  const language = useLanguage();
  return (
    <bdi dir="ltr" className={`tabular ${className ?? ""}`} style={{ whiteSpace: "nowrap" }}>
      {number === "" ? "–" : formatPhone(number, language)}
    </bdi>
  );
}
