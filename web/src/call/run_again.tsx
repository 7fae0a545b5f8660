// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useReprocess } from "../api/calls.ts";
import type { Call, RestartStage } from "../api/types.ts";
import { useErrorText } from "../components/message.tsx";
import { hasAudio, isInProgress } from "../format/call.ts";
import classes from "./call.module.css";

export function RunAgain({ call }: { call: Call }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const reprocess = useReprocess(call.call_sid);
  const audio = hasAudio(call);
  const [chosen, setChosen] = useState<RestartStage>("transcribed");
  if (call.recording === null || isInProgress(call)) return null;
  // Without its audio a call can only be understood anew.
  const from = !audio && (chosen === "fetched" || chosen === "transcribed") ? "extracted" : chosen;
  return (
    <div className={classes.again}>
      <NativeSelect
        size="xs"
        className={classes.againFrom}
        label={t("call.againFrom")}
        value={from}
        onChange={(event) => setChosen(event.currentTarget.value as RestartStage)}
        data={[
          ...(audio
            ? [
                { value: "fetched", label: t("call.againFetched") },
                { value: "transcribed", label: t("call.againTranscribed") },
              ]
            : []),
          { value: "extracted", label: t("call.againExtracted") },
          { value: "summarised", label: t("call.againSummarised") },
        ]}
      />
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={15} />}
        loading={reprocess.isPending}
        onClick={() => reprocess.mutate(from)}
      >
        {t("call.again")}
      </Button>
      <p role="status" className={reprocess.isError ? classes.problem : classes.saved}>
        {reprocess.isSuccess && t("call.againStarted")}
        {reprocess.isError && errorText(reprocess.error)}
      </p>
    </div>
  );
}
