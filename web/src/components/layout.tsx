// SPDX-License-Identifier: Apache-2.0
// The frame of every page behind the login. Nobody logged in, or a login that ends on the way, leads to the login page,
// which leads back here.
import { ActionIcon } from "@mantine/core";
import { IconLogout, IconUserOff } from "@tabler/icons-react";
import { Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, NavLink, Outlet, useLocation, useNavigationType } from "react-router";
import { useLogout, useSession } from "../api/session.ts";
import type { Session } from "../api/types.ts";
import { DemoBanner } from "./demo_banner.tsx";
import classes from "./layout.module.css";
import { Logo } from "./logo.tsx";
import { ErrorMessage, Message } from "./message.tsx";
import { Preferences } from "./preferences.tsx";
import { Waiting } from "./waiting.tsx";

export function Layout() {
  const session = useSession();
  const location = useLocation();
  if (session.data === undefined) {
    return session.isError ? (
      <ErrorMessage error={session.error} onRetry={() => void session.refetch()} />
    ) : (
      <Waiting />
    );
  }
  if (session.data === null) {
    const next = location.pathname + location.search;
    return <Navigate to={next === "/" ? "/login" : `/login?next=${encodeURIComponent(next)}`} replace />;
  }
  return <Frame session={session.data} />;
}

function Frame({ session }: { session: Session }) {
  const { t } = useTranslation();
  const main = useFocusOnArrival();
  return (
    <>
      <a className={classes.skip} href="#content">
        {t("app.skip")}
      </a>
      <header className={classes.header}>
        <div className={classes.bar}>
          <NavLink to="/" className={classes.brand} end aria-label="Kolog">
            <Logo size={30} />
            <span className={classes.name}>Kolog</span>
          </NavLink>
          <nav className={classes.nav} aria-label={t("app.mainNavigation")}>
            <NavLink to="/" className={classes.link} end>
              {t("app.calls")}
            </NavLink>
            <NavLink to="/settings" className={classes.link}>
              {t("app.settings")}
            </NavLink>
          </nav>
          <div className={classes.account}>
            {session.business !== null && (
              <bdi className={classes.business} title={t("app.loggedInAs", { email: session.user.email })}>
                {session.business.name}
              </bdi>
            )}
            <Preferences />
            <LogoutButton />
          </div>
        </div>
      </header>
      <main id="content" ref={main} className={classes.main} tabIndex={-1}>
        {session.speech.demo && <DemoBanner model={session.speech.model} />}
        <Suspense fallback={<Waiting />}>{session.business === null ? <NoBusiness /> : <Outlet />}</Suspense>
      </main>
    </>
  );
}

/** A link followed starts the new page at its top, for the eye and for the keyboard alike. */
function useFocusOnArrival() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const arrival = useNavigationType();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    main.current?.focus({ preventScroll: true });
    if (arrival === "PUSH") window.scrollTo(0, 0);
  }, [pathname, arrival]);
  return main;
}

function LogoutButton() {
  const { t } = useTranslation();
  const logout = useLogout();
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={t("app.logOut")}
      title={t("app.logOut")}
      loading={logout.isPending}
      onClick={() => logout.mutate()}
    >
      <IconLogout size={19} className={classes.logout} />
    </ActionIcon>
  );
}

function NoBusiness() {
  const { t } = useTranslation();
  return <Message icon={<IconUserOff size={30} />} title={t("app.noBusinessTitle")} text={t("app.noBusinessText")} />;
}
