// SPDX-License-Identifier: Apache-2.0
// Asks before the page is left with something unsaved: a link followed, a step back, a window closed.
import { Button } from "@mantine/core";
import { useLayoutEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { Dialog } from "../components/dialog.tsx";
import { guardHistory } from "../components/leaving.ts";
import classes from "./understanding.module.css";
import { useWords } from "./words.ts";

/** Where the person was about to go: an address of this site, or so many steps through the history. */
type Leaving = string | number;

export function LeaveWarning() {
  const { t } = useWords();
  const navigate = useNavigate();
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const allowed = useLeavingHeldBack(setLeaving);
  if (leaving === null) return null;
  const leave = () => {
    allowed.current = true;
    setLeaving(null);
    if (typeof leaving === "number") void navigate(leaving);
    else void navigate(leaving);
  };
  return (
    <Dialog title={t("leave.title")} onClose={() => setLeaving(null)}>
      <p className={classes.text}>{t("leave.text")}</p>
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus onClick={() => setLeaving(null)}>
          {t("leave.stay")}
        </Button>
        <Button color="red.8" onClick={leave}>
          {t("leave.leave")}
        </Button>
      </div>
    </Dialog>
  );
}

function useLeavingHeldBack(onHeldBack: (leaving: Leaving) => void) {
  const allowed = useRef(false);
  useLayoutEffect(() => {
    const place = historyIndex();
    let returning = false;

    const onClick = (event: MouseEvent) => {
      if (allowed.current || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!(link instanceof HTMLAnchorElement) || link.target !== "" || link.hasAttribute("download")) return;
      const { origin, pathname, search, hash } = new URL(link.href);
      if (origin !== window.location.origin || pathname === window.location.pathname) return;
      event.preventDefault();
      event.stopPropagation();
      onHeldBack(pathname + search + hash);
    };
    const onPopState = (event: PopStateEvent) => {
      if (allowed.current) return;
      if (returning) {
        returning = false;
        event.stopImmediatePropagation();
        return;
      }
      const steps = (historyIndex() ?? place ?? 0) - (place ?? 0);
      if (steps === 0) return;
      // The browser has gone already: it comes back, unseen by the router, until the person has answered.
      event.stopImmediatePropagation();
      returning = true;
      window.history.go(-steps);
      onHeldBack(steps);
    };
    const onBeforeUnload = (event: BeforeUnloadEvent) => event.preventDefault();

    document.addEventListener("click", onClick, { capture: true });
    const endGuard = guardHistory(onPopState);
    window.addEventListener("beforeunload", onBeforeUnload);
    return () => {
      document.removeEventListener("click", onClick, { capture: true });
      endGuard();
      window.removeEventListener("beforeunload", onBeforeUnload);
    };
  }, [onHeldBack]);
  return allowed;
}

/** The router numbers the steps of its history; a jump within the page has no number. */
function historyIndex(): number | null {
  return (window.history.state as { idx?: number } | null)?.idx ?? null;
}
