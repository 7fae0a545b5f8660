// SPDX-License-Identifier: Apache-2.0
import { Button, Skeleton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconPhoneOff, IconSearchOff } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate } from "react-router";
import { useCalls } from "../api/calls.ts";
import type { CallItem } from "../api/types.ts";
import { CallCards } from "../components/call_cards.tsx";
import { CallFilters } from "../components/call_filters.tsx";
import { CallTable } from "../components/call_table.tsx";
import { ErrorMessage, Message } from "../components/message.tsx";
import { More } from "../components/more.tsx";
import { useCallFilters } from "../components/use_call_filters.ts";
import { useTitle } from "../components/use_title.ts";
import { isInProgress } from "../format/call.ts";
import classes from "./calls.module.css";

export default function Calls() {
  const { t } = useTranslation();
  const filters = useCallFilters();
  const calls = useCalls(filters.chosen);
  const pages = calls.data?.pages;
  const items = pages?.flatMap((page) => page.items) ?? [];
  const total = pages?.at(-1)?.total ?? 0;
  useTitle(t("calls.title"));

  return (
    <>
      <div className={classes.head}>
        <h1 className={classes.title}>{t("calls.title")}</h1>
        {calls.isSuccess && (
          <span className={classes.total} role="status">
            {t("calls.total", { count: total })}
          </span>
        )}
        {items.some(isInProgress) && (
          <span className={classes.live}>
            <span className={classes.pulse} aria-hidden="true" />
            {t("calls.live")}
          </span>
        )}
      </div>
      <Deleted />
      <CallFilters filters={filters} />
      {calls.isPending ? (
        <Placeholder />
      ) : calls.isError && pages === undefined ? (
        <div className={classes.panel}>
          <ErrorMessage error={calls.error} onRetry={() => void calls.refetch()} />
        </div>
      ) : items.length === 0 ? (
        <div className={classes.panel}>
          <Empty filtered={filters.any} onClear={filters.clear} />
        </div>
      ) : (
        <>
          <List items={items} stale={calls.isPlaceholderData} />
          <More
            label={t("calls.more")}
            shown={items.length}
            total={total}
            hasMore={calls.hasNextPage}
            loading={calls.isFetchingNextPage}
            onMore={() => void calls.fetchNextPage()}
          />
        </>
      )}
    </>
  );
}

/** Said once, to whoever comes from deleting a call. */
function Deleted() {
  const { t } = useTranslation();
  const { search, state } = useLocation();
  const navigate = useNavigate();
  const [deleted, setDeleted] = useState(false);
  useEffect(() => {
    if ((state as { deleted?: boolean } | null)?.deleted !== true) return;
    setDeleted(true);
    void navigate({ search }, { replace: true });
  }, [state, search, navigate]);
  return (
    <p role="status" className={classes.deleted}>
      {deleted && t("call.deleted")}
    </p>
  );
}

function List({ items, stale }: { items: CallItem[]; stale: boolean }) {
  const narrow = useMediaQuery("(max-width: 70em)", undefined, { getInitialValueInEffect: false });
  return (
    <div className={classes.list} data-stale={stale || undefined} aria-busy={stale}>
      {narrow ? <CallCards calls={items} /> : <CallTable calls={items} />}
    </div>
  );
}

function Empty({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  if (!filtered) {
    return <Message icon={<IconPhoneOff size={28} />} title={t("calls.emptyTitle")} text={t("calls.emptyText")} />;
  }
  return (
    <Message icon={<IconSearchOff size={28} />} title={t("calls.noMatchTitle")} text={t("calls.noMatchText")}>
      <Button variant="default" onClick={onClear}>
        {t("calls.clear")}
      </Button>
    </Message>
  );
}

function Placeholder() {
  const { t } = useTranslation();
  return (
    <div className={classes.panel} role="status" aria-label={t("app.loading")}>
      {Array.from({ length: 7 }, (_, index) => (
        <div key={index} className={classes.ghost}>
          <Skeleton height={14} width={88} />
          <Skeleton height={14} width={130} />
          <Skeleton height={14} style={{ flex: 1 }} />
        </div>
      ))}
    </div>
  );
}
