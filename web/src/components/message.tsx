// SPDX-License-Identifier: Apache-2.0
// A page or a part of one that has something to say instead of something to show.
import { Button } from "@mantine/core";
import { IconCloudOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/error.ts";
import classes from "./message.module.css";

interface MessageProps {
  icon: ReactNode;
  title: string;
  text?: string;
  children?: ReactNode;
}

export function Message({ icon, title, text, children }: MessageProps) {
  return (
    <div className={classes.message}>
      <span className={classes.icon}>{icon}</span>
      <h2 className={classes.title}>{title}</h2>
      {text !== undefined && <p className={classes.text}>{text}</p>}
      {children}
    </div>
  );
}

export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof ApiError)) return t("error.network");
    return error.status >= 500 ? t("error.server") : t("error.refused", { message: error.message });
  };
}

export function ErrorMessage({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  return (
    <div role="alert">
      <Message icon={<IconCloudOff size={30} stroke={1.6} />} title={t("error.title")} text={errorText(error)}>
        <Button variant="default" onClick={onRetry}>
          {t("error.retry")}
        </Button>
      </Message>
    </div>
  );
}
