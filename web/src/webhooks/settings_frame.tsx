// SPDX-License-Identifier: Apache-2.0
// What the settings' pages share: their heading, and the way from one to the other.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import classes from "./webhooks.module.css";

export function SettingsFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>{t("settings.title")}</h1>
      <nav className={classes.parts} aria-label={t("settings.parts")}>
        <NavLink to="/settings" end className={classes.part}>
          {t("settings.endpoints")}
        </NavLink>
        <NavLink to="/settings/deliveries" className={classes.part}>
          {t("deliveries.title")}
        </NavLink>
        <NavLink to="/settings/understanding" className={classes.part}>
          {t("settings.understanding")}
        </NavLink>
      </nav>
      {children}
    </div>
  );
}
