// SPDX-License-Identifier: Apache-2.0
// What is blacked out of what people read, hear and are sent.
import { Switch } from "@mantine/core";
import { useIsOwner } from "../api/session.ts";
import type { RedactionSettings, Understanding } from "../api/types.ts";
import { PartFoot, PartPanel } from "./part_panel.tsx";
import { audible, redactionPart } from "./parts.ts";
import classes from "./understanding.module.css";
import { useDraft } from "./use_draft.ts";
import { useWords } from "./words.ts";

const kinds = ["cards", "ids", "phones", "audio"] as const;

export function PrivacyPart({ document }: { document: Understanding }) {
  const { t } = useWords();
  const owner = useIsOwner();
  const draft = useDraft(redactionPart, document);
  const anyText = draft.value.cards || draft.value.ids || draft.value.phones;
  const set = (kind: keyof RedactionSettings, on: boolean) => draft.set(audible({ ...draft.value, [kind]: on }));
  return (
    <PartPanel id="privacy" title={t("privacy.title")} lead={t("privacy.lead")}>
      <div className={classes.switches}>
        {kinds.map((kind) => (
          <Switch
            key={kind}
            label={t(`privacy.${kind}`)}
            // The description is inside the label, and told apart from it by itself.
            aria-label={t(`privacy.${kind}`)}
            description={t(kind === "audio" && !anyText ? "privacy.audioNeedsText" : `privacy.${kind}Text`)}
            classNames={{ track: classes.track ?? "" }}
            checked={draft.value[kind]}
            disabled={!owner || (kind === "audio" && !anyText)}
            onChange={(event) => set(kind, event.currentTarget.checked)}
          />
        ))}
      </div>
      <p className={classes.quiet}>{t("privacy.original")}</p>
      <PartFoot title={t("privacy.title")} draft={draft} onSave={draft.save} />
    </PartPanel>
  );
}
