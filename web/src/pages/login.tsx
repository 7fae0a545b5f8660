// SPDX-License-Identifier: Apache-2.0
import { Alert, Button, PasswordInput, TextInput } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useSearchParams } from "react-router";
import { ApiError } from "../api/error.ts";
import { useLogin, useSession } from "../api/session.ts";
import { Logo } from "../components/logo.tsx";
import { useErrorText } from "../components/message.tsx";
import { Preferences } from "../components/preferences.tsx";
import { useTitle } from "../components/use_title.ts";
import classes from "./login.module.css";
import { safeNext } from "./safe_next.ts";

export default function Login() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const session = useSession();
  useTitle(t("login.title"));
  if (session.data) return <Navigate to={safeNext(search.get("next"))} replace />;
  return (
    <div className={classes.page}>
      <div className={classes.preferences}>
        <Preferences />
      </div>
      <main className={classes.card}>
        <Logo size={46} />
        <h1 className={classes.title}>Kolog</h1>
        <p className={classes.lead}>{t("login.lead")}</p>
        <LoginForm />
      </main>
    </div>
  );
}

function LoginForm() {
  const { t } = useTranslation();
  const login = useLogin();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    login.mutate({ email: String(fields.get("email")).trim(), password: String(fields.get("password")) });
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label={t("login.email")}
        name="email"
        type="email"
        autoComplete="username"
        attributes={{ input: { dir: "ltr" } }}
        size="md"
        required
        withAsterisk={false}
        autoFocus
      />
      <PasswordInput
        label={t("login.password")}
        name="password"
        autoComplete="current-password"
        size="md"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ "aria-label": t("login.showPassword") }}
      />
      {login.isError && <LoginError error={login.error} />}
      <Button type="submit" size="md" fullWidth loading={login.isPending}>
        {t("login.submit")}
      </Button>
    </form>
  );
}

function LoginError({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const text = (): string => {
    if (error instanceof ApiError && error.status === 401) return t("login.wrong");
    if (error instanceof ApiError && error.status === 429) {
      return t("login.tooMany", { count: error.retryAfter ?? 60 });
    }
    return errorText(error);
  };
  return (
    <Alert variant="light" color="red" icon={<IconAlertCircle size={18} />} className={classes.error}>
      {text()}
    </Alert>
  );
}
