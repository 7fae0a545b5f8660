// SPDX-License-Identifier: Apache-2.0
// A list of words or sentences: each with a button of its own to remove it, and a field that adds to them.
import { ActionIcon, Input, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useId, useRef, useState, type ClipboardEvent, type KeyboardEvent, type ReactNode } from "react";
import classes from "./understanding.module.css";
import { useWords } from "./words.ts";

interface TagFieldProps {
  label: string;
  description?: string;
  values: readonly string[];
  onChange: (values: string[]) => void;
  error?: ReactNode;
  maxLength?: number;
  /** Whether a comma ends an entry; a sentence has commas of its own. */
  commas?: boolean;
}

export function TagField({ label, description, values, onChange, error, maxLength = 100, commas = true }: TagFieldProps) {
  const { t } = useWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const add = (typed: string) => {
    const entries = entriesOf(typed, commas).map((entry) => entry.slice(0, maxLength));
    if (entries.length > 0) onChange([...new Set([...values, ...entries])]);
    setText("");
  };
  const remove = (value: string) => {
    onChange(values.filter((other) => other !== value));
    // The button that was pressed is gone.
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" || (commas && event.key === ",")) {
      event.preventDefault();
      add(text);
    } else if (event.key === "Backspace" && text === "" && values.length > 0) {
      onChange(values.slice(0, -1));
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData("text");
    if (entriesOf(pasted, commas).length < 2) return;
    event.preventDefault();
    add(`${text}\n${pasted}`);
  };
  return (
    <Input.Wrapper
      label={label}
      description={description}
      error={error}
      id={id}
      labelElement="label"
    >
      {values.length > 0 && (
        <ul className={classes.tags} aria-label={label}>
          {values.map((value) => (
            <li key={value} className={classes.tag}>
              <span dir="auto">{value}</span>
              <button
                type="button"
                className={classes.tagRemove}
                aria-label={t("tags.remove", { text: value })}
                onClick={() => remove(value)}
              >
                <IconX size={13} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <TextInput
        id={id}
        ref={input}
        className={classes.tagInput}
        value={text}
        maxLength={maxLength}
        attributes={{ input: text === "" ? {} : { dir: "auto" } }}
        placeholder={t("tags.hint")}
        aria-invalid={error ? true : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        // What was typed and not confirmed would be lost without a word.
        onBlur={() => add(text)}
        rightSection={
          text.trim() !== "" && (
            <ActionIcon variant="subtle" size="sm" aria-label={t("tags.add")} onClick={() => add(text)}>
              <IconPlus size={16} />
            </ActionIcon>
          )
        }
      />
    </Input.Wrapper>
  );
}

export function entriesOf(text: string, commas: boolean): string[] {
  return text
    .split(commas ? /[,\n\r]+/ : /[\n\r]+/)
    .map((entry) => entry.trim().replace(/\s+/g, " "))
    .filter((entry) => entry !== "");
}
