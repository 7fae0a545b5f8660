// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useWebhookEndpoints } from "../api/webhook_endpoints.ts";
import type { DeliveryFilterState } from "./use_delivery_filters.ts";
import { deliveryStates } from "./use_delivery_words.ts";
import classes from "./webhooks.module.css";

export function DeliveryFilters({ filters }: { filters: DeliveryFilterState }) {
  const { t } = useTranslation();
  const endpoints = useWebhookEndpoints().data;
  const { endpoint_id: endpoint = "", state = "" } = filters.chosen;
  const deleted = endpoint !== "" && endpoints !== undefined && !endpoints.some(({ id }) => id === endpoint);
  return (
    <div role="search" aria-label={t("deliveries.filters")} className={classes.filters}>
      <NativeSelect
        className={classes.endpointFilter}
        aria-label={t("deliveries.endpoint")}
        value={endpoint}
        onChange={(event) => filters.set("endpoint", event.currentTarget.value)}
        data={[
          { value: "", label: t("deliveries.anyEndpoint") },
          ...(endpoints ?? []).map(({ id, url }) => ({ value: id, label: leftToRight(url) })),
          ...(deleted ? [{ value: endpoint, label: t("deliveries.endpointGone") }] : []),
        ]}
      />
      <NativeSelect
        aria-label={t("deliveries.state")}
        value={state}
        onChange={(event) => filters.set("state", event.currentTarget.value)}
        data={[
          { value: "", label: t("deliveries.anyState") },
          ...deliveryStates.map((name) => ({ value: name, label: t(`deliveries.${name}`) })),
        ]}
      />
      {filters.any && (
        <Button variant="subtle" size="compact-sm" onClick={filters.clear}>
          {t("deliveries.clear")}
        </Button>
      )}
    </div>
  );
}

/** An option has no direction of its own, so its text carries it: an isolate of Unicode's. */
function leftToRight(text: string): string {
  return `\u2066${text}\u2069`;
}
