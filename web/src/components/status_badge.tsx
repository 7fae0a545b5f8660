// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";
import type { CallItem } from "../api/types.ts";
import { isCancelled, statusTone } from "../format/call.ts";
import { formatPercent } from "../format/numbers.ts";
import { i18n, useLanguage } from "../i18n/i18n.ts";
import { Badge } from "./badge.tsx";

export function useStatusName(): (status: string) => string {
  const { t } = useTranslation();
  // A word of Twilio's that this release does not know is better shown than hidden.
  return (status) => (i18n.exists(`status.${status}`) ? t(`status.${status}` as "status.processed") : status);
}

/** How a call stands, and how far the stage is that it is in. */
export function StatusBadge({ call }: { call: Pick<CallItem, "status" | "failure" | "progress"> }) {
  const name = useStatusName();
  const language = useLanguage();
  const status = isCancelled(call) ? "cancelled_by_person" : call.status;
  return (
    <Badge tone={statusTone(status)}>
      {name(status)}
      {call.progress !== null && <span className="tabular">{formatPercent(call.progress.percent / 100, language)}</span>}
    </Badge>
  );
}
