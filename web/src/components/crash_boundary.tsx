// SPDX-License-Identifier: Apache-2.0
import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Message } from "./message.tsx";

/** Catches what rendering throws, a part of the page that a newer release no longer serves among it. */
export class CrashBoundary extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true };
  }

  override render(): ReactNode {
    return this.state.crashed ? <Crashed /> : this.props.children;
  }
}

function Crashed() {
  const { t } = useTranslation();
  return (
    <main role="alert">
      <Message icon={<IconAlertTriangle size={30} />} title={t("app.crashTitle")} text={t("app.newVersion")}>
        <Button onClick={() => window.location.reload()}>{t("app.reload")}</Button>
      </Message>
    </main>
  );
}
