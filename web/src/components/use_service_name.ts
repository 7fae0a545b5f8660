// SPDX-License-Identifier: Apache-2.0
import { useServices } from "../api/calls.ts";
import { useLanguage } from "../i18n/i18n.ts";

/** Names services in the page's language; a call names its own in the language that was spoken. */
export function useServiceName(): (service: { id: string; name: string }) => string {
  const language = useLanguage();
  const services = useServices().data;
  return (service) => {
    const known = services?.find((candidate) => candidate.id === service.id);
    const name = language === "he" ? known?.name_he : known?.name_en;
    return name !== undefined && name !== "" ? name : service.name || service.id;
  };
}
