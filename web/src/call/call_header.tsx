// SPDX-License-Identifier: Apache-2.0
import { IconAlertTriangle } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Call } from "../api/types.ts";
import { CallMarks } from "../components/call_marks.tsx";
import { CopyButton } from "../components/copy_button.tsx";
import { DirectionIcon } from "../components/direction_icon.tsx";
import { Moment } from "../components/moment.tsx";
import { Phone } from "../components/phone.tsx";
import { StatusBadge } from "../components/status_badge.tsx";
import { isBeingTranscribed, isCancelled, isStage, otherParty, ownNumber } from "../format/call.ts";
import { formatDuration } from "../format/numbers.ts";
import classes from "./call.module.css";
import { Transcribing } from "./transcribing.tsx";

export function CallHeader({ call }: { call: Call }) {
  const { t } = useTranslation();
  const [justCancelled, setJustCancelled] = useState(false);
  return (
    <header className={classes.header}>
      <div className={classes.headline}>
        <h1 className={classes.title}>
          <DirectionIcon direction={call.direction} size={24} />
          <Phone number={otherParty(call)} />
        </h1>
        <StatusBadge call={call} />
        <CallMarks call={call} />
      </div>
      <div className={classes.meta}>
        <Moment time={call.created_at} />
        {call.duration !== null && (
          <span className="tabular">
            {t("calls.duration")} {formatDuration(call.duration)}
          </span>
        )}
        <span>
          {call.direction === "outbound" ? t("call.from") : t("call.to")} <Phone number={ownNumber(call)} />
        </span>
        {call.parent_call_sid !== null && (
          <Link to={`/calls/${call.parent_call_sid}`} className={classes.parent}>
            {t("call.parent")}
          </Link>
        )}
        <span className={classes.sid}>
          <code dir="ltr">{call.call_sid.slice(0, 10)}…</code>
          <CopyButton
            value={call.call_sid}
            label={t("call.copySid")}
            copiedLabel={t("call.copied")}
            title={call.call_sid}
          />
        </span>
      </div>
      {isBeingTranscribed(call) && <Transcribing call={call} onCancelled={() => setJustCancelled(true)} />}
      {isCancelled(call) ? (
        <Cancelled takesFocus={justCancelled} />
      ) : (
        call.failure !== null && <Failure failure={call.failure} />
      )}
    </header>
  );
}

/** The button that was pressed is gone: whoever pressed it by keyboard goes on from here. */
function Cancelled({ takesFocus }: { takesFocus: boolean }) {
  const { t } = useTranslation();
  const notice = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (takesFocus) notice.current?.focus();
  }, [takesFocus]);
  return (
    <p ref={notice} tabIndex={-1} role="status" className={classes.cancelled}>
      {t("transcribing.cancelled")}
    </p>
  );
}

function Failure({ failure }: { failure: NonNullable<Call["failure"]> }) {
  const { t } = useTranslation();
  const stage = isStage(failure.stage) ? failure.stage : "unknown";
  return (
    <div className={classes.failure} role="alert">
      <IconAlertTriangle size={20} aria-hidden="true" />
      <div>
        <strong>{t(`failedAt.${stage}`)}.</strong>{" "}
        <span dir="auto" className={classes.reason}>
          {failure.reason}
        </span>
      </div>
    </div>
  );
}
