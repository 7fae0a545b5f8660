// SPDX-License-Identifier: Apache-2.0
import { IconAlertTriangle } from "@tabler/icons-react";
import { Trans, useTranslation } from "react-i18next";
import classes from "./demo_banner.module.css";

export function DemoBanner({ model }: { model: string }) {
  const { t } = useTranslation();
  return (
    <aside className={classes.banner} aria-label={t("demo.title")}>
      <IconAlertTriangle size={20} className={classes.icon} aria-hidden="true" />
      <p className={classes.text}>
        <strong>{t("demo.title")}.</strong>{" "}
        <Trans i18nKey="demo.text" values={{ model }} components={{ model: <bdi className={classes.model} /> }} />{" "}
        <code dir="ltr" className={classes.command}>
          kolog models pull ivrit-large-v3-turbo
        </code>
      </p>
    </aside>
  );
}
