// SPDX-License-Identifier: Apache-2.0
// From how sure on an answer stands by itself, and from where on a person is asked.
import { useId } from "react";
import { useIsOwner } from "../api/session.ts";
import type { Thresholds, Understanding } from "../api/types.ts";
import { formatPercent } from "../format/numbers.ts";
import { useLanguage } from "../i18n/i18n.ts";
import { PartFoot, PartPanel } from "./part_panel.tsx";
import { thresholdsPart } from "./parts.ts";
import classes from "./understanding.module.css";
import { useDraft } from "./use_draft.ts";
import { useWords } from "./words.ts";

export function ThresholdsPart({ document }: { document: Understanding }) {
  const { t } = useWords();
  const language = useLanguage();
  const draft = useDraft(thresholdsPart, document);
  const { sure, ask } = draft.value;
  const [surePercent, askPercent] = [formatPercent(sure, language), formatPercent(ask, language)];
  return (
    <PartPanel id="thresholds" title={t("thresholds.title")} lead={t("thresholds.lead")}>
      <div className={classes.sliders}>
        <Slider
          label={t("thresholds.sure")}
          value={sure}
          onChange={(share) => draft.set(withSure(draft.value, share))}
        />
        <Slider label={t("thresholds.ask")} value={ask} onChange={(share) => draft.set(withAsk(draft.value, share))} />
      </div>
      <ul className={classes.ranges}>
        <li data-tone="good">{t("thresholds.sureMeans", { percent: surePercent })}</li>
        <li data-tone="warn">
          {ask < sure
            ? t("thresholds.askMeans", { from: askPercent, to: surePercent })
            : t("thresholds.askNever")}
        </li>
        <li data-tone="calm">
          {ask > 0 ? t("thresholds.emptyMeans", { percent: askPercent }) : t("thresholds.emptyNever")}
        </li>
      </ul>
      <PartFoot title={t("thresholds.title")} draft={draft} onSave={draft.save} />
    </PartPanel>
  );
}

interface SliderProps {
  label: string;
  value: number;
  onChange: (share: number) => void;
}

function Slider({ label, value, onChange }: SliderProps) {
  const id = useId();
  const owner = useIsOwner();
  const language = useLanguage();
  const percent = Math.round(value * 100);
  const set = (text: string) => {
    const typed = Number(text);
    if (text !== "" && Number.isFinite(typed)) onChange(Math.min(100, Math.max(0, Math.round(typed))) / 100);
  };
  return (
    <div className={classes.slider}>
      <label htmlFor={id} className={classes.sliderLabel}>
        {label}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        value={percent}
        disabled={!owner}
        aria-valuetext={formatPercent(value, language)}
        className={classes.range}
        onChange={(event) => set(event.currentTarget.value)}
      />
      <span className={classes.sliderNumber}>
        <input
          type="number"
          min={0}
          max={100}
          value={percent}
          disabled={!owner}
          aria-label={label}
          className={`${classes.number} tabular`}
          onChange={(event) => set(event.currentTarget.value)}
        />
        <span aria-hidden="true">%</span>
      </span>
    </div>
  );
}

/** The one pushes the other along: a person is never asked about what is sure. */
export function withSure({ ask }: Thresholds, sure: number): Thresholds {
  return { sure, ask: Math.min(ask, sure) };
}

export function withAsk({ sure }: Thresholds, ask: number): Thresholds {
  return { sure: Math.max(ask, sure), ask };
}
