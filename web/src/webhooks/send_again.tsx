// SPDX-License-Identifier: Apache-2.0
import { IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useIsOwner } from "../api/session.ts";
import type { Delivery } from "../api/types.ts";
import { useReplayDelivery } from "../api/webhook_deliveries.ts";
import { useErrorText } from "../components/message.tsx";
import { SteadyButton } from "../components/steady_button.tsx";
import classes from "./webhooks.module.css";

export function SendAgain({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const replay = useReplayDelivery(delivery.id);
  const waits = delivery.state === "pending";
  if (!useIsOwner()) return null;
  return (
    <div className={classes.again}>
      <SteadyButton
        variant="default"
        icon={<IconRefresh size={16} />}
        busy={replay.isPending}
        off={waits}
        aria-describedby="send-again"
        onClick={() => replay.mutate()}
      >
        {t("deliveries.again")}
      </SteadyButton>
      <p id="send-again" className={classes.quiet} role="status">
        {!waits ? t("deliveries.againText") : replay.isSuccess ? t("deliveries.againStarted") : t("deliveries.againWaits")}
      </p>
      {replay.isError && (
        <p role="alert" className={classes.problem}>
          {errorText(replay.error)}
        </p>
      )}
    </div>
  );
}
