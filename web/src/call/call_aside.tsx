// SPDX-License-Identifier: Apache-2.0
// Beside the conversation: what was understood of it, and what has happened to it.
import { Button } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Call } from "../api/types.ts";
import type { Playback } from "../player/playback.ts";
import { isSilent } from "../format/call.ts";
import classes from "./call.module.css";
import { Deliveries } from "./deliveries.tsx";
import { Details } from "./details.tsx";
import { Keeping } from "./keeping.tsx";
import { Notice } from "./notice.tsx";
import { Panel } from "./panel.tsx";
import { RunAgain } from "./run_again.tsx";
import { StageList } from "./stage_list.tsx";

const CorrectionDialog = lazy(() => import("./correction_dialog.tsx"));

export function CallAside({ call, playback }: { call: Call; playback: Playback }) {
  const { t } = useTranslation();
  const [correcting, setCorrecting] = useState(false);
  const [saved, setSaved] = useState(false);
  return (
    <aside className={classes.aside} aria-label={t("call.details")}>
      <Panel title={t("call.summary")} className={classes.first}>
        {call.summary === "" ? (
          <p className={classes.quiet}>{t(isSilent(call) ? "call.nothingToSummarise" : "call.noSummary")}</p>
        ) : (
          <p className={classes.summary} dir="auto" lang={call.language ?? undefined}>
            {call.summary}
          </p>
        )}
      </Panel>
      <Panel
        title={t("call.details")}
        action={
          <Button
            variant="light"
            size="compact-sm"
            leftSection={<IconPencil size={15} />}
            onClick={() => {
              setSaved(false);
              setCorrecting(true);
            }}
          >
            {t("call.correct")}
          </Button>
        }
      >
        <Details call={call} playback={playback} />
        <p role="status" className={classes.saved}>
          {saved && t("corrections.saved")}
        </p>
      </Panel>
      <Panel title={t("call.timeline")}>
        <StageList call={call} />
        <RunAgain call={call} />
      </Panel>
      <Panel title={t("call.deliveries")}>
        <Deliveries deliveries={call.deliveries} />
      </Panel>
      <Panel title={t("notice.title")}>
        <Notice notice={call.notice} />
      </Panel>
      <Panel title={t("keeping.title")}>
        <Keeping call={call} />
      </Panel>
      {correcting && (
        <Suspense fallback={null}>
          <CorrectionDialog call={call} onClose={() => setCorrecting(false)} onSaved={() => setSaved(true)} />
        </Suspense>
      )}
    </aside>
  );
}
