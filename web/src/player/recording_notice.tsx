// SPDX-License-Identifier: Apache-2.0
// What stands in the player's place when there is nothing to play: why, and what can be done about it.
import { Button, Loader } from "@mantine/core";
import { IconAlertTriangle, IconClockHour4, IconMicrophoneOff, IconTrash } from "@tabler/icons-react";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Unavailable } from "./availability.ts";
import classes from "./player.module.css";

export function RecordingNotice({ unavailable, onRetry }: { unavailable: Unavailable; onRetry: () => void }) {
  const { t } = useTranslation();
  if (unavailable.reason === "pending") return <Pending seconds={unavailable.retryIn} onRetry={onRetry} />;
  if (unavailable.reason === "deleting") return <Notice icon={<IconTrash size={22} />} text={t("player.deleting")} />;
  if (unavailable.reason === "expired") return <Notice icon={<IconTrash size={22} />} text={t("player.expired")} />;
  if (unavailable.reason === "absent") {
    return <Notice icon={<IconMicrophoneOff size={22} />} text={t("player.absent")} />;
  }
  return (
    <Notice icon={<IconAlertTriangle size={22} />} text={t("player.failed")}>
      <Button size="xs" variant="default" onClick={onRetry}>
        {t("player.retry")}
      </Button>
    </Notice>
  );
}

export function NotYetRecorded() {
  const { t } = useTranslation();
  return <Notice icon={<IconClockHour4 size={22} />} text={t("player.notYet")} />;
}

function Pending({ seconds, onRetry }: { seconds: number; onRetry: () => void }) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(seconds);

  useEffect(() => {
    if (left <= 0) {
      onRetry();
      return;
    }
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
    // The parent's `onRetry` is new at each of its renders, which must not restart the second that is running.
  }, [left]);

  const text = left > 0 ? t("player.pending", { count: left }) : t("player.pendingNow");
  return (
    <Notice icon={<Loader size={20} />} text={text}>
      <Button size="xs" variant="default" onClick={onRetry}>
        {t("player.tryNow")}
      </Button>
    </Notice>
  );
}

function Notice({ icon, text, children }: { icon: ReactNode; text: string; children?: ReactNode }) {
  return (
    <div className={classes.notice} role="status">
      <span className={classes.noticeIcon}>{icon}</span>
      <span className={classes.noticeText}>{text}</span>
      {children}
    </div>
  );
}
