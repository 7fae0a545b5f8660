// SPDX-License-Identifier: Apache-2.0
import { TextInput } from "@mantine/core";
import classes from "./understanding.module.css";
import { useWords } from "./words.ts";

interface Named {
  name_he: string;
  name_en: string;
}

interface NameFieldsProps {
  item: Named & { id: string };
  wrong: boolean;
  onChange: (changes: Partial<Named>) => void;
}

/** One of the two is enough: where the other is empty, it stands for it. */
export function NameFields({ item, wrong, onChange }: NameFieldsProps) {
  const { t } = useWords();
  return (
    <div className={classes.pair}>
      <TextInput
        label={t("part.nameHe")}
        attributes={{ input: { dir: "rtl", lang: "he" } }}
        value={item.name_he}
        maxLength={100}
        // What was just added is what the person goes on with.
        autoFocus={item.id === "" && item.name_he === "" && item.name_en === ""}
        error={wrong && t("mistakes.name")}
        onChange={(event) => onChange({ name_he: event.currentTarget.value })}
      />
      <TextInput
        label={t("part.nameEn")}
        attributes={{ input: { dir: "ltr", lang: "en" } }}
        value={item.name_en}
        maxLength={100}
        onChange={(event) => onChange({ name_en: event.currentTarget.value })}
      />
    </div>
  );
}
