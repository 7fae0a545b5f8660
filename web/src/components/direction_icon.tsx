// SPDX-License-Identifier: Apache-2.0
import { IconPhoneCall, IconPhoneIncoming, IconPhoneOutgoing } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { CallItem } from "../api/types.ts";

const icons = { inbound: IconPhoneIncoming, outbound: IconPhoneOutgoing, unknown: IconPhoneCall };

export function DirectionIcon({ direction, size = 18 }: { direction: CallItem["direction"]; size?: number }) {
  const { t } = useTranslation();
  const Icon = icons[direction];
  return (
    <span title={t(`direction.${direction}`)} style={{ display: "inline-flex", color: "var(--mantine-color-dimmed)" }}>
      <Icon size={size} role="img" aria-label={t(`direction.${direction}`)} />
    </span>
  );
}
