// SPDX-License-Identifier: Apache-2.0
// What surrounds every page: theme, direction, cache, addresses. Login, settings and a call are loaded when asked for.
import { DirectionProvider, MantineProvider, useDirection } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { I18nextProvider } from "react-i18next";
import { BrowserRouter, Route, Routes } from "react-router";
import { queryClient } from "./api/client.ts";
import "./components/leaving.ts";
import { CrashBoundary } from "./components/crash_boundary.tsx";
import { Layout } from "./components/layout.tsx";
import { Waiting } from "./components/waiting.tsx";
import { i18n, useLanguage } from "./i18n/i18n.ts";
import { direction } from "./i18n/language.ts";
import { colorSchemeManager, cssVariables, theme } from "./theme.ts";

const Login = lazy(() => import("./pages/login.tsx"));
const Calls = lazy(() => import("./pages/calls.tsx"));
const Call = lazy(() => import("./pages/call.tsx"));
const Settings = lazy(() => import("./pages/settings.tsx"));
const Understanding = lazy(() => import("./pages/understanding.tsx"));
const Deliveries = lazy(() => import("./pages/deliveries.tsx"));
const Delivery = lazy(() => import("./pages/delivery.tsx"));
const NotFound = lazy(() => import("./pages/not_found.tsx"));

export function App() {
  return (
    <I18nextProvider i18n={i18n}>
      <DirectionProvider>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariables}
          colorSchemeManager={colorSchemeManager}
          defaultColorScheme="auto"
        >
          <DirectionOfLanguage />
          <QueryClientProvider client={queryClient}>
            <CrashBoundary>
              <BrowserRouter>
                <Suspense fallback={<Waiting />}>
                  <Routes>
                    <Route path="/login" element={<Login />} />
                    <Route element={<Layout />}>
                      <Route index element={<Calls />} />
                      <Route path="/calls/:callSid" element={<Call />} />
                      <Route path="/settings" element={<Settings />} />
                      <Route path="/settings/understanding" element={<Understanding />} />
                      <Route path="/settings/deliveries" element={<Deliveries />} />
                      <Route path="/settings/deliveries/:deliveryId" element={<Delivery />} />
                      <Route path="*" element={<NotFound />} />
                    </Route>
                  </Routes>
                </Suspense>
              </BrowserRouter>
            </CrashBoundary>
          </QueryClientProvider>
        </MantineProvider>
      </DirectionProvider>
    </I18nextProvider>
  );
}

function DirectionOfLanguage() {
  const language = useLanguage();
  const { setDirection } = useDirection();
  useEffect(() => setDirection(direction(language)), [language, setDirection]);
  return null;
}
