// SPDX-License-Identifier: Apache-2.0
// An endpoint's address and events, for a new one and for one that changes.
import { Button, Checkbox, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { NewWebhookEndpoint } from "../api/types.ts";
import { useErrorText } from "../components/message.tsx";
import { events, useEventNames } from "./event_names.ts";
import classes from "./webhooks.module.css";

interface EndpointFormProps {
  initial: NewWebhookEndpoint;
  hint: string;
  submit: string;
  pending: boolean;
  error: unknown;
  onSubmit: (endpoint: NewWebhookEndpoint) => void;
  onCancel: () => void;
}

export function EndpointForm({ initial, hint, submit, pending, error, onSubmit, onCancel }: EndpointFormProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const names = useEventNames();
  const [problem, setProblem] = useState<"url" | "events" | null>(null);

  const check = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    const url = String(fields.get("url")).trim();
    const chosen = fields.getAll("events") as NewWebhookEndpoint["events"];
    const found = !isWebAddress(url) ? "url" : chosen.length === 0 ? "events" : null;
    setProblem(found);
    if (found === null) onSubmit({ url, events: chosen });
    else form.querySelector<HTMLInputElement>(`[name=${found}]`)?.focus();
  };

  return (
    <form className={classes.form} onSubmit={check} noValidate>
      <TextInput
        name="url"
        type="url"
        attributes={{ input: { dir: "ltr" } }}
        data-autofocus
        label={t("settings.url")}
        description={hint}
        placeholder="https://"
        defaultValue={initial.url}
        maxLength={2048}
        error={problem === "url" && t("settings.urlBad")}
      />
      <Checkbox.Group
        label={t("settings.events")}
        defaultValue={initial.events}
        error={problem === "events" && t("settings.eventsBad")}
      >
        <div className={classes.events}>
          {events.map((name) => (
            <Checkbox key={name} name="events" value={name} label={names[name]} />
          ))}
        </div>
      </Checkbox.Group>
      {error !== null && (
        <p role="alert" className={classes.problem}>
          {errorText(error)}
        </p>
      )}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onCancel}>
          {t("settings.cancel")}
        </Button>
        <Button type="submit" loading={pending}>
          {submit}
        </Button>
      </div>
    </form>
  );
}

export function isWebAddress(text: string): boolean {
  try {
    return ["http:", "https:"].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}
