// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";
import { useAddWebhookEndpoint } from "../api/webhook_endpoints.ts";
import { Dialog } from "../components/dialog.tsx";
import { EndpointForm } from "./endpoint_form.tsx";
import { events } from "./event_names.ts";
import { Secret } from "./secret.tsx";

export function AddDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const add = useAddWebhookEndpoint();
  const made = add.data;
  return (
    <Dialog
      title={made === undefined ? t("settings.add") : t("settings.secretTitle")}
      onClose={onClose}
      insistent={made !== undefined}
    >
      {made !== undefined ? (
        <Secret endpoint={made} onDone={onClose} />
      ) : (
        <EndpointForm
          initial={{ url: "", events: [...events] }}
          hint={t("settings.urlHint")}
          submit={t("settings.add")}
          pending={add.isPending}
          error={add.error}
          onSubmit={(endpoint) => add.mutate(endpoint)}
          onCancel={onClose}
        />
      )}
    </Dialog>
  );
}
