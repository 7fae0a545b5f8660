// SPDX-License-Identifier: Apache-2.0
// The call's fields: those that every call may have, then the business's own. A person's value stands before the machine's.
import { useTranslation } from "react-i18next";
import type { Call, FieldSettings } from "../api/types.ts";
import { useUnderstanding } from "../api/understanding.ts";
import { useServiceName } from "../components/use_service_name.ts";
import { formatLocalTime, isCommonField, isYes, nameIn, orderedFields } from "../format/fields.ts";
import { useLanguage } from "../i18n/i18n.ts";
import type { Playback } from "../player/playback.ts";
import classes from "./call.module.css";
import { EvidenceButton } from "./evidence_button.tsx";
import { Field } from "./field.tsx";

export function FieldList({ call, playback }: { call: Call; playback: Playback }) {
  const { t } = useTranslation();
  const own = useUnderstanding().data?.fields ?? [];
  const fieldName = useFieldName(own);
  const heard = call.insight?.fields ?? {};
  const ids = [...new Set([...Object.keys(heard), ...Object.keys(call.corrected_values)])];
  return orderedFields(ids, own).map((id) => {
    const corrected = call.corrected_values[id];
    const value = corrected ?? heard[id]?.value ?? "";
    return (
      <Field key={id} name={fieldName(id)}>
        {value === "" ? (
          <span className={classes.quiet}>{t("corrections.none")}</span>
        ) : (
          <FieldValue id={id} value={value} type={own.find((field) => field.id === id)?.type ?? null} />
        )}
        {corrected !== undefined ? (
          <span className={classes.byPerson}>{t("call.byPerson")}</span>
        ) : (
          <EvidenceButton evidence={heard[id]?.evidence ?? null} call={call} playback={playback} />
        )}
      </Field>
    );
  });
}

/** A field that neither this release nor the business knows keeps its own name. */
export function useFieldName(own: readonly FieldSettings[]): (id: string) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  return (id) => {
    if (isCommonField(id)) return t(`field.${id}`);
    const known = own.find((field) => field.id === id);
    return (known !== undefined && nameIn(known, language)) || id;
  };
}

interface FieldValueProps {
  id: string;
  value: string;
  type: FieldSettings["type"] | null;
}

function FieldValue({ id, value, type }: FieldValueProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const serviceName = useServiceName();
  if (type === "date") return <span>{formatLocalTime(value, language)}</span>;
  if (type === "yes_no") return <span>{t(isYes(value) ? "yesNo.yes" : "yesNo.no")}</span>;
  if (id === "phone" || type === "phone" || type === "number") return <bdi dir="ltr">{value}</bdi>;
  return <span dir="auto">{id === "also_requested" ? serviceName({ id: value, name: value }) : value}</span>;
}
