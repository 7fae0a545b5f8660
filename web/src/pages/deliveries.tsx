// SPDX-License-Identifier: Apache-2.0
// The delivery log: what was sent to the business's servers, and what they answered.
import { Button, Skeleton } from "@mantine/core";
import { IconSearchOff, IconSend } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useDeliveries } from "../api/webhook_deliveries.ts";
import { ErrorMessage, Message } from "../components/message.tsx";
import { More } from "../components/more.tsx";
import { useTitle } from "../components/use_title.ts";
import { DeliveryFilters } from "../webhooks/delivery_filters.tsx";
import { DeliveryList } from "../webhooks/delivery_list.tsx";
import { SettingsFrame } from "../webhooks/settings_frame.tsx";
import { useDeliveryFilters } from "../webhooks/use_delivery_filters.ts";
import classes from "../webhooks/webhooks.module.css";

export default function Deliveries() {
  const { t } = useTranslation();
  const filters = useDeliveryFilters();
  const deliveries = useDeliveries(filters.chosen);
  const pages = deliveries.data?.pages;
  const items = pages?.flatMap((page) => page.items) ?? [];
  const total = pages?.at(-1)?.total ?? 0;
  useTitle(t("deliveries.title"));
  return (
    <SettingsFrame>
      <section className={classes.panel} aria-labelledby="deliveries">
        <div className={classes.logHead}>
          <h2 id="deliveries" className={classes.heading}>
            {t("deliveries.title")}
          </h2>
          <span role="status" className={classes.total}>
            {deliveries.isSuccess && t("deliveries.total", { count: total })}
          </span>
        </div>
        <DeliveryFilters filters={filters} />
        {deliveries.isPending ? (
          <Placeholder />
        ) : pages === undefined ? (
          <ErrorMessage error={deliveries.error} onRetry={() => void deliveries.refetch()} />
        ) : items.length === 0 ? (
          <Empty filtered={filters.any} onClear={filters.clear} />
        ) : (
          <div className={classes.list} data-stale={deliveries.isPlaceholderData || undefined}>
            <DeliveryList deliveries={items} />
            <More
              label={t("deliveries.more")}
              shown={items.length}
              total={total}
              hasMore={deliveries.hasNextPage}
              loading={deliveries.isFetchingNextPage}
              onMore={() => void deliveries.fetchNextPage()}
            />
          </div>
        )}
      </section>
    </SettingsFrame>
  );
}

function Empty({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  if (!filtered) {
    return <Message icon={<IconSend size={28} />} title={t("deliveries.emptyTitle")} text={t("deliveries.emptyText")} />;
  }
  return (
    <Message icon={<IconSearchOff size={28} />} title={t("deliveries.noMatchTitle")} text={t("deliveries.noMatchText")}>
      <Button variant="default" onClick={onClear}>
        {t("deliveries.clear")}
      </Button>
    </Message>
  );
}

function Placeholder() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("app.loading")} className={classes.ghosts}>
      {Array.from({ length: 5 }, (_, index) => (
        <Skeleton key={index} height={72} radius="md" />
      ))}
    </div>
  );
}
