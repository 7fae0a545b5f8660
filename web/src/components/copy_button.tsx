// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, CopyButton as Copying } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";

interface CopyButtonProps {
  value: string;
  label: string;
  copiedLabel: string;
  title?: string;
}

export function CopyButton({ value, label, copiedLabel, title }: CopyButtonProps) {
  return (
    <Copying value={value}>
      {({ copied, copy }) => (
        <ActionIcon
          variant="subtle"
          size="sm"
          color="gray"
          onClick={copy}
          aria-label={copied ? copiedLabel : label}
          title={title ?? label}
        >
          {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        </ActionIcon>
      )}
    </Copying>
  );
}
