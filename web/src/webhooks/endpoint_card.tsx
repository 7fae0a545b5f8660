// SPDX-License-Identifier: Apache-2.0
// One endpoint: what it is told, how it is doing, and what an owner can do about it.
import { Button } from "@mantine/core";
import {
  IconHistory,
  IconKey,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPower,
  IconSend,
  IconTrash,
} from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useIsOwner } from "../api/session.ts";
import type { WebhookEndpoint } from "../api/types.ts";
import { useChangeWebhookEndpoint, useTestWebhookEndpoint } from "../api/webhook_endpoints.ts";
import { Badge } from "../components/badge.tsx";
import { useErrorText } from "../components/message.tsx";
import { ServerSentence } from "../components/server_sentence.tsx";
import { SteadyButton } from "../components/steady_button.tsx";
import type { Tone } from "../format/call.ts";
import { formatMoment } from "../format/times.ts";
import { useLanguage } from "../i18n/i18n.ts";
import { DeleteDialog } from "./delete_dialog.tsx";
import { EditDialog } from "./edit_dialog.tsx";
import { useEventNames } from "./event_names.ts";
import { RotateDialog } from "./rotate_dialog.tsx";
import { TestOutcome } from "./test_outcome.tsx";
import classes from "./webhooks.module.css";

type State = "working" | "paused" | "off";

const tones: Record<State, Tone> = { working: "good", paused: "warn", off: "bad" };

function stateOf(endpoint: WebhookEndpoint): State {
  if (!endpoint.enabled) return "off";
  return endpoint.paused ? "paused" : "working";
}

export function EndpointCard({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = useEventNames();
  const owner = useIsOwner();
  const state = stateOf(endpoint);
  return (
    <li className={classes.endpoint} aria-label={endpoint.url}>
      <div className={classes.endpointHead}>
        <code className={classes.url} dir="ltr">
          {endpoint.url}
        </code>
        <Badge tone={tones[state]}>{t(`settings.${state}`)}</Badge>
      </div>
      <p className={classes.quiet}>
        {endpoint.events.map((event) => names[event]).join(" · ")}
        {" · "}
        {t("settings.added", { time: formatMoment(endpoint.created_at, language) })}
      </p>
      {state === "off" && (
        <p className={classes.off}>
          {endpoint.disabled_reason !== null && (
            <ServerSentence text={`${endpoint.disabled_reason}.`} className={classes.reason} />
          )}
          {t("settings.offText")}
        </p>
      )}
      {state === "paused" && <p className={classes.quiet}>{t("settings.pausedText")}</p>}
      {endpoint.previous_secret_until !== null && (
        <p className={classes.quiet}>
          {t("settings.former", { time: formatMoment(endpoint.previous_secret_until, language) })}
        </p>
      )}
      {owner ? <Actions endpoint={endpoint} /> : <LogLink endpoint={endpoint} />}
    </li>
  );
}

type Asking = "edit" | "rotate" | "delete" | null;

function Actions({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [asking, setAsking] = useState<Asking>(null);
  const change = useChangeWebhookEndpoint(endpoint.id);
  const test = useTestWebhookEndpoint(endpoint.id);
  const problem = change.error ?? test.error;
  const close = () => setAsking(null);
  const begin = (action: () => void) => {
    change.reset();
    test.reset();
    action();
  };
  return (
    <>
      <div className={classes.actions}>
        {!endpoint.enabled ? (
          <Action
            name={t("settings.switchOn")}
            endpoint={endpoint}
            icon={<IconPower size={16} />}
            busy={change.isPending}
            onClick={() => begin(() => change.mutate({ enabled: true }))}
          />
        ) : (
          <>
            <Action
              name={t("settings.test")}
              endpoint={endpoint}
              icon={<IconSend size={16} />}
              busy={test.isPending}
              onClick={() => begin(() => test.mutate())}
            />
            <Action
              name={endpoint.paused ? t("settings.goOn") : t("settings.pause")}
              endpoint={endpoint}
              icon={endpoint.paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
              busy={change.isPending}
              onClick={() => begin(() => change.mutate({ paused: !endpoint.paused }))}
            />
          </>
        )}
        <LogLink endpoint={endpoint} />
        <Action
          name={t("settings.edit")}
          endpoint={endpoint}
          icon={<IconPencil size={16} />}
          onClick={() => setAsking("edit")}
        />
        <Action
          name={t("settings.rotate")}
          endpoint={endpoint}
          icon={<IconKey size={16} />}
          onClick={() => setAsking("rotate")}
        />
        <Action
          name={t("settings.remove")}
          endpoint={endpoint}
          icon={<IconTrash size={16} />}
          color="red"
          onClick={() => setAsking("delete")}
        />
      </div>
      <div role="status" className={classes.outcome}>
        {test.data !== undefined && <TestOutcome key={test.data.id} id={test.data.id} />}
      </div>
      {problem !== null && (
        <p role="alert" className={classes.problem}>
          {errorText(problem)}
        </p>
      )}
      {asking === "edit" && <EditDialog endpoint={endpoint} onClose={close} />}
      {asking === "rotate" && <RotateDialog endpoint={endpoint} onClose={close} />}
      {asking === "delete" && <DeleteDialog endpoint={endpoint} onClose={close} />}
    </>
  );
}

interface ActionProps {
  name: string;
  endpoint: WebhookEndpoint;
  icon: ReactNode;
  busy?: boolean;
  color?: string;
  onClick: () => void;
}

/** Its name tells of which endpoint it is, for those who meet it out of sight of its card. */
function Action({ name, endpoint, color, ...button }: ActionProps) {
  return (
    <SteadyButton
      variant="subtle"
      size="compact-sm"
      aria-label={`${name}: ${endpoint.url}`}
      {...(color !== undefined && { color })}
      {...button}
    >
      {name}
    </SteadyButton>
  );
}

function LogLink({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { t } = useTranslation();
  return (
    <Button
      component={Link}
      to={`/settings/deliveries?endpoint=${encodeURIComponent(endpoint.id)}`}
      variant="subtle"
      size="compact-sm"
      className={classes.logLink}
      leftSection={<IconHistory size={16} />}
      aria-label={`${t("settings.log")}: ${endpoint.url}`}
    >
      {t("settings.log")}
    </Button>
  );
}
