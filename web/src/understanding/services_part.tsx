// SPDX-License-Identifier: Apache-2.0
// The services that the business's calls are sorted into.
import { Button, TextInput } from "@mantine/core";
import { IconPlus, IconRestore, IconSearch, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useIsOwner } from "../api/session.ts";
import type { ServiceSettings, Understanding } from "../api/types.ts";
import { serviceLabel } from "../components/use_service_name.ts";
import { useLanguage } from "../i18n/i18n.ts";
import { ConfirmDialog } from "./confirm_dialog.tsx";
import type { Keyed } from "./draft.ts";
import { ItemRow } from "./item_row.tsx";
import { serviceMistakes } from "./mistakes.ts";
import { NameFields } from "./name_fields.tsx";
import { PartFoot, PartPanel } from "./part_panel.tsx";
import { servicesPart } from "./parts.ts";
import { TagField } from "./tag_field.tsx";
import classes from "./understanding.module.css";
import { useDraft } from "./use_draft.ts";
import { useItems, type Items } from "./use_items.ts";
import { useWords } from "./words.ts";

const kNew: ServiceSettings = { id: "", name_he: "", name_en: "", keywords: [], examples: [] };

export function ServicesPart({ document }: { document: Understanding }) {
  const { t } = useWords();
  const owner = useIsOwner();
  const draft = useDraft(servicesPart, document);
  const items = useItems({
    draft,
    check: serviceMistakes,
    written: (services) => servicesPart.write(services).services ?? [],
  });
  const [search, setSearch] = useState("");
  const [asking, setAsking] = useState<"defaults" | Keyed<ServiceSettings> | null>(null);
  const language = useLanguage();
  const shown = draft.value.filter((service) => service.id === "" || matches(service, search));
  const nameOf = (service: ServiceSettings) =>
    serviceLabel(service, language) || service.name_he || service.name_en || t("services.unnamed");
  return (
    <PartPanel id="services" title={t("services.title")} lead={t("services.lead")}>
      <div className={classes.bar}>
        <TextInput
          type="search"
          className={classes.search}
          aria-label={t("services.search")}
          placeholder={t("services.search")}
          leftSection={<IconSearch size={16} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        {owner && (
          <Button
            variant="light"
            leftSection={<IconPlus size={16} />}
            onClick={() => {
              setSearch("");
              items.add(kNew);
            }}
          >
            {t("services.add")}
          </Button>
        )}
      </div>
      {shown.length === 0 && <p className={classes.none}>{t(search === "" ? "services.none" : "services.noMatch")}</p>}
      <ul className={classes.items}>
        {shown.map((service) => (
          <ItemRow
            key={service.key}
            title={nameOf(service)}
            detail={[
              t("services.keywordCount", { count: service.keywords.length }),
              t("services.exampleCount", { count: service.examples.length }),
            ].join(" · ")}
            open={items.isOpen(service.key)}
            onToggle={() => items.toggle(service.key)}
            wrong={items.mistakeOf(service.key) !== null}
            sentence={items.sentenceOf(service.key)}
          >
            <ServiceEditor service={service} items={items} onRemove={() => setAsking(service)} />
          </ItemRow>
        ))}
      </ul>
      {owner && (
        <div className={classes.below}>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconRestore size={16} />}
            onClick={() => setAsking("defaults")}
          >
            {t("services.restore")}
          </Button>
        </div>
      )}
      <PartFoot
        title={t("services.title")}
        draft={draft}
        mistake={items.anyMistake ? t("mistakes.some") : null}
        sentenceShown={items.sentenceShown}
        onSave={items.save}
      />
      {asking === "defaults" && (
        <ConfirmDialog
          title={t("services.restoreTitle")}
          text={t("services.restoreText")}
          confirm={t("services.restore")}
          pending={draft.saving}
          error={draft.error}
          onConfirm={() => draft.restoreDefault(() => setAsking(null))}
          onClose={() => setAsking(null)}
        />
      )}
      {asking !== null && asking !== "defaults" && (
        <ConfirmDialog
          title={t("services.removeTitle", { name: nameOf(asking) })}
          text={t("services.removeText")}
          confirm={t("part.remove")}
          onConfirm={() => {
            items.remove(asking.key);
            setAsking(null);
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </PartPanel>
  );
}

interface ServiceEditorProps {
  service: Keyed<ServiceSettings>;
  items: Items<ServiceSettings>;
  onRemove: () => void;
}

function ServiceEditor({ service, items, onRemove }: ServiceEditorProps) {
  const { t } = useWords();
  const owner = useIsOwner();
  const change = (changes: Partial<ServiceSettings>) => items.change(service.key, changes);
  return (
    <>
      <NameFields item={service} wrong={items.mistakeOf(service.key) === "name"} onChange={change} />
      <TagField
        label={t("services.keywords")}
        description={t("services.keywordsHint")}
        values={service.keywords}
        onChange={(keywords) => change({ keywords })}
      />
      <TagField
        label={t("services.examples")}
        description={t("services.examplesHint")}
        values={service.examples}
        commas={false}
        maxLength={300}
        onChange={(examples) => change({ examples })}
      />
      {owner && (
        <div>
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            leftSection={<IconTrash size={16} />}
            onClick={onRemove}
          >
            {t("services.remove")}
          </Button>
        </div>
      )}
    </>
  );
}

export function matches(service: ServiceSettings, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  if (wanted === "") return true;
  return [service.id, service.name_he, service.name_en, ...service.keywords].some((text) => text.toLowerCase().includes(wanted));
}
