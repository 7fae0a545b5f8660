// SPDX-License-Identifier: Apache-2.0
// One delivery: the message as it is sent, and each attempt with what came back.
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconChevronLeft, IconSendOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { isNotFound } from "../api/error.ts";
import type { DeliveryDetail } from "../api/types.ts";
import { useDelivery } from "../api/webhook_deliveries.ts";
import { Badge } from "../components/badge.tsx";
import { CopyButton } from "../components/copy_button.tsx";
import { ErrorMessage, Message } from "../components/message.tsx";
import { ServerSentence } from "../components/server_sentence.tsx";
import { useTitle } from "../components/use_title.ts";
import { Waiting } from "../components/waiting.tsx";
import { formatMoment } from "../format/times.ts";
import { useLanguage } from "../i18n/i18n.ts";
import { AttemptLog } from "../webhooks/attempt_log.tsx";
import { DeliveryBody } from "../webhooks/delivery_body.tsx";
import { SendAgain } from "../webhooks/send_again.tsx";
import { deliveryTones, useDeliveryProgress } from "../webhooks/use_delivery_words.ts";
import classes from "../webhooks/webhooks.module.css";

export default function DeliveryPage() {
  const { t } = useTranslation();
  const { deliveryId = "" } = useParams();
  const delivery = useDelivery(deliveryId);
  useTitle(t("deliveries.title"));
  return (
    <div className={classes.page}>
      <Link to="/settings/deliveries" className={classes.back}>
        <IconChevronLeft size={18} className={classes.chevron} aria-hidden="true" />
        {t("deliveries.back")}
      </Link>
      {isNotFound(delivery.error) ? (
        <NotFound />
      ) : delivery.data !== undefined ? (
        <DeliveryView key={deliveryId} delivery={delivery.data} />
      ) : delivery.isError ? (
        <ErrorMessage error={delivery.error} onRetry={() => void delivery.refetch()} />
      ) : (
        <Waiting />
      )}
    </div>
  );
}

function DeliveryView({ delivery }: { delivery: DeliveryDetail }) {
  const { t } = useTranslation();
  return (
    <article className={classes.detail}>
      <Head delivery={delivery} />
      <section className={classes.panel} aria-labelledby="attempts">
        <h2 id="attempts" className={classes.heading}>
          {t("deliveries.attemptLog")}
        </h2>
        <AttemptLog attempts={delivery.attempt_log} />
        <SendAgain delivery={delivery} />
      </section>
      <DeliveryBody body={delivery.body} />
    </article>
  );
}

function Head({ delivery }: { delivery: DeliveryDetail }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const progress = useDeliveryProgress();
  return (
    <header>
      <div className={classes.detailHead}>
        <h1 className={classes.detailTitle} dir="ltr">
          {delivery.event}
        </h1>
        <Badge tone={deliveryTones[delivery.state]}>{t(`deliveries.${delivery.state}`)}</Badge>
      </div>
      <code className={classes.url} dir="ltr">
        {delivery.url}
      </code>
      <p className={classes.meta}>
        <span>{t("deliveries.created", { time: formatMoment(delivery.created_at, language) })}</span>
        {delivery.delivered_at !== null && (
          <span>{t("deliveries.deliveredAt", { time: formatMoment(delivery.delivered_at, language) })}</span>
        )}
        <span role="status">{progress(delivery)}</span>
        {delivery.call_sid !== null && (
          <Link to={`/calls/${delivery.call_sid}`} className={classes.link}>
            {t("deliveries.call")}
          </Link>
        )}
        <span className={classes.identity}>
          <code dir="ltr">{delivery.id}</code>
          <CopyButton value={delivery.id} label={t("deliveries.copyId")} copiedLabel={t("deliveries.copied")} />
        </span>
      </p>
      {delivery.state !== "delivered" && delivery.last_error !== "" && (
        <p className={classes.failure}>
          <IconAlertTriangle size={20} aria-hidden="true" />
          <ServerSentence text={delivery.last_error} />
        </p>
      )}
    </header>
  );
}

function NotFound() {
  const { t } = useTranslation();
  return (
    <Message icon={<IconSendOff size={28} />} title={t("deliveries.notFoundTitle")} text={t("deliveries.notFoundText")}>
      <Button component={Link} to="/settings/deliveries" variant="default">
        {t("deliveries.title")}
      </Button>
    </Message>
  );
}
