// SPDX-License-Identifier: Apache-2.0
// How long the call is kept, what keeps it longer, how it is deleted, and what was deleted of it where.
import { Switch } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCorrection } from "../api/calls.ts";
import { useIsOwner } from "../api/session.ts";
import type { Call, Recording } from "../api/types.ts";
import { useErrorText } from "../components/message.tsx";
import { SteadyButton } from "../components/steady_button.tsx";
import { formatMoment } from "../format/times.ts";
import { useLanguage } from "../i18n/i18n.ts";
import classes from "./call.module.css";
import { Deletions } from "./deletions.tsx";

const DeleteCallDialog = lazy(() => import("./delete_call_dialog.tsx"));
const ReleaseDialog = lazy(() => import("./release_dialog.tsx"));

export function Keeping({ call }: { call: Call }) {
  const { t } = useTranslation();
  const owner = useIsOwner();
  return (
    <div className={classes.keeping}>
      {call.recording !== null && <Days call={call} recording={call.recording} />}
      {call.recording !== null && call.recording.deletions.length > 0 && (
        <Deletions deletions={call.recording.deletions} />
      )}
      {owner ? <Hold call={call} /> : <HoldOfOthers call={call} />}
      {owner && <Delete call={call} />}
      {!owner && <p className={`${classes.quiet} ${classes.small}`}>{t("keeping.owners")}</p>}
    </div>
  );
}

/** Nothing is left to keep once deleting has begun; the places' answers tell of that. */
function Days({ call, recording }: { call: Call; recording: Recording }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (recording.state === "absent") return null;
  const time = formatMoment(recording.expires_at, language);
  const gone = recording.state === "deleting" || recording.state === "expired";
  if (gone) return <p className={classes.quiet}>{t("keeping.over", { time })}</p>;
  return <p className={classes.quiet}>{call.legal_hold ? t("keeping.held") : t("keeping.until", { time })}</p>;
}

function Hold({ call }: { call: Call }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const change = useCorrection(call.call_sid);
  const [releasing, setReleasing] = useState(false);
  const set = (on: boolean) => {
    if (change.isPending) return;
    // Letting go of what is only here because it is held deletes it at once.
    if (!on && isOverdue(call, Date.now())) setReleasing(true);
    else change.mutate({ legal_hold: on });
  };
  return (
    <div>
      <Switch
        label={t("keeping.hold")}
        classNames={{ track: classes.track ?? "" }}
        aria-describedby="hold-text"
        aria-busy={change.isPending || undefined}
        checked={call.legal_hold}
        onChange={(event) => set(event.currentTarget.checked)}
      />
      <p id="hold-text" className={`${classes.quiet} ${classes.small}`}>
        {t("keeping.holdText")} <HeldSince call={call} />
      </p>
      {change.isError && (
        <p role="alert" className={classes.problem}>
          {errorText(change.error)}
        </p>
      )}
      {releasing && (
        <Suspense fallback={null}>
          <ReleaseDialog callSid={call.call_sid} onClose={() => setReleasing(false)} />
        </Suspense>
      )}
    </div>
  );
}

function HoldOfOthers({ call }: { call: Call }) {
  const { t } = useTranslation();
  return (
    <p className={classes.quiet}>
      {t("keeping.hold")}: {call.legal_hold ? t("keeping.holdOn") : t("keeping.holdOff")}. <HeldSince call={call} />
    </p>
  );
}

function HeldSince({ call }: { call: Call }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (!call.legal_hold || call.legal_hold_at === null) return null;
  return <span className={classes.since}>{t("keeping.since", { time: formatMoment(call.legal_hold_at, language) })}</span>;
}

function Delete({ call }: { call: Call }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <div className={classes.delete}>
      <SteadyButton
        variant="light"
        color="red"
        size="xs"
        icon={<IconTrash size={15} />}
        off={call.legal_hold}
        aria-describedby={call.legal_hold ? "delete-held" : undefined}
        onClick={() => setAsking(true)}
      >
        {t("keeping.delete")}
      </SteadyButton>
      {call.legal_hold && (
        <p id="delete-held" className={`${classes.quiet} ${classes.small}`}>
          {t("keeping.deleteHeld")}
        </p>
      )}
      {asking && (
        <Suspense fallback={null}>
          <DeleteCallDialog callSid={call.call_sid} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** Whether the hold alone keeps the recording. */
export function isOverdue(call: Pick<Call, "recording">, now: number): boolean {
  return call.recording !== null && call.recording.state !== "absent" && Date.parse(call.recording.expires_at) <= now;
}
