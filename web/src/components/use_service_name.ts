// SPDX-License-Identifier: Apache-2.0
import { useServices } from "../api/calls.ts";
import type { Service } from "../api/types.ts";
import { useLanguage } from "../i18n/i18n.ts";
import type { Language } from "../i18n/language.ts";

/** A service as the page writes it by itself, with a capital where the language has them. */
export function serviceLabel(service: Service, language: Language): string {
  if (language === "he") return service.name_he;
  return service.name_en.charAt(0).toUpperCase() + service.name_en.slice(1);
}

/** Names services in the page's language; a call names its own in the language that was spoken. */
export function useServiceName(): (service: { id: string; name: string }) => string {
  const language = useLanguage();
  const services = useServices().data;
  return (service) => {
    const known = services?.find((candidate) => candidate.id === service.id);
    return (known !== undefined && serviceLabel(known, language)) || service.name || service.id;
  };
}
