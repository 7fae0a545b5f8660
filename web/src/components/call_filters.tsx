// SPDX-License-Identifier: Apache-2.0
import { Button, Checkbox, CloseButton, NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useServices } from "../api/calls.ts";
import { useUnderstanding } from "../api/understanding.ts";
import { intents, statuses } from "../format/call.ts";
import { useLanguage } from "../i18n/i18n.ts";
import classes from "./call_filters.module.css";
import { useStatusName } from "./status_badge.tsx";
import { serviceLabel } from "./use_service_name.ts";
import type { CallFilterState } from "./use_call_filters.ts";

export function CallFilters({ filters }: { filters: CallFilterState }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const statusName = useStatusName();
  const services = useServices().data ?? [];
  return (
    <form
      className={classes.filters}
      role="search"
      aria-label={t("calls.filters")}
      onSubmit={(event) => event.preventDefault()}
    >
      <SearchField filters={filters} />
      <NativeSelect
        aria-label={t("calls.status")}
        value={filters.get("status")}
        onChange={(event) => filters.set("status", event.currentTarget.value)}
        data={[
          { value: "", label: t("calls.anyStatus") },
          ...statuses.map((status) => ({ value: status, label: statusName(status) })),
        ]}
      />
      <NativeSelect
        aria-label={t("calls.service")}
        value={filters.get("service")}
        onChange={(event) => filters.set("service", event.currentTarget.value)}
        data={[
          { value: "", label: t("calls.anyService") },
          ...services.map((service) => ({ value: service.id, label: serviceLabel(service, language) })),
        ]}
      />
      <NativeSelect
        aria-label={t("calls.direction")}
        value={filters.get("direction")}
        onChange={(event) => filters.set("direction", event.currentTarget.value)}
        data={[
          { value: "", label: t("calls.anyDirection") },
          { value: "inbound", label: t("direction.inbound") },
          { value: "outbound", label: t("direction.outbound") },
        ]}
      />
      <NativeSelect
        aria-label={t("calls.intent")}
        value={filters.get("intent")}
        onChange={(event) => filters.set("intent", event.currentTarget.value)}
        data={[
          { value: "", label: t("calls.anyIntent") },
          ...intents.map((intent) => ({ value: intent, label: t(`intent.${intent}`) })),
        ]}
      />
      <TagFilter filters={filters} />
      <Checkbox
        className={classes.recording}
        label={t("calls.needsReview")}
        checked={filters.get("review") === "1"}
        onChange={(event) => filters.set("review", event.currentTarget.checked ? "1" : "")}
      />
      <Checkbox
        className={classes.recording}
        label={t("calls.urgent")}
        checked={filters.get("urgent") === "1"}
        onChange={(event) => filters.set("urgent", event.currentTarget.checked ? "1" : "")}
      />
      <Checkbox
        className={classes.recording}
        label={t("calls.hasRecording")}
        checked={filters.get("recording") === "1"}
        onChange={(event) => filters.set("recording", event.currentTarget.checked ? "1" : "")}
      />
      {filters.any && (
        <Button variant="subtle" size="compact-sm" onClick={filters.clear}>
          {t("calls.clear")}
        </Button>
      )}
    </form>
  );
}

/** Only where there are tags, or one is asked for: by its rule's id, which may be gone by now. */
function TagFilter({ filters }: { filters: CallFilterState }) {
  const { t } = useTranslation();
  const rules = useUnderstanding().data?.rules ?? [];
  const chosen = filters.get("tag");
  if (rules.length === 0 && chosen === "") return null;
  const known = rules.some(({ id }) => id === chosen);
  return (
    <NativeSelect
      aria-label={t("calls.tag")}
      value={chosen}
      onChange={(event) => filters.set("tag", event.currentTarget.value)}
      data={[
        { value: "", label: t("calls.anyTag") },
        ...rules.map(({ id, name }) => ({ value: id, label: name })),
        ...(chosen !== "" && !known ? [{ value: chosen, label: chosen }] : []),
      ]}
    />
  );
}

function SearchField({ filters }: { filters: CallFilterState }) {
  const { t } = useTranslation();
  const asked = filters.get("search");
  const [text, setText] = useState(asked);
  const ask = useDebouncedCallback((value: string) => filters.set("search", value.trim()), 300);

  // The address may change without this field: filters cleared, a step back.
  useEffect(() => {
    setText((shown) => (shown.trim() === asked ? shown : asked));
  }, [asked]);

  const change = (value: string) => {
    setText(value);
    ask(value);
  };
  return (
    <TextInput
      className={classes.search}
      type="search"
      aria-label={t("calls.search")}
      placeholder={t("calls.searchPlaceholder")}
      leftSection={<IconSearch size={17} />}
      rightSection={text !== "" && <CloseButton aria-label={t("calls.clear")} size="sm" onClick={() => change("")} />}
      value={text}
      maxLength={200}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
