// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Delivery } from "../api/types.ts";
import { Badge } from "../components/badge.tsx";
import { Moment } from "../components/moment.tsx";
import { deliveryTones, useDeliveryProgress } from "../webhooks/use_delivery_words.ts";
import classes from "./call.module.css";

export function Deliveries({ deliveries }: { deliveries: readonly Delivery[] }) {
  const { t } = useTranslation();
  const progress = useDeliveryProgress();
  if (deliveries.length === 0) return <p className={classes.quiet}>{t("call.noDeliveries")}</p>;
  return (
    <ul className={classes.deliveries}>
      {deliveries.map((delivery) => (
        <li key={delivery.id} className={classes.delivery}>
          <div className={classes.deliveryHead}>
            <Link to={`/settings/deliveries/${delivery.id}`} className={classes.deliveryLink}>
              <code dir="ltr">{delivery.event}</code>
            </Link>
            <Badge tone={deliveryTones[delivery.state]}>{t(`deliveries.${delivery.state}`)}</Badge>
          </div>
          <div className={classes.deliveryUrl} dir="ltr" title={delivery.url}>
            {delivery.url}
          </div>
          <div className={`${classes.quiet} ${classes.small}`}>
            <Moment time={delivery.delivered_at ?? delivery.created_at} />
            {" · "}
            {progress(delivery)}
          </div>
        </li>
      ))}
    </ul>
  );
}
