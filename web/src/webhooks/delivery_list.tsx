// SPDX-License-Identifier: Apache-2.0
// Deliveries, newest first. Each row holds one link, stretched over all of it.
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { DeliveryItem } from "../api/types.ts";
import { Badge } from "../components/badge.tsx";
import { Moment } from "../components/moment.tsx";
import { ServerSentence } from "../components/server_sentence.tsx";
import { deliveryTones, useDeliveryProgress } from "./use_delivery_words.ts";
import classes from "./webhooks.module.css";

export function DeliveryList({ deliveries }: { deliveries: readonly DeliveryItem[] }) {
  const { t } = useTranslation();
  const progress = useDeliveryProgress();
  return (
    <ul className={classes.deliveries} aria-label={t("deliveries.list")}>
      {deliveries.map((delivery) => (
        <li key={delivery.id} className={classes.delivery}>
          <div className={classes.deliveryHead}>
            <Link to={`/settings/deliveries/${delivery.id}`} className={classes.deliveryLink}>
              <code dir="ltr">{delivery.event}</code>
            </Link>
            <Badge tone={deliveryTones[delivery.state]}>{t(`deliveries.${delivery.state}`)}</Badge>
            <span className={classes.deliveryTime}>
              <Moment time={delivery.created_at} />
            </span>
          </div>
          <div className={classes.deliveryUrl} dir="ltr" title={delivery.url}>
            {delivery.url}
          </div>
          <div className={classes.quiet}>
            {progress(delivery)}
            {delivery.state !== "delivered" && delivery.last_error !== "" && (
              <>
                {" · "}
                <ServerSentence text={delivery.last_error} />
              </>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
