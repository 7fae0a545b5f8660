// SPDX-License-Identifier: Apache-2.0
// Calls on a narrow screen: a card each, the whole of it one link.
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { CallItem } from "../api/types.ts";
import { otherParty } from "../format/call.ts";
import { formatDuration } from "../format/numbers.ts";
import classes from "./call_cards.module.css";
import { CallMarks } from "./call_marks.tsx";
import { DirectionIcon } from "./direction_icon.tsx";
import { Moment } from "./moment.tsx";
import { Phone } from "./phone.tsx";
import { StatusBadge } from "./status_badge.tsx";
import { SummaryText } from "./summary_text.tsx";
import { useServiceName } from "./use_service_name.ts";

export function CallCards({ calls }: { calls: CallItem[] }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.cards} aria-label={t("calls.list")}>
      {calls.map((call) => (
        <Card key={call.call_sid} call={call} />
      ))}
    </ul>
  );
}

function Card({ call }: { call: CallItem }) {
  const serviceName = useServiceName();
  return (
    <li className={classes.card}>
      <div className={classes.row}>
        <span className={classes.party}>
          <DirectionIcon direction={call.direction} />
          <Link to={`/calls/${call.call_sid}`} className={classes.link}>
            <Phone number={otherParty(call)} />
          </Link>
        </span>
        <StatusBadge call={call} />
      </div>
      <SummaryText call={call} />
      <CallMarks call={call} />
      <div className={`${classes.row} ${classes.quiet}`}>
        <span className={classes.facts}>
          {call.service !== null && <span className={classes.fact}>{serviceName(call.service)}</span>}
          {call.city !== null && (
            <bdi lang="he" className={classes.fact}>
              {call.city.name}
            </bdi>
          )}
        </span>
        <span className={classes.when}>
          <Moment time={call.created_at} />
          {call.duration !== null && <span className="tabular"> · {formatDuration(call.duration)}</span>}
        </span>
      </div>
    </li>
  );
}
