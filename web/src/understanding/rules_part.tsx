// SPDX-License-Identifier: Apache-2.0
// Rules that put tags on calls.
import { Button, Switch } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useIsOwner } from "../api/session.ts";
import type { RuleSettings, Understanding } from "../api/types.ts";
import { ConfirmDialog } from "./confirm_dialog.tsx";
import { newCondition } from "./conditions.ts";
import type { Keyed } from "./draft.ts";
import { ItemRow } from "./item_row.tsx";
import { ruleMistakes } from "./mistakes.ts";
import { PartFoot, PartPanel } from "./part_panel.tsx";
import { rulesPart } from "./parts.ts";
import { RuleEditor } from "./rule_editor.tsx";
import classes from "./understanding.module.css";
import { useConditionWords } from "./use_condition_words.ts";
import { useDraft } from "./use_draft.ts";
import { useItems } from "./use_items.ts";
import { useValueNames } from "./use_value_names.ts";
import { useWords } from "./words.ts";

export function RulesPart({ document }: { document: Understanding }) {
  const { t } = useWords();
  const owner = useIsOwner();
  const draft = useDraft(rulesPart, document);
  const items = useItems({ draft, check: ruleMistakes, written: (rules) => rulesPart.write(rules).rules ?? [] });
  const [removing, setRemoving] = useState<Keyed<RuleSettings> | null>(null);
  const names = useValueNames(document);
  const inWords = useConditionWords(names);
  const nameOf = (rule: RuleSettings) => rule.name || t("rules.unnamed");
  const add = () =>
    items.add({ id: "", name: "", enabled: true, match: "all", conditions: [newCondition("words")] });
  return (
    <PartPanel id="rules" title={t("rules.title")} lead={t("rules.lead")}>
      {draft.value.length === 0 && <p className={classes.none}>{t("rules.none")}</p>}
      <ul className={classes.items}>
        {draft.value.map((rule) => (
          <ItemRow
            key={rule.key}
            title={nameOf(rule)}
            detail={rule.conditions.map(inWords).join(rule.match === "all" ? t("rules.and") : t("rules.or"))}
            open={items.isOpen(rule.key)}
            onToggle={() => items.toggle(rule.key)}
            wrong={items.mistakeOf(rule.key) !== null}
            sentence={items.sentenceOf(rule.key)}
            aside={
              <Switch
                aria-label={t("rules.enabled", { name: nameOf(rule) })}
                classNames={{ track: classes.track ?? "" }}
                checked={rule.enabled}
                disabled={!owner}
                onChange={(event) => items.change(rule.key, { enabled: event.currentTarget.checked })}
              />
            }
          >
            <RuleEditor
              rule={rule}
              names={names}
              fields={document.fields}
              mistake={items.mistakeOf(rule.key)}
              onChange={(changes) => items.change(rule.key, changes)}
              onRemove={() => setRemoving(rule)}
            />
          </ItemRow>
        ))}
      </ul>
      {owner && (
        <div className={classes.below}>
          <Button variant="light" leftSection={<IconPlus size={16} />} onClick={add}>
            {t("rules.add")}
          </Button>
        </div>
      )}
      <PartFoot
        title={t("rules.title")}
        draft={draft}
        mistake={items.anyMistake ? t("mistakes.some") : null}
        sentenceShown={items.sentenceShown}
        onSave={items.save}
      />
      {removing !== null && (
        <ConfirmDialog
          title={t("rules.removeTitle", { name: nameOf(removing) })}
          text={t("rules.removeText")}
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
