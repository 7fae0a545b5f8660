// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { attempt } from "../test_data.ts";
import { renderPage } from "../test_page.tsx";
import { AttemptLog } from "./attempt_log.tsx";

const details = () => [...document.querySelectorAll("details")];

it("shows the latest attempt first, and it alone open", () => {
  renderPage(<AttemptLog attempts={[attempt, { ...attempt, number: 2 }]} />);
  expect(details().map(({ open, textContent }) => [open, textContent?.slice(0, 8)])).toEqual([
    [true, "ניסיון 2"],
    [false, "ניסיון 1"],
  ]);
});

it("shows what came back as text, whatever a receiver puts into it", () => {
  renderPage(<AttemptLog attempts={[{ ...attempt, status: 500, response_body: "<img src=x onerror=alert(1)>", error: "It answered 500" }]} />);
  expect(screen.getByText("<img src=x onerror=alert(1)>")).toBeTruthy();
  expect(document.querySelector("details img")).toBeNull();
  expect(details()[0]!.textContent).toContain("It answered 500");
});

it("says that nothing was sent where no address would do", () => {
  renderPage(
    <AttemptLog attempts={[{ ...attempt, address: null, status: null, request_headers: [], error: "The endpoint's host is not on the public internet" }]} />,
  );
  const text = details()[0]!.textContent;
  expect(text).toContain("אין תשובה");
  expect(text).toContain("אין כתובת שמותר לשלוח אליה");
  expect(text).toContain("לא נשלח דבר.");
  expect(text).not.toContain("כותרות התשובה");
});
