// SPDX-License-Identifier: Apache-2.0
// Fields of the business's own, which are looked for in each call.
import { Button, NativeSelect, Textarea } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useIsOwner } from "../api/session.ts";
import type { FieldSettings, Understanding } from "../api/types.ts";
import { nameIn } from "../format/fields.ts";
import { useLanguage } from "../i18n/i18n.ts";
import { ConfirmDialog } from "./confirm_dialog.tsx";
import type { Keyed } from "./draft.ts";
import { ItemRow } from "./item_row.tsx";
import { fieldMistakes } from "./mistakes.ts";
import { NameFields } from "./name_fields.tsx";
import { PartFoot, PartPanel } from "./part_panel.tsx";
import { fieldsPart } from "./parts.ts";
import { TagField } from "./tag_field.tsx";
import classes from "./understanding.module.css";
import { useDraft } from "./use_draft.ts";
import { useItems, type Items } from "./use_items.ts";
import { useWords } from "./words.ts";

const kNew: FieldSettings = { id: "", name_he: "", name_en: "", type: "text", description: "", choices: [] };

export function FieldsPart({ document }: { document: Understanding }) {
  const { t } = useWords();
  const language = useLanguage();
  const owner = useIsOwner();
  const draft = useDraft(fieldsPart, document);
  const items = useItems({ draft, check: fieldMistakes, written: (fields) => fieldsPart.write(fields).fields ?? [] });
  const [removing, setRemoving] = useState<Keyed<FieldSettings> | null>(null);
  const nameOf = (field: FieldSettings) => nameIn(field, language) || t("fields.unnamed");
  return (
    <PartPanel id="fields" title={t("fields.title")} lead={t("fields.lead")}>
      {draft.value.length === 0 && <p className={classes.none}>{t("fields.none")}</p>}
      <ul className={classes.items}>
        {draft.value.map((field) => (
          <ItemRow
            key={field.key}
            title={nameOf(field)}
            detail={t(`fields.type.${field.type}`)}
            open={items.isOpen(field.key)}
            onToggle={() => items.toggle(field.key)}
            wrong={items.mistakeOf(field.key) !== null}
            sentence={items.sentenceOf(field.key)}
          >
            <FieldEditor field={field} items={items} onRemove={() => setRemoving(field)} />
          </ItemRow>
        ))}
      </ul>
      {owner && (
        <div className={classes.below}>
          <Button variant="light" leftSection={<IconPlus size={16} />} onClick={() => items.add(kNew)}>
            {t("fields.add")}
          </Button>
        </div>
      )}
      <PartFoot
        title={t("fields.title")}
        draft={draft}
        mistake={items.anyMistake ? t("mistakes.some") : null}
        sentenceShown={items.sentenceShown}
        onSave={items.save}
      />
      {removing !== null && (
        <ConfirmDialog
          title={t("fields.removeTitle", { name: nameOf(removing) })}
          text={t("fields.removeText")}
          confirm={t("part.remove")}
          onConfirm={() => {
            items.remove(removing.key);
            setRemoving(null);
          }}
          onClose={() => setRemoving(null)}
        />
      )}
    </PartPanel>
  );
}

const types = ["text", "choice", "number", "date", "phone", "yes_no"] as const;

interface FieldEditorProps {
  field: Keyed<FieldSettings>;
  items: Items<FieldSettings>;
  onRemove: () => void;
}

function FieldEditor({ field, items, onRemove }: FieldEditorProps) {
  const { t } = useWords();
  const owner = useIsOwner();
  const mistake = items.mistakeOf(field.key);
  const change = (changes: Partial<FieldSettings>) => items.change(field.key, changes);
  return (
    <>
      <NameFields item={field} wrong={mistake === "name"} onChange={change} />
      <NativeSelect
        label={t("fields.typeLabel")}
        value={field.type}
        onChange={(event) => change({ type: event.currentTarget.value as FieldSettings["type"] })}
        data={types.map((type) => ({ value: type, label: t(`fields.type.${type}`) }))}
      />
      {field.type === "choice" && (
        <TagField
          label={t("fields.choices")}
          description={t("fields.choicesHint")}
          values={field.choices}
          error={mistake === "choices" && t("mistakes.choices")}
          onChange={(choices) => change({ choices })}
        />
      )}
      <Textarea
        label={t("fields.description")}
        description={t("fields.descriptionHint")}
        value={field.description}
        rows={3}
        maxLength={500}
        attributes={{ input: field.description === "" ? {} : { dir: "auto" } }}
        onChange={(event) => change({ description: event.currentTarget.value })}
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
            {t("fields.remove")}
          </Button>
        </div>
      )}
    </>
  );
}
