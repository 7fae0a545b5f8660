// SPDX-License-Identifier: Apache-2.0
import { Button } from "@mantine/core";
import { Dialog } from "../components/dialog.tsx";
import { useErrorText } from "../components/message.tsx";
import classes from "./understanding.module.css";
import { useWords } from "./words.ts";

interface ConfirmDialogProps {
  title: string;
  text: string;
  confirm: string;
  pending?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmDialog({ title, text, confirm, pending = false, error = null, onConfirm, onClose }: ConfirmDialogProps) {
  const { t } = useWords();
  const errorText = useErrorText();
  return (
    <Dialog title={title} onClose={onClose}>
      <p className={classes.text}>{text}</p>
      {error !== null && (
        <p role="alert" className={classes.problem}>
          {errorText(error)}
        </p>
      )}
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("part.cancel")}
        </Button>
        <Button color="red.8" loading={pending} onClick={onConfirm}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}
