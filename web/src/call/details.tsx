// SPDX-License-Identifier: Apache-2.0
// What was understood of the call, with the places where it was said.
import { useTranslation } from "react-i18next";
import type { Call } from "../api/types.ts";
import { useServiceName } from "../components/use_service_name.ts";
import type { Playback } from "../player/playback.ts";
import classes from "./call.module.css";
import { Field } from "./field.tsx";
import { FieldList } from "./field_list.tsx";
import { Finding } from "./finding.tsx";
import { Tags } from "./tags.tsx";
import { Understood } from "./understood.tsx";

export function Details({ call, playback }: { call: Call; playback: Playback }) {
  const { t } = useTranslation();
  const serviceName = useServiceName();
  const service = call.insight?.service ?? null;
  const city = call.insight?.city ?? null;
  return (
    <dl className={classes.details}>
      <Finding
        name={t("call.service")}
        call={call}
        certainty={call.certainty.service}
        value={call.service === null ? null : serviceName(call.service)}
        confidence={call.service?.confidence ?? null}
        heard={service && { ...service, value: serviceName(service), confirmation: { service: service.id } }}
        playback={playback}
      />
      <Finding
        name={t("call.city")}
        call={call}
        certainty={call.certainty.city}
        value={call.city?.name ?? null}
        confidence={call.city?.confidence ?? null}
        heard={city && { ...city, value: city.name, confirmation: { city: city.name } }}
        playback={playback}
      />
      <Understood call={call} playback={playback} />
      {call.language !== null && <Field name={t("call.language")}>{t(`call.${call.language}`)}</Field>}
      <FieldList call={call} playback={playback} />
      <Tags call={call} playback={playback} />
      {call.notes !== "" && (
        <Field name={t("call.notes")}>
          <span dir="auto" className={classes.notes}>
            {call.notes}
          </span>
        </Field>
      )}
    </dl>
  );
}
