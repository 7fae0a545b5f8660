// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from "react-i18next";
import type { NewWebhookEndpoint, WebhookEndpoint, WebhookEndpointChange } from "../api/types.ts";
import { useChangeWebhookEndpoint } from "../api/webhook_endpoints.ts";
import { Dialog } from "../components/dialog.tsx";
import { EndpointForm } from "./endpoint_form.tsx";

export function EditDialog({ endpoint, onClose }: { endpoint: WebhookEndpoint; onClose: () => void }) {
  const { t } = useTranslation();
  const change = useChangeWebhookEndpoint(endpoint.id);
  const save = (wanted: NewWebhookEndpoint) => {
    const changes = endpointChange(endpoint, wanted);
    if (changes === null) onClose();
    else change.mutate(changes, { onSuccess: onClose });
  };
  return (
    <Dialog title={t("settings.editTitle")} onClose={onClose}>
      <EndpointForm
        initial={{ url: endpoint.url, events: endpoint.events }}
        hint={t("settings.editHint")}
        submit={t("settings.save")}
        pending={change.isPending}
        error={change.error}
        onSubmit={save}
        onCancel={onClose}
      />
    </Dialog>
  );
}

/** What is different, since what is not sent stays as another person may have made it meanwhile; null: nothing. */
export function endpointChange(before: NewWebhookEndpoint, wanted: NewWebhookEndpoint): WebhookEndpointChange | null {
  const change: WebhookEndpointChange = {};
  if (wanted.url !== before.url) change.url = wanted.url;
  if ([...wanted.events].sort().join() !== [...before.events].sort().join()) change.events = wanted.events;
  return Object.keys(change).length === 0 ? null : change;
}
