// SPDX-License-Identifier: Apache-2.0
// Calls on a wide screen. Each row holds one link, stretched over all of it.
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { CallItem } from "../api/types.ts";
import { otherParty } from "../format/call.ts";
import { formatDuration } from "../format/numbers.ts";
import classes from "./call_table.module.css";
import { CallMarks } from "./call_marks.tsx";
import { DirectionIcon } from "./direction_icon.tsx";
import { Moment } from "./moment.tsx";
import { Phone } from "./phone.tsx";
import { StatusBadge } from "./status_badge.tsx";
import { SummaryText } from "./summary_text.tsx";
import { useServiceName } from "./use_service_name.ts";

export function CallTable({ calls }: { calls: CallItem[] }) {
  const { t } = useTranslation();
  return (
    <table className={classes.table} aria-label={t("calls.list")}>
      <thead>
        <tr>
          <th scope="col">{t("calls.number")}</th>
          <th scope="col">{t("calls.status")}</th>
          <th scope="col">{t("calls.time")}</th>
          <th scope="col">{t("calls.duration")}</th>
          <th scope="col">{t("calls.service")}</th>
          <th scope="col">{t("calls.city")}</th>
          <th scope="col" className={classes.summary}>
            {t("calls.summary")}
          </th>
        </tr>
      </thead>
      <tbody>
        {calls.map((call) => (
          <Row key={call.call_sid} call={call} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ call }: { call: CallItem }) {
  const serviceName = useServiceName();
  return (
    <tr>
      <td>
        <span className={classes.party}>
          <DirectionIcon direction={call.direction} />
          <Link to={`/calls/${call.call_sid}`} className={classes.link}>
            <Phone number={otherParty(call)} />
          </Link>
        </span>
      </td>
      <td>
        <StatusBadge call={call} />
      </td>
      <td className={classes.quiet}>
        <Moment time={call.created_at} />
      </td>
      <td className={`${classes.quiet} tabular`}>{formatDuration(call.duration)}</td>
      <td>{call.service === null ? <Nothing /> : serviceName(call.service)}</td>
      <td>{call.city === null ? <Nothing /> : <bdi lang="he">{call.city.name}</bdi>}</td>
      <td className={classes.summary}>
        <SummaryText call={call} />
        <CallMarks call={call} />
      </td>
    </tr>
  );
}

function Nothing() {
  return <span className={classes.quiet}>–</span>;
}
