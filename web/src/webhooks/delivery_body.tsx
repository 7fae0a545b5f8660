// SPDX-License-Identifier: Apache-2.0
// A message's body: laid out for people, or byte for byte as it is sent. What is copied is always the latter.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../components/copy_button.tsx";
import classes from "./webhooks.module.css";

const views = ["formatted", "asSent"] as const;

export function DeliveryBody({ body }: { body: string }) {
  const { t } = useTranslation();
  const [view, setView] = useState<(typeof views)[number]>("formatted");
  const formatted = formatJson(body);
  return (
    <section className={classes.panel} aria-labelledby="body">
      <div className={classes.bodyHead}>
        <h2 id="body" className={classes.heading}>
          {t("deliveries.body")}
        </h2>
        <CopyButton value={body} label={t("deliveries.copyBody")} copiedLabel={t("deliveries.copied")} />
        {formatted !== null && (
          <div className={classes.views} role="group" aria-label={t("deliveries.body")}>
            {views.map((name) => (
              <button
                key={name}
                type="button"
                className={classes.view}
                aria-pressed={view === name}
                onClick={() => setView(name)}
              >
                {t(`deliveries.${name}`)}
              </button>
            ))}
          </div>
        )}
      </div>
      <pre className={classes.pre} dir="ltr" data-testid="body">
        {view === "formatted" ? (formatted ?? body) : body}
      </pre>
    </section>
  );
}

/** Null for what is no JSON. */
export function formatJson(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}
