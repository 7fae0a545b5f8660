// SPDX-License-Identifier: Apache-2.0
// Whom the business wants told. Owners change it, members look at it.
import { Button, Skeleton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useIsOwner } from "../api/session.ts";
import { useWebhookEndpoints } from "../api/webhook_endpoints.ts";
import { ErrorMessage } from "../components/message.tsx";
import { useTitle } from "../components/use_title.ts";
import { AddDialog } from "../webhooks/add_dialog.tsx";
import { EndpointCard } from "../webhooks/endpoint_card.tsx";
import { SettingsFrame } from "../webhooks/settings_frame.tsx";
import classes from "../webhooks/webhooks.module.css";

export default function Settings() {
  const { t } = useTranslation();
  const owner = useIsOwner();
  const [adding, setAdding] = useState(false);
  useTitle(t("settings.title"));
  return (
    <SettingsFrame>
      <section className={classes.panel} aria-labelledby="endpoints">
        <h2 id="endpoints" className={classes.heading}>
          {t("settings.endpoints")}
        </h2>
        <p className={classes.lead}>
          {t("settings.lead")} {!owner && t("settings.owners")}
        </p>
        <Endpoints />
        {owner && (
          <div className={classes.add}>
            <Button leftSection={<IconPlus size={17} />} onClick={() => setAdding(true)}>
              {t("settings.add")}
            </Button>
          </div>
        )}
        {adding && <AddDialog onClose={() => setAdding(false)} />}
      </section>
    </SettingsFrame>
  );
}

function Endpoints() {
  const { t } = useTranslation();
  const endpoints = useWebhookEndpoints();
  if (endpoints.data === undefined) {
    return endpoints.isError ? (
      <ErrorMessage error={endpoints.error} onRetry={() => void endpoints.refetch()} />
    ) : (
      <Skeleton height={112} radius="md" role="status" aria-label={t("app.loading")} />
    );
  }
  if (endpoints.data.length === 0) return <p className={classes.none}>{t("settings.none")}</p>;
  return (
    <ul className={classes.endpoints}>
      {endpoints.data.map((endpoint) => (
        <EndpointCard key={endpoint.id} endpoint={endpoint} />
      ))}
    </ul>
  );
}
