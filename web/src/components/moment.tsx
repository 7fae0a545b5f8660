// SPDX-License-Identifier: Apache-2.0
import { formatFullTime, formatMoment } from "../format/times.ts";
import { useLanguage } from "../i18n/i18n.ts";

export function Moment({ time, className }: { time: string; className?: string }) {
  const language = useLanguage();
  return (
    <time dateTime={time} title={formatFullTime(time, language)} className={`tabular ${className ?? ""}`}>
      {formatMoment(time, language)}
    </time>
  );
}
