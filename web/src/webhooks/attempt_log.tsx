// SPDX-License-Identifier: Apache-2.0
// Every attempt at a delivery, the latest first and open: what went out, where to, and what came back.
import { IconChevronDown } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DeliveryAttempt, HeaderField } from "../api/types.ts";
import { Badge } from "../components/badge.tsx";
import { Moment } from "../components/moment.tsx";
import { ServerSentence } from "../components/server_sentence.tsx";
import { formatFullTime } from "../format/times.ts";
import { useLanguage } from "../i18n/i18n.ts";
import classes from "./webhooks.module.css";

export function AttemptLog({ attempts }: { attempts: readonly DeliveryAttempt[] }) {
  const { t } = useTranslation();
  if (attempts.length === 0) return <p className={classes.quiet}>{t("deliveries.noAttempts")}</p>;
  return (
    <ol className={classes.attempts} reversed>
      {[...attempts].reverse().map((attempt, index) => (
        <li key={attempt.number}>
          <Attempt attempt={attempt} latest={index === 0} />
        </li>
      ))}
    </ol>
  );
}

function Attempt({ attempt, latest }: { attempt: DeliveryAttempt; latest: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const took = t("deliveries.milliseconds", { count: attempt.duration_ms });
  return (
    <details className={classes.attempt} open={latest}>
      <summary className={classes.attemptHead}>
        <IconChevronDown size={16} className={classes.marker} aria-hidden="true" />
        <span className={classes.attemptName}>{t("deliveries.attempt", { number: attempt.number })}</span>
        <Badge tone={attempt.error === "" ? "good" : "bad"}>
          {attempt.status === null ? t("deliveries.noAnswer") : t("deliveries.answer", { status: attempt.status })}
        </Badge>
        <span className={classes.quiet}>
          <Moment time={attempt.at} /> · {took}
        </span>
      </summary>
      <div className={classes.attemptBody}>
        {attempt.error !== "" && (
          <p className={classes.problem}>
            <ServerSentence text={attempt.error} />
          </p>
        )}
        <dl className={classes.facts}>
          <Fact name={t("deliveries.time")}>{formatFullTime(attempt.at, language)}</Fact>
          <Fact name={t("deliveries.took")}>{took}</Fact>
          <Fact name={t("deliveries.address")}>
            {attempt.address === null ? t("deliveries.noAddress") : <code dir="ltr">{attempt.address}</code>}
          </Fact>
          <Fact name={t("deliveries.sentTo")} wide>
            <code dir="ltr">{attempt.url}</code>
          </Fact>
        </dl>
        <Headers title={t("deliveries.request")} fields={attempt.request_headers} none={t("deliveries.notSent")} />
        {attempt.status !== null && (
          <>
            <Headers title={t("deliveries.response")} fields={attempt.response_headers} none={t("deliveries.empty")} />
            <h3 className={classes.subheading}>{t("deliveries.responseBody")}</h3>
            {attempt.response_body === "" ? (
              <p className={classes.quiet}>{t("deliveries.empty")}</p>
            ) : (
              <pre className={classes.pre} dir="ltr">
                {attempt.response_body}
              </pre>
            )}
          </>
        )}
      </div>
    </details>
  );
}

function Fact({ name, wide = false, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={classes.fact} data-wide={wide || undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface HeadersProps {
  title: string;
  fields: readonly HeaderField[];
  none: string;
}

function Headers({ title, fields, none }: HeadersProps) {
  return (
    <>
      <h3 className={classes.subheading}>{title}</h3>
      {fields.length === 0 ? (
        <p className={classes.quiet}>{none}</p>
      ) : (
        <dl className={classes.headers} dir="ltr">
          {fields.map(({ name, value }, index) => (
            <div key={index} className={classes.headerField}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
