// SPDX-License-Identifier: Apache-2.0
// What people have corrected, as a labelled set to measure the machine by.
import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { PartPanel } from "./part_panel.tsx";
import { useWords } from "./words.ts";

export function CorrectionsPart() {
  const { t } = useWords();
  return (
    <PartPanel id="corrections" title={t("corrections.title")} lead={t("corrections.lead")}>
      <Button
        component="a"
        href="/api/corrections"
        download="corrections.jsonl"
        variant="default"
        leftSection={<IconDownload size={16} />}
      >
        {t("corrections.download")}
      </Button>
    </PartPanel>
  );
}
