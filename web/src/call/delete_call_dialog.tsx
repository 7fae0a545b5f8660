// SPDX-License-Identifier: Apache-2.0
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { forgetCall, useDeleteCall } from "../api/calls.ts";
import { Dialog } from "../components/dialog.tsx";
import { useErrorText } from "../components/message.tsx";
import classes from "./call.module.css";

export default function DeleteCallDialog({ callSid, onClose }: { callSid: string; onClose: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const navigate = useNavigate();
  const remove = useDeleteCall(callSid);
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        // A step back leads to what was before the call, since the call is no more.
        void navigate("/", { replace: true, state: { deleted: true } });
        forgetCall(callSid);
      },
    });
  return (
    <Dialog title={t("keeping.deleteTitle")} onClose={onClose}>
      <p className={classes.dialogText}>{t("keeping.deleteText")}</p>
      {remove.isError && (
        <p role="alert" className={classes.problem}>
          {errorText(remove.error)}
        </p>
      )}
      <div className={classes.formButtons}>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("keeping.cancel")}
        </Button>
        <Button color="red.8" loading={remove.isPending} onClick={confirm}>
          {t("keeping.confirm")}
        </Button>
      </div>
    </Dialog>
  );
}
