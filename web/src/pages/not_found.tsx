// SPDX-License-Identifier: Apache-2.0
import { Button } from "@mantine/core";
import { IconMapOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Message } from "../components/message.tsx";
import { useTitle } from "../components/use_title.ts";

export default function NotFound() {
  const { t } = useTranslation();
  useTitle(t("app.notFoundTitle"));
  return (
    <Message icon={<IconMapOff size={30} />} title={t("app.notFoundTitle")} text={t("app.notFoundText")}>
      <Button component={Link} to="/">
        {t("app.backToCalls")}
      </Button>
    </Message>
  );
}
