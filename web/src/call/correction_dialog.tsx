// SPDX-License-Identifier: Apache-2.0
// A person's corrections. Only what was changed is sent, since what is sent counts as said by a person from then on.
import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useCorrection, useServices } from "../api/calls.ts";
import type { Call } from "../api/types.ts";
import { Dialog } from "../components/dialog.tsx";
import { useErrorText } from "../components/message.tsx";
import { serviceLabel } from "../components/use_service_name.ts";
import { useLanguage } from "../i18n/i18n.ts";
import classes from "./call.module.css";
import { changedFields } from "./changed_fields.ts";
import { FieldInputs } from "./field_inputs.tsx";

interface CorrectionDialogProps {
  call: Call;
  onClose: () => void;
  onSaved: () => void;
}

export default function CorrectionDialog({ call, onClose, onSaved }: CorrectionDialogProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const errorText = useErrorText();
  const correction = useCorrection(call.call_sid);
  const services = useServices().data ?? [];
  const narrow = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const changes = changedFields(call, new FormData(event.currentTarget));
    if (changes === null) {
      onClose();
      return;
    }
    correction.mutate(changes, {
      onSuccess: () => {
        onSaved();
        onClose();
      },
    });
  };

  return (
    <Dialog
      title={t("corrections.title")}
      onClose={onClose}
      closeLabel={t("corrections.close")}
      size="lg"
      fullScreen={narrow}
    >
      <form onSubmit={submit} className={classes.form}>
        <p className={classes.formLead}>{t("corrections.lead")}</p>
        <div className={classes.formPair}>
          <NativeSelect
            name="service"
            label={t("call.service")}
            defaultValue={call.service?.id ?? ""}
            data={[
              { value: "", label: t("corrections.none") },
              ...services.map((service) => ({ value: service.id, label: serviceLabel(service, language) })),
            ]}
          />
          <TextInput
            name="city"
            label={t("call.city")}
            defaultValue={call.city?.name ?? ""}
            maxLength={100}
            attributes={directionOf(call.city?.name ?? "")}
          />
        </div>
        <FieldInputs call={call} />
        <Textarea
          name="transcript"
          label={t("corrections.transcript")}
          description={t(isRedacted(call) ? "corrections.transcriptRedacted" : "corrections.transcriptHint")}
          defaultValue={call.final_transcript}
          autosize
          minRows={6}
          maxRows={14}
          maxLength={200_000}
          attributes={directionOf(call.final_transcript)}
        />
        <Textarea
          name="notes"
          label={t("call.notes")}
          defaultValue={call.notes}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={20_000}
          attributes={directionOf(call.notes)}
        />
        {correction.isError && (
          <p role="alert" className={classes.problem}>
            {errorText(correction.error)}
          </p>
        )}
        <div className={classes.formButtons}>
          <Button variant="default" onClick={onClose}>
            {t("corrections.cancel")}
          </Button>
          <Button type="submit" loading={correction.isPending}>
            {t("corrections.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function isRedacted({ redaction }: Call): boolean {
  return redaction.applied && redaction.spans > 0 && !redaction.unredacted;
}

/** A text runs as its own letters do; where there is none yet, as the page does. */
function directionOf(text: string) {
  return { input: text === "" ? {} : { dir: "auto" } };
}
