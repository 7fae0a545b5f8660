// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";
import { statusTone } from "../format/call.ts";
import { i18n } from "../i18n/i18n.ts";
import { Badge } from "./badge.tsx";

export function useStatusName(): (status: string) => string {
  const { t } = useTranslation();
  // A word of Twilio's that this release does not know is better shown than hidden.
  return (status) => (i18n.exists(`status.${status}`) ? t(`status.${status}` as "status.processed") : status);
}

export function StatusBadge({ status }: { status: string }) {
  const name = useStatusName();
  return <Badge tone={statusTone(status)}>{name(status)}</Badge>;
}
