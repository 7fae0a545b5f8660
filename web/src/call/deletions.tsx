// SPDX-License-Identifier: Apache-2.0
// Each place that had the recording, and what it answered when it was asked to delete it.
import { IconCheck, IconClockHour4 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { AudioDeletion } from "../api/types.ts";
import { ServerSentence } from "../components/server_sentence.tsx";
import { formatMoment } from "../format/times.ts";
import { useLanguage } from "../i18n/i18n.ts";
import classes from "./call.module.css";

export function Deletions({ deletions }: { deletions: readonly AudioDeletion[] }) {
  const { t } = useTranslation();
  return (
    <div>
      <h3 className={classes.subheading}>{t("keeping.places")}</h3>
      <ul className={classes.places}>
        {deletions.map((deletion) => (
          <Place key={`${deletion.target} ${deletion.recording_sid}`} deletion={deletion} />
        ))}
      </ul>
    </div>
  );
}

function Place({ deletion }: { deletion: AudioDeletion }) {
  const { t } = useTranslation();
  const done = deletion.done_at !== null;
  return (
    <li className={classes.place} data-done={done}>
      <span className={classes.placeMark} aria-hidden="true">
        {done ? <IconCheck size={13} stroke={3} /> : <IconClockHour4 size={15} />}
      </span>
      <div className={classes.placeText}>
        <span>{t(`keeping.${deletion.target}`)}</span>
        {deletion.recording_sid !== null && (
          <code dir="ltr" className={classes.placeSid}>
            {deletion.recording_sid}
          </code>
        )}
        <PlaceAnswer deletion={deletion} />
      </div>
    </li>
  );
}

function PlaceAnswer({ deletion }: { deletion: AudioDeletion }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { answer, answered_at: answered, attempts, done_at: done } = deletion;
  if (done !== null) {
    const time = formatMoment(done, language);
    return (
      <span className={classes.placeAnswer}>
        {answer === "was gone" ? t("keeping.wasGone", { time }) : t("keeping.gone", { time })}
        {attempts > 1 && ` · ${t("deliveries.attempts", { count: attempts })}`}
      </span>
    );
  }
  return (
    <span className={classes.placeAnswer}>
      {t("keeping.notYet")}
      {answer !== null && (
        <>
          {": "}
          <ServerSentence text={answer} />
        </>
      )}
      {" · "}
      {answered === null ? t("keeping.notAsked") : t("keeping.asked", { time: formatMoment(answered, language) })}
      {attempts > 1 && ` · ${t("deliveries.attempts", { count: attempts })}`}
    </span>
  );
}
