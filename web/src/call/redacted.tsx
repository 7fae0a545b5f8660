// SPDX-License-Identifier: Apache-2.0
// Says that something is blacked out, and lets an owner look at the original, which is logged.
import { IconEye, IconEyeOff, IconShieldLock } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useOriginalCall } from "../api/calls.ts";
import { useIsOwner } from "../api/session.ts";
import type { Call } from "../api/types.ts";
import { useErrorText } from "../components/message.tsx";
import { SteadyButton } from "../components/steady_button.tsx";
import classes from "./redacted.module.css";

export interface Original {
  /** The call as it was said, while it is shown. */
  call: Call | null;
  loading: boolean;
  error: unknown;
  show: () => void;
  hide: () => void;
}

export function useOriginal(callSid: string): Original {
  const [wanted, setWanted] = useState(false);
  const original = useOriginalCall(callSid, wanted);
  return {
    call: wanted ? (original.data ?? null) : null,
    loading: wanted && original.isFetching,
    error: wanted && original.isError ? original.error : null,
    show: () => {
      if (wanted) void original.refetch();
      else setWanted(true);
    },
    hide: () => setWanted(false),
  };
}

export function Redacted({ call, original }: { call: Call; original: Original }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const owner = useIsOwner();
  const shown = original.call !== null;
  const { applied, pending, spans } = call.redaction;
  if (!pending && (!applied || spans === 0)) return null;
  const hidden = pending ? t("redacted.pending") : t("redacted.text", { count: spans });
  return (
    <section className={classes.notice} data-shown={shown || undefined} aria-label={t(shown ? "redacted.shown" : "redacted.title")}>
      <IconShieldLock size={20} aria-hidden="true" className={classes.icon} />
      <div className={classes.text} role="status">
        <strong>{t(shown ? "redacted.shown" : "redacted.title")}.</strong>{" "}
        {shown ? t("redacted.shownText") : hidden}{" "}
        {owner && !shown && t("redacted.logged")}
      </div>
      {owner && (
        <SteadyButton
          variant="default"
          size="compact-sm"
          icon={shown ? <IconEyeOff size={16} /> : <IconEye size={16} />}
          busy={original.loading}
          onClick={shown ? original.hide : original.show}
        >
          {t(shown ? "redacted.hide" : "redacted.show")}
        </SteadyButton>
      )}
      {original.error !== null && (
        <p role="alert" className={classes.problem}>
          {errorText(original.error)}
        </p>
      )}
    </section>
  );
}
