// SPDX-License-Identifier: Apache-2.0
// The call's fields in its correction, each by its type.
import { NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useServices } from "../api/calls.ts";
import type { Call, FieldSettings } from "../api/types.ts";
import { useUnderstanding } from "../api/understanding.ts";
import { serviceLabel } from "../components/use_service_name.ts";
import { commonFields } from "../format/fields.ts";
import { useLanguage } from "../i18n/i18n.ts";
import classes from "./call.module.css";
import { fieldInput, fieldValue } from "./changed_fields.ts";
import { useFieldName } from "./field_list.tsx";

export function FieldInputs({ call }: { call: Call }) {
  const { t } = useTranslation();
  const own = useUnderstanding().data?.fields ?? [];
  const fieldName = useFieldName(own);
  return (
    <fieldset className={classes.formFields}>
      <legend>{t("corrections.fields")}</legend>
      <div className={classes.formPair}>
        {own.map((field) => (
          <OwnInput key={field.id} field={field} label={fieldName(field.id)} value={fieldValue(call, field.id)} />
        ))}
        {commonFields.map((id) =>
          id === "also_requested" ? (
            <ServiceInput key={id} id={id} label={fieldName(id)} value={fieldValue(call, id)} />
          ) : (
            <TextField key={id} id={id} label={fieldName(id)} value={fieldValue(call, id)} type={id === "phone" ? "tel" : "text"} />
          ),
        )}
      </div>
    </fieldset>
  );
}

interface InputProps {
  id: string;
  label: string;
  value: string;
}

function OwnInput({ field, label, value }: { field: FieldSettings; label: string; value: string }) {
  const { t } = useTranslation();
  const { id, type, choices } = field;
  switch (type) {
    case "choice":
      return <Select id={id} label={label} value={value} choices={choices.map((choice) => ({ value: choice, label: choice }))} />;
    case "yes_no":
      return (
        <Select
          id={id}
          label={label}
          value={value}
          choices={(["yes", "no"] as const).map((choice) => ({ value: choice, label: t(`yesNo.${choice}`) }))}
        />
      );
    case "number":
      return <TextField id={id} label={label} value={value} type="number" />;
    case "phone":
      return <TextField id={id} label={label} value={value} type="tel" />;
    case "date":
      // A field for dates shows nothing of what is none, and would say that it was emptied.
      return <TextField id={id} label={label} value={value} type={/^(\d{4}-\d\d-\d\d)?$/.test(value) ? "date" : "text"} />;
    case "text":
      return <TextField id={id} label={label} value={value} type="text" />;
  }
}

function ServiceInput({ id, label, value }: InputProps) {
  const language = useLanguage();
  const services = useServices().data ?? [];
  const choices = services.map((service) => ({ value: service.id, label: serviceLabel(service, language) }));
  return <Select id={id} label={label} value={value} choices={choices} />;
}

interface SelectProps extends InputProps {
  choices: { value: string; label: string }[];
}

/** What stands there stays among the choices, though the business may no longer have it. */
function Select({ id, label, value, choices }: SelectProps) {
  const { t } = useTranslation();
  const gone = value !== "" && !choices.some((choice) => choice.value === value);
  return (
    <NativeSelect
      name={fieldInput(id)}
      label={label}
      defaultValue={value}
      data={[
        { value: "", label: t("corrections.fieldChoose") },
        ...choices,
        ...(gone ? [{ value, label: value }] : []),
      ]}
    />
  );
}

interface TextFieldProps extends InputProps {
  type: "text" | "number" | "tel" | "date";
}

function TextField({ id, label, value, type }: TextFieldProps) {
  const leftToRight = type === "tel" || type === "number";
  return (
    <TextInput
      name={fieldInput(id)}
      label={label}
      defaultValue={value}
      maxLength={1000}
      // A browser's field for numbers drops what it takes for none; the server says what it takes.
      type={type === "number" ? "text" : type}
      {...(type === "number" && { inputMode: "decimal" as const })}
      attributes={{ input: leftToRight ? { dir: "ltr" } : value === "" || type === "date" ? {} : { dir: "auto" } }}
    />
  );
}
