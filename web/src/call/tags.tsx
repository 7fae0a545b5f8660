// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";
import type { Call } from "../api/types.ts";
import { TagMark } from "../components/call_marks.tsx";
import type { Playback } from "../player/playback.ts";
import classes from "./call.module.css";
import { EvidenceButton } from "./evidence_button.tsx";
import { Field } from "./field.tsx";

/** The tags that the business's rules have put on the call, each with what its rule went by. */
export function Tags({ call, playback }: { call: Call; playback: Playback }) {
  const { t } = useTranslation();
  if (call.tags.length === 0) return null;
  return (
    <Field name={t("call.tags")}>
      <ul className={classes.tags}>
        {call.tags.map((tag) => (
          <li key={tag.rule_id} className={classes.tag}>
            <TagMark name={tag.name} />
            {tag.evidence.map((evidence, index) => (
              <EvidenceButton key={index} evidence={evidence} call={call} playback={playback} />
            ))}
          </li>
        ))}
      </ul>
    </Field>
  );
}
