// SPDX-License-Identifier: Apache-2.0
// Asks before an endpoint is deleted, and goes with it.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { WebhookEndpoint } from "../api/types.ts";
import { useDeleteWebhookEndpoint } from "../api/webhook_endpoints.ts";
import { Dialog } from "../components/dialog.tsx";
import { useErrorText } from "../components/message.tsx";
import classes from "./webhooks.module.css";

export function DeleteDialog({ endpoint, onClose }: { endpoint: WebhookEndpoint; onClose: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const remove = useDeleteWebhookEndpoint();
  return (
    <Dialog title={t("settings.removeTitle")} onClose={onClose}>
      <code className={classes.url} dir="ltr">
        {endpoint.url}
      </code>
      <p className={classes.text}>{t("settings.removeText")}</p>
      {remove.isError && (
        <p role="alert" className={classes.problem}>
          {errorText(remove.error)}
        </p>
      )}
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("settings.cancel")}
        </Button>
        <Button color="red.8" loading={remove.isPending} onClick={() => remove.mutate(endpoint.id)}>
          {t("settings.remove")}
        </Button>
      </div>
    </Dialog>
  );
}
