// SPDX-License-Identifier: Apache-2.0
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCorrection } from "../api/calls.ts";
import { Dialog } from "../components/dialog.tsx";
import { useErrorText } from "../components/message.tsx";
import classes from "./call.module.css";

export default function ReleaseDialog({ callSid, onClose }: { callSid: string; onClose: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const change = useCorrection(callSid);
  return (
    <Dialog title={t("keeping.releaseTitle")} onClose={onClose}>
      <p className={classes.dialogText}>{t("keeping.releaseText")}</p>
      {change.isError && (
        <p role="alert" className={classes.problem}>
          {errorText(change.error)}
        </p>
      )}
      <div className={classes.formButtons}>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("keeping.cancel")}
        </Button>
        <Button
          color="red.8"
          loading={change.isPending}
          onClick={() => change.mutate({ legal_hold: false }, { onSuccess: onClose })}
        >
          {t("keeping.release")}
        </Button>
      </div>
    </Dialog>
  );
}
