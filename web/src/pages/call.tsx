// SPDX-License-Identifier: Apache-2.0
import { IconChevronLeft, IconPhoneX } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { Button } from "@mantine/core";
import { askForCallAgain, useCall } from "../api/calls.ts";
import { isNotFound } from "../api/error.ts";
import type { Call } from "../api/types.ts";
import { CallAside } from "../call/call_aside.tsx";
import { CallHeader } from "../call/call_header.tsx";
import { Redacted, useOriginal } from "../call/redacted.tsx";
import { TranscriptPanel } from "../call/transcript_panel.tsx";
import { ErrorMessage, Message } from "../components/message.tsx";
import { useTitle } from "../components/use_title.ts";
import { Waiting } from "../components/waiting.tsx";
import { isInProgress, otherParty } from "../format/call.ts";
import { formatPhone } from "../format/numbers.ts";
import { useLanguage } from "../i18n/i18n.ts";
import { Playback } from "../player/playback.ts";
import { Player, withParameter } from "../player/player.tsx";
import { NotYetRecorded, RecordingNotice } from "../player/recording_notice.tsx";
import classes from "./call.module.css";

export default function CallPage() {
  const { t } = useTranslation();
  const { callSid = "" } = useParams();
  const call = useCall(callSid);
  return (
    <>
      <Link to="/" className={classes.back}>
        <IconChevronLeft size={18} className={classes.chevron} aria-hidden="true" />
        {t("call.back")}
      </Link>
      {isNotFound(call.error) ? (
        <NotFound />
      ) : call.data !== undefined ? (
        // Another call is another page: no position, no speed, no half-made correction goes along.
        <CallView key={callSid} call={call.data} />
      ) : call.isError ? (
        <ErrorMessage error={call.error} onRetry={() => void call.refetch()} />
      ) : (
        <Waiting />
      )}
    </>
  );
}

function CallView({ call: redacted }: { call: Call }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const original = useOriginal(redacted.call_sid);
  const call = original.call ?? redacted;
  const duration = call.recording?.duration ?? call.transcript?.duration ?? call.duration ?? 0;
  // Made once for the call; what the recording's real duration is, the file says when it is loaded.
  const playback = useMemo(() => new Playback(duration), []);
  useTitle(t("call.title", { number: formatPhone(otherParty(call), language) }));
  return (
    <article>
      <CallHeader call={call} />
      <Redacted call={redacted} original={original} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <div className={classes.player}>
            <RecordingPanel call={call} playback={playback} />
          </div>
          <TranscriptPanel call={call} playback={playback} />
        </div>
        <CallAside call={call} playback={playback} />
      </div>
    </article>
  );
}

function RecordingPanel({ call, playback }: { call: Call; playback: Playback }) {
  const { recording } = call;
  if (recording === null || recording.state === "absent") {
    return (
      <div className={classes.panel}>
        {isInProgress(call) ? (
          <NotYetRecorded />
        ) : (
          <RecordingNotice unavailable={{ reason: "absent" }} onRetry={() => undefined} />
        )}
      </div>
    );
  }
  if (recording.state === "expired" || recording.state === "deleting") {
    return (
      <div className={classes.panel}>
        <RecordingNotice unavailable={{ reason: recording.state }} onRetry={() => undefined} />
      </div>
    );
  }
  const url = call.redaction.unredacted ? withParameter(recording.url, "unredacted=1") : recording.url;
  return (
    <Player
      recording={{ ...recording, url }}
      segments={call.transcript?.segments ?? []}
      playback={playback}
      onOver={() => askForCallAgain(call.call_sid)}
    />
  );
}

function NotFound() {
  const { t } = useTranslation();
  useTitle(t("call.notFoundTitle"));
  return (
    <Message icon={<IconPhoneX size={28} />} title={t("call.notFoundTitle")} text={t("call.notFoundText")}>
      <Button component={Link} to="/" variant="default">
        {t("app.backToCalls")}
      </Button>
    </Message>
  );
}
