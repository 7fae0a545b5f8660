// SPDX-License-Identifier: Apache-2.0
// Whether the business's calls are given to the installation's language model, and how much of it they may use a day.
import { Switch, TextInput } from "@mantine/core";
import { useIsOwner } from "../api/session.ts";
import type { Understanding } from "../api/types.ts";
import { formatCount } from "../format/numbers.ts";
import { useLanguage } from "../i18n/i18n.ts";
import { PartFoot, PartPanel } from "./part_panel.tsx";
import { modelPart } from "./parts.ts";
import classes from "./understanding.module.css";
import { useDraft } from "./use_draft.ts";
import { useWords } from "./words.ts";

export function ModelPart({ document }: { document: Understanding }) {
  const { t } = useWords();
  return (
    <PartPanel id="model" title={t("model.title")} lead={t("model.lead")}>
      {document.model.available ? <Model document={document} /> : <p className={classes.none}>{t("model.unavailable")}</p>}
    </PartPanel>
  );
}

function Model({ document }: { document: Understanding }) {
  const { t } = useWords();
  const owner = useIsOwner();
  const language = useLanguage();
  const draft = useDraft(modelPart, document);
  const { name, used_tokens_today: used, installation_daily_tokens: most } = document.model;
  const { enabled, daily_tokens: limit } = draft.value;
  return (
    <>
      <div className={classes.switches}>
        <Switch
          label={t("model.enabled")}
          aria-label={t("model.enabled")}
          description={name === null ? t("model.enabledText") : t("model.enabledNamed", { name })}
          classNames={{ track: classes.track ?? "" }}
          checked={enabled}
          disabled={!owner}
          onChange={(event) => draft.set({ ...draft.value, enabled: event.currentTarget.checked })}
        />
        <TextInput
          label={t("model.daily")}
          description={t("model.dailyHint", { tokens: formatCount(most, language) })}
          inputMode="numeric"
          attributes={{ input: { dir: "ltr" } }}
          disabled={!owner}
          value={limit === null ? "" : String(limit)}
          maxLength={12}
          onChange={(event) => draft.set({ ...draft.value, daily_tokens: tokensIn(event.currentTarget.value) })}
        />
      </div>
      <p className={classes.quiet}>
        {t("model.used", {
          used: formatCount(used, language),
          limit: formatCount(document.model.daily_tokens ?? most, language),
        })}
      </p>
      <PartFoot title={t("model.title")} draft={draft} onSave={draft.save} />
    </>
  );
}

/** Digits alone count, however they are grouped; nothing: the installation's own limit. */
export function tokensIn(text: string): number | null {
  const digits = text.replace(/\D/g, "");
  return digits === "" ? null : Number(digits);
}
