// SPDX-License-Identifier: Apache-2.0
// The next page of a list, under the pages that are shown.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatCount } from "../format/numbers.ts";
import { useLanguage } from "../i18n/i18n.ts";
import classes from "./more.module.css";

interface MoreProps {
  label: string;
  shown: number;
  total: number;
  hasMore: boolean;
  loading: boolean;
  onMore: () => void;
}

export function More({ label, shown, total, hasMore, loading, onMore }: MoreProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (!hasMore) return null;
  return (
    <div className={classes.more}>
      <Button variant="default" loading={loading} onClick={onMore}>
        {label}
      </Button>
      <span className={classes.shown}>
        {t("calls.shown", { shown: formatCount(shown, language), total: formatCount(total, language) })}
      </span>
    </div>
  );
}
