// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";
import type { WebhookEvent } from "../api/types.ts";

export const events: readonly WebhookEvent[] = ["call.processed", "call.failed", "call.tagged"];

export function useEventNames(): Record<WebhookEvent, string> {
  const { t } = useTranslation();
  return {
    "call.processed": t("settings.processed"),
    "call.failed": t("settings.failed"),
    "call.tagged": t("settings.tagged"),
  };
}
