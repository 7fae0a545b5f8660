// SPDX-License-Identifier: Apache-2.0
// How far a call's transcription is, and what stops it. Nothing is lost by that, so nobody is asked twice.
import { Button } from "@mantine/core";
import { IconPlayerStop } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCancel } from "../api/calls.ts";
import type { Call } from "../api/types.ts";
import { useErrorText } from "../components/message.tsx";
import { formatPercent } from "../format/numbers.ts";
import { useLanguage } from "../i18n/i18n.ts";
import classes from "./transcribing.module.css";

export function Transcribing({ call, onCancelled }: { call: Call; onCancelled: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const cancel = useCancel(call.call_sid);
  return (
    <div className={classes.transcribing}>
      {call.progress === null ? (
        <p className={classes.waiting}>{t("transcribing.waiting")}</p>
      ) : (
        <ProgressBar percent={call.progress.percent} />
      )}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlayerStop size={15} />}
        loading={cancel.isPending}
        onClick={() => cancel.mutate(undefined, { onSuccess: onCancelled })}
      >
        {t("transcribing.cancel")}
      </Button>
      {cancel.isError && (
        <p role="alert" className={classes.problem}>
          {errorText(cancel.error)}
        </p>
      )}
    </div>
  );
}

function ProgressBar({ percent }: { percent: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const written = formatPercent(percent / 100, language);
  return (
    <div className={classes.progress}>
      <span className={`${classes.label} tabular`} aria-hidden="true">
        {t("transcribing.label")} · {written}
      </span>
      <div
        role="progressbar"
        aria-label={t("transcribing.label")}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={written}
        className={classes.bar}
      >
        <div className={classes.done} style={{ width: `${percent}%` }} />
      </div>
    </div>
  );
}
