// SPDX-License-Identifier: Apache-2.0
// The switches that every page has, the login too: language and colour scheme.
import { ActionIcon, Button, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { chooseLanguage, useLanguage } from "../i18n/i18n.ts";

export function Preferences() {
  return (
    <>
      <LanguageSwitch />
      <SchemeSwitch />
    </>
  );
}

function LanguageSwitch() {
  const { t } = useTranslation();
  const other = useLanguage() === "he" ? "en" : "he";
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-md"
      lang={other}
      onClick={() => void chooseLanguage(other)}
    >
      {t("app.otherLanguage")}
    </Button>
  );
}

const next: Record<MantineColorScheme, MantineColorScheme> = { auto: "light", light: "dark", dark: "auto" };

function SchemeSwitch() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const shown = {
    auto: { label: t("app.schemeAuto"), icon: <IconDeviceDesktop size={19} /> },
    light: { label: t("app.schemeLight"), icon: <IconSun size={19} /> },
    dark: { label: t("app.schemeDark"), icon: <IconMoon size={19} /> },
  }[colorScheme];
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={shown.label}
      title={shown.label}
      onClick={() => setColorScheme(next[colorScheme])}
    >
      {shown.icon}
    </ActionIcon>
  );
}
