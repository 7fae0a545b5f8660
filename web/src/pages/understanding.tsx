// SPDX-License-Identifier: Apache-2.0
// How the business's calls are understood. Owners change it, members look at it.
import { Skeleton } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useIsOwner } from "../api/session.ts";
import { useUnderstanding } from "../api/understanding.ts";
import { ErrorMessage } from "../components/message.tsx";
import { useTitle } from "../components/use_title.ts";
import { CorrectionsPart } from "../understanding/corrections_part.tsx";
import { FieldsPart } from "../understanding/fields_part.tsx";
import { LeaveWarning } from "../understanding/leave_warning.tsx";
import { ModelPart } from "../understanding/model_part.tsx";
import type { PartName } from "../understanding/parts.ts";
import { PrivacyPart } from "../understanding/privacy_part.tsx";
import { RulesPart } from "../understanding/rules_part.tsx";
import { ServicesPart } from "../understanding/services_part.tsx";
import { ThresholdsPart } from "../understanding/thresholds_part.tsx";
import classes from "../understanding/understanding.module.css";
import { UnsavedParts } from "../understanding/use_draft.ts";
import { useWords } from "../understanding/words.ts";
import { SettingsFrame } from "../webhooks/settings_frame.tsx";

export default function UnderstandingPage() {
  const { t } = useTranslation();
  useTitle(t("settings.understanding"));
  return (
    <SettingsFrame>
      <Parts />
    </SettingsFrame>
  );
}

function Parts() {
  const { t } = useTranslation();
  const { t: words } = useWords();
  const owner = useIsOwner();
  const understanding = useUnderstanding();
  const [unsaved, setUnsaved] = useState<ReadonlySet<PartName>>(new Set());
  const report = useCallback(
    (part: PartName, isUnsaved: boolean) =>
      setUnsaved((before) => {
        if (before.has(part) === isUnsaved) return before;
        const after = new Set(before);
        if (isUnsaved) after.add(part);
        else after.delete(part);
        return after;
      }),
    [],
  );
  const document = understanding.data;
  if (document === undefined) {
    return understanding.isError ? (
      <ErrorMessage error={understanding.error} onRetry={() => void understanding.refetch()} />
    ) : (
      <Skeleton height={320} radius="lg" role="status" aria-label={t("app.loading")} />
    );
  }
  return (
    <UnsavedParts value={report}>
      <div className={classes.parts}>
        <p className={classes.intro}>
          {words("page.lead")} {!owner && words("page.owners")}
        </p>
        <ServicesPart document={document} />
        <FieldsPart document={document} />
        <ThresholdsPart document={document} />
        <RulesPart document={document} />
        <PrivacyPart document={document} />
        <ModelPart document={document} />
        {owner && <CorrectionsPart />}
      </div>
      {unsaved.size > 0 && <LeaveWarning />}
    </UnsavedParts>
  );
}
