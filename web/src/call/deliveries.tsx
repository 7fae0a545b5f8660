// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";
import type { Delivery } from "../api/types.ts";
import { Badge } from "../components/badge.tsx";
import { Moment } from "../components/moment.tsx";
import type { Tone } from "../format/call.ts";
import classes from "./call.module.css";

const tones: Record<Delivery["state"], Tone> = { pending: "busy", delivered: "good", failed: "bad" };

export function Deliveries({ deliveries }: { deliveries: readonly Delivery[] }) {
  const { t } = useTranslation();
  const names: Record<Delivery["state"], string> = {
    pending: t("call.deliveryPending"),
    delivered: t("call.deliveryDelivered"),
    failed: t("call.deliveryFailed"),
  };
  if (deliveries.length === 0) return <p className={classes.quiet}>{t("call.noDeliveries")}</p>;
  return (
    <ul className={classes.deliveries}>
      {deliveries.map((delivery) => (
        <li key={delivery.id} className={classes.delivery}>
          <div className={classes.deliveryHead}>
            <code dir="ltr">{delivery.event}</code>
            <Badge tone={tones[delivery.state]}>{names[delivery.state]}</Badge>
          </div>
          <div className={classes.deliveryUrl} dir="ltr" title={delivery.url}>
            {delivery.url}
          </div>
          <div className={`${classes.quiet} ${classes.small}`}>
            <Moment time={delivery.delivered_at ?? delivery.created_at} />
            {" · "}
            {t("call.attempts", { count: delivery.attempts })}
            {delivery.last_status !== null && ` · ${t("call.answer", { status: delivery.last_status })}`}
          </div>
        </li>
      ))}
    </ul>
  );
}
