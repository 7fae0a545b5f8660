// SPDX-License-Identifier: Apache-2.0
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { WebhookEndpoint } from "../api/types.ts";
import { useRotateWebhookSecret } from "../api/webhook_endpoints.ts";
import { Dialog } from "../components/dialog.tsx";
import { useErrorText } from "../components/message.tsx";
import { formatMoment } from "../format/times.ts";
import { useLanguage } from "../i18n/i18n.ts";
import { Secret } from "./secret.tsx";
import classes from "./webhooks.module.css";

export function RotateDialog({ endpoint, onClose }: { endpoint: WebhookEndpoint; onClose: () => void }) {
  const { t } = useTranslation();
  const rotate = useRotateWebhookSecret(endpoint.id);
  const rotated = rotate.data;
  return (
    <Dialog
      title={rotated === undefined ? t("settings.rotateTitle") : t("settings.secretTitle")}
      onClose={onClose}
      insistent={rotated !== undefined}
    >
      {rotated !== undefined ? (
        <Secret endpoint={rotated} onDone={onClose} />
      ) : (
        <Question endpoint={endpoint} rotate={rotate} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface QuestionProps {
  endpoint: WebhookEndpoint;
  rotate: ReturnType<typeof useRotateWebhookSecret>;
  onClose: () => void;
}

function Question({ endpoint, rotate, onClose }: QuestionProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const errorText = useErrorText();
  const until = endpoint.previous_secret_until;
  return (
    <>
      <code className={classes.url} dir="ltr">
        {endpoint.url}
      </code>
      <p className={classes.text}>{t("settings.rotateText")}</p>
      {until !== null && <p className={classes.text}>{t("settings.rotateAgain", { time: formatMoment(until, language) })}</p>}
      {rotate.isError && (
        <p role="alert" className={classes.problem}>
          {errorText(rotate.error)}
        </p>
      )}
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("settings.cancel")}
        </Button>
        <Button loading={rotate.isPending} onClick={() => rotate.mutate()}>
          {t("settings.rotateConfirm")}
        </Button>
      </div>
    </>
  );
}
