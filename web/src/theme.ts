// SPDX-License-Identifier: Apache-2.0
// Kolog's look: petrol on calm greys, one radius, one face for Hebrew and Latin. Every pair of text and ground here
// keeps a contrast of 4.5:1 or more.
import {
  createTheme,
  localStorageColorSchemeManager,
  NativeSelect,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { createElement } from "react";

const petrol: MantineColorsTuple = [
  "#e9f6f8",
  "#d3ebef",
  "#a7d7df",
  "#78c2ce",
  "#53b1c0",
  "#3aa6b7",
  "#2596a8",
  "#137f90",
  "#0b6674",
  "#054f5b",
];

const slate: MantineColorsTuple = [
  "#e3ecee",
  "#c6d3d6",
  "#a3b4b8",
  "#82959a",
  "#3b4d52",
  "#2a3a3f",
  "#1b272a",
  "#12191b",
  "#0d1314",
  "#080c0d",
];

export const colorSchemeManager = localStorageColorSchemeManager({ key: "kolog.color-scheme" });

export const theme = createTheme({
  primaryColor: "petrol",
  primaryShade: { light: 8, dark: 7 },
  colors: { petrol, dark: slate },
  defaultRadius: "md",
  radius: { xs: "4px", sm: "6px", md: "10px", lg: "14px", xl: "20px" },
  fontFamily: "'Noto Sans Hebrew Variable', system-ui, 'Segoe UI', Roboto, Arial, sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  headings: { fontWeight: "650" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    NativeSelect: NativeSelect.extend({ defaultProps: { rightSection: createElement(IconChevronDown, { size: 16 }) } }),
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#f5f8f8",
    "--mantine-color-text": "#15262a",
    "--mantine-color-dimmed": "#50646a",
    "--mantine-color-placeholder": "#5f7278",
    "--mantine-color-default": "#ffffff",
    "--mantine-color-default-border": "#cfdadc",
    "--mantine-color-default-hover": "#eef4f5",
    "--mantine-color-error": "#b42318",
    "--mantine-color-anchor": "#0b6674",
  },
  dark: {
    "--mantine-color-dimmed": "#a3b4b8",
    "--mantine-color-placeholder": "#92a4a9",
    "--mantine-color-default-border": "#3b4d52",
    "--mantine-color-error": "#ff9d92",
    "--mantine-color-anchor": "#78c2ce",
  },
});
