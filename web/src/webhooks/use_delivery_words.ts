// SPDX-License-Identifier: Apache-2.0
// A delivery in words: its state, and what is next for it.
import { useTranslation } from "react-i18next";
import type { Delivery } from "../api/types.ts";
import type { Tone } from "../format/call.ts";
import { formatMoment } from "../format/times.ts";
import { useLanguage } from "../i18n/i18n.ts";

export const deliveryTones: Record<Delivery["state"], Tone> = { pending: "busy", delivered: "good", failed: "bad" };

export const deliveryStates = ["pending", "delivered", "failed"] as const;

/** Attempts, the last answer, and the next attempt, as far as there are any. */
export function useDeliveryProgress(): (delivery: Delivery) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  const next = ({ state, next_attempt_at: at }: Delivery) => {
    if (state !== "pending") return null;
    return at === null ? t("deliveries.waits") : t("deliveries.next", { time: formatMoment(at, language) });
  };
  return (delivery) =>
    [
      t("deliveries.attempts", { count: delivery.attempts }),
      delivery.last_status === null ? null : t("deliveries.answer", { status: delivery.last_status }),
      next(delivery),
    ]
      .filter((part) => part !== null)
      .join(" · ");
}
