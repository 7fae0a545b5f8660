// SPDX-License-Identifier: Apache-2.0
// What has become of a test event: it is watched until the receiver has answered once.
import { Loader } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { DeliveryDetail } from "../api/types.ts";
import { useDelivery } from "../api/webhook_deliveries.ts";
import { askForEndpointsAgain } from "../api/webhook_endpoints.ts";
import { useErrorText } from "../components/message.tsx";
import { ServerSentence } from "../components/server_sentence.tsx";
import { formatMoment } from "../format/times.ts";
import { useLanguage } from "../i18n/i18n.ts";
import classes from "./webhooks.module.css";

export function TestOutcome({ id }: { id: string }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const outcome = useOutcome();
  const delivery = useDelivery(id);
  const gone = delivery.data?.last_status === 410;

  useEffect(() => {
    if (gone) void askForEndpointsAgain();
  }, [gone]);

  if (delivery.isError) return <span className={classes.problem}>{errorText(delivery.error)}</span>;
  if (delivery.data === undefined || isOnItsWay(delivery.data)) {
    return (
      <>
        <Loader size={14} /> {t("settings.testSending")}
      </>
    );
  }
  return (
    <>
      <span className={delivery.data.state === "delivered" ? classes.good : undefined}>{outcome(delivery.data)}</span>{" "}
      {delivery.data.state !== "delivered" && delivery.data.last_error !== "" && (
        <ServerSentence text={`${delivery.data.last_error}. `} />
      )}
      <Link to={`/settings/deliveries/${id}`} className={classes.link}>
        {t("settings.testLog")}
      </Link>
    </>
  );
}

function isOnItsWay(delivery: DeliveryDetail): boolean {
  return delivery.state === "pending" && delivery.attempts === 0 && delivery.next_attempt_at !== null;
}

function useOutcome(): (delivery: DeliveryDetail) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  return (delivery) => {
    if (delivery.state === "delivered") return t("settings.testTaken", { status: delivery.last_status ?? "–" });
    if (delivery.state === "failed") return t("settings.testFailed");
    if (delivery.next_attempt_at === null) return t("settings.testPaused");
    return t("settings.testAgain", { time: formatMoment(delivery.next_attempt_at, language) });
  };
}
