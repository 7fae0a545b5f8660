// SPDX-License-Identifier: Apache-2.0
import { Alert, Button, Checkbox, CopyButton, Modal, Skeleton, TextInput } from "@mantine/core";
import { IconCheck, IconCopy, IconKey, IconTrash } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { CreatedWebhookEndpoint, NewWebhookEndpoint, WebhookEndpoint } from "../api/types.ts";
import { useAddWebhookEndpoint, useDeleteWebhookEndpoint, useWebhookEndpoints } from "../api/webhook_endpoints.ts";
import { Badge } from "../components/badge.tsx";
import { ErrorMessage, useErrorText } from "../components/message.tsx";
import { useTitle } from "../components/use_title.ts";
import { formatMoment } from "../format/times.ts";
import { useLanguage } from "../i18n/i18n.ts";
import classes from "./settings.module.css";

export default function Settings() {
  const { t } = useTranslation();
  useTitle(t("settings.title"));
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>{t("settings.title")}</h1>
      <section className={classes.panel} aria-labelledby="endpoints">
        <h2 id="endpoints" className={classes.heading}>
          {t("settings.endpoints")}
        </h2>
        <p className={classes.lead}>{t("settings.lead")}</p>
        <Endpoints />
        <AddEndpoint />
      </section>
    </div>
  );
}

function Endpoints() {
  const { t } = useTranslation();
  const endpoints = useWebhookEndpoints();
  if (endpoints.data === undefined) {
    return endpoints.isError ? (
      <ErrorMessage error={endpoints.error} onRetry={() => void endpoints.refetch()} />
    ) : (
      <Skeleton height={64} radius="md" />
    );
  }
  if (endpoints.data.length === 0) return <p className={classes.none}>{t("settings.none")}</p>;
  return (
    <ul className={classes.endpoints}>
      {endpoints.data.map((endpoint) => (
        <Endpoint key={endpoint.id} endpoint={endpoint} />
      ))}
    </ul>
  );
}

function Endpoint({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [asking, setAsking] = useState(false);
  const eventNames = { "call.processed": t("settings.processed"), "call.failed": t("settings.failed") };
  return (
    <li className={classes.endpoint}>
      <div className={classes.endpointText}>
        <code className={classes.url} dir="ltr">
          {endpoint.url}
        </code>
        <span className={classes.quiet}>
          {endpoint.events.map((event) => eventNames[event]).join(" · ")}
          {" · "}
          {t("settings.added", { time: formatMoment(endpoint.created_at, language) })}
        </span>
      </div>
      {!endpoint.enabled && <Badge tone="bad">{t("settings.disabled")}</Badge>}
      <Button
        variant="subtle"
        color="red"
        size="compact-sm"
        leftSection={<IconTrash size={16} />}
        aria-label={t("settings.removeUrl", { url: endpoint.url })}
        onClick={() => setAsking(true)}
      >
        {t("settings.remove")}
      </Button>
      {asking && <DeleteDialog endpoint={endpoint} onClose={() => setAsking(false)} />}
    </li>
  );
}

function DeleteDialog({ endpoint, onClose }: { endpoint: WebhookEndpoint; onClose: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const remove = useDeleteWebhookEndpoint();
  return (
    <Modal opened onClose={onClose} title={t("settings.removeTitle")} radius="lg" centered withCloseButton={false}>
      <p className={classes.lead}>
        <code className={classes.url} dir="ltr">
          {endpoint.url}
        </code>
        <br />
        {t("settings.removeText")}
      </p>
      {remove.isError && (
        <p role="alert" className={classes.problem}>
          {errorText(remove.error)}
        </p>
      )}
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("settings.cancel")}
        </Button>
        <Button
          color="red.8"
          loading={remove.isPending}
          onClick={() => remove.mutate(endpoint.id, { onSuccess: onClose })}
        >
          {t("settings.remove")}
        </Button>
      </div>
    </Modal>
  );
}

function AddEndpoint() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const add = useAddWebhookEndpoint();
  const [problem, setProblem] = useState<"url" | "events" | null>(null);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    const url = String(fields.get("url")).trim();
    const events = fields.getAll("events") as NewWebhookEndpoint["events"];
    const found = !isWebAddress(url) ? "url" : events.length === 0 ? "events" : null;
    setProblem(found);
    if (found === null) add.mutate({ url, events }, { onSuccess: () => form.reset() });
  };

  if (add.data !== undefined) return <Secret endpoint={add.data} onDone={() => add.reset()} />;
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TextInput
        name="url"
        type="url"
        attributes={{ input: { dir: "ltr" } }}
        label={t("settings.url")}
        description={t("settings.urlHint")}
        placeholder="https://"
        maxLength={2048}
        error={problem === "url" && t("settings.urlBad")}
      />
      <Checkbox.Group
        label={t("settings.events")}
        defaultValue={["call.processed", "call.failed"]}
        error={problem === "events" && t("settings.eventsBad")}
      >
        <div className={classes.events}>
          <Checkbox name="events" value="call.processed" label={t("settings.processed")} />
          <Checkbox name="events" value="call.failed" label={t("settings.failed")} />
        </div>
      </Checkbox.Group>
      {add.isError && (
        <p role="alert" className={classes.problem}>
          {errorText(add.error)}
        </p>
      )}
      <div>
        <Button type="submit" loading={add.isPending}>
          {t("settings.add")}
        </Button>
      </div>
    </form>
  );
}

function Secret({ endpoint, onDone }: { endpoint: CreatedWebhookEndpoint; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert
      role="alert"
      variant="light"
      icon={<IconKey size={20} />}
      title={t("settings.secretTitle")}
      className={classes.secret}
    >
      <p className={classes.secretText}>{t("settings.secretText")}</p>
      <code className={classes.secretValue} dir="ltr" data-testid="secret">
        {endpoint.secret}
      </code>
      <div className={classes.secretButtons}>
        <CopyButton value={endpoint.secret}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            >
              {copied ? t("settings.copied") : t("settings.copy")}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{t("settings.saved")}</Button>
      </div>
    </Alert>
  );
}

function isWebAddress(text: string): boolean {
  try {
    return ["http:", "https:"].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}
