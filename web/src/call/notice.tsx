// SPDX-License-Identifier: Apache-2.0
// What the caller was told of being recorded.
import { useTranslation } from "react-i18next";
import type { Call } from "../api/types.ts";
import { formatMoment } from "../format/times.ts";
import { useLanguage } from "../i18n/i18n.ts";
import classes from "./call.module.css";

export function Notice({ notice }: { notice: Call["notice"] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (notice === null) return <p className={classes.quiet}>{t("notice.none")}</p>;
  const time = formatMoment(notice.announced_at, language);
  return (
    <>
      <blockquote className={classes.announced} dir="auto" lang={notice.language}>
        {notice.words}
      </blockquote>
      <p className={`${classes.quiet} ${classes.small}`}>
        {t("notice.said", { language: t(`call.${notice.language}`), time })}
      </p>
    </>
  );
}
