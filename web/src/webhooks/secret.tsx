// SPDX-License-Identifier: Apache-2.0
// An endpoint's new secret, inside a dialog. It is shown this once, so that only the person's own word closes it.
import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { CreatedWebhookEndpoint } from "../api/types.ts";
import { formatMoment } from "../format/times.ts";
import { useLanguage } from "../i18n/i18n.ts";
import classes from "./webhooks.module.css";

export function Secret({ endpoint, onDone }: { endpoint: CreatedWebhookEndpoint; onDone: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const until = endpoint.previous_secret_until;
  return (
    <>
      <code className={classes.url} dir="ltr">
        {endpoint.url}
      </code>
      <p className={classes.text} role="alert">
        {t("settings.secretText")}
      </p>
      <code className={classes.secret} dir="ltr" data-testid="secret">
        {endpoint.secret}
      </code>
      {until !== null && <p className={classes.text}>{t("settings.former", { time: formatMoment(until, language) })}</p>}
      <div className={classes.buttons}>
        <CopyButton value={endpoint.secret}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              autoFocus
              onClick={copy}
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            >
              {copied ? t("settings.copied") : t("settings.copy")}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{t("settings.saved")}</Button>
      </div>
    </>
  );
}
