// SPDX-License-Identifier: Apache-2.0
import { Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./message.module.css";

export function Waiting() {
  const { t } = useTranslation();
  return (
    <div className={classes.waiting} role="status" aria-label={t("app.loading")}>
      <Loader />
    </div>
  );
}
