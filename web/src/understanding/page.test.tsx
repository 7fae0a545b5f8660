// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { fireEvent, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { queryClient, sessionKey } from "../api/client.ts";
import { understandingKey } from "../api/understanding.ts";
import type { Understanding } from "../api/types.ts";
import UnderstandingPage from "../pages/understanding.tsx";
import { memberSession, session, understanding } from "../test_data.ts";
import { renderPage, serve } from "../test_page.tsx";
import { FieldsPart } from "./fields_part.tsx";
import { RulesPart } from "./rules_part.tsx";

const path = "/api/understanding";
const changed = { success: false, error: "The settings have changed since version 3", code: "settings_changed" };

// Much is drawn, and on a busy machine slowly.
vi.setConfig({ testTimeout: 20_000 });

beforeEach(() => {
  queryClient.setQueryData(sessionKey, session);
});

function show(document: Understanding = understanding) {
  queryClient.setQueryData(understandingKey, document);
  return renderPage(<UnderstandingPage />, "/settings/understanding");
}

const part = (name: string) => within(screen.getByRole("region", { name }));
const open = (region: string, item: string) => {
  const row = part(region).getByRole("listitem", { name: item });
  fireEvent.click(within(row).getByRole("button", { expanded: false }));
  return within(row);
};
const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });
const save = (region: string) => fireEvent.click(part(region).getByRole("button", { name: `שמירה: ${region}` }));
const status = (region: string) => part(region).getAllByRole("status").at(-1)!.textContent;

describe("the services", () => {
  it("send the whole part under its version, and say that it is saved", async () => {
    const after = { ...understanding, version: 4 };
    const asked = serve({ [`PATCH ${path}`]: { status: 200, body: after } });
    show();
    const row = open("שירותים", "אינסטלציה");
    type(row.getByLabelText("שם בעברית"), "שרברבות");
    const keyword = row.getByRole("textbox", { name: "מילות מפתח" });
    type(keyword, "סתימה");
    fireEvent.keyDown(keyword, { key: "Enter" });
    fireEvent.click(row.getByRole("button", { name: "הסרה: leak" }));
    expect(status("שירותים")).toBe("יש שינויים שלא נשמרו.");
    save("שירותים");
    await expect.poll(() => asked.get(`PATCH ${path}`)).toEqual({
      version: 3,
      services: [
        { ...understanding.services[0], name_he: "שרברבות", keywords: ["נזילה", "סתימה"] },
        understanding.services[1],
      ],
    });
    await expect.poll(() => status("שירותים")).toBe("השינויים נשמרו.");
  });

  it("keep what was typed when somebody else has saved meanwhile, and go on from theirs", async () => {
    const theirs = { ...understanding, version: 9, services: [understanding.services[0]!] };
    serve({ [`PATCH ${path}`]: { status: 409, body: changed }, [`GET ${path}`]: { status: 200, body: theirs } });
    show();
    type(open("שירותים", "אינסטלציה").getByLabelText("שם באנגלית"), "pipes");
    save("שירותים");
    const alert = await part("שירותים").findByRole("alert");
    expect(alert.textContent).toContain("ההגדרות השתנו בינתיים");
    fireEvent.click(within(alert).getByRole("button", { name: "טעינת השינוי" }));
    await expect.poll(() => status("שירותים")).toContain("מה שהקלדתם נשאר");
    expect(part("שירותים").queryByRole("alert")).toBeNull();
    const asked = serve({ [`PATCH ${path}`]: { status: 200, body: { ...theirs, version: 10 } } });
    save("שירותים");
    await expect.poll(() => asked.get(`PATCH ${path}`)).toEqual({
      version: 9,
      services: [{ ...understanding.services[0], name_en: "pipes" }],
    });
  });

  it("say the server's sentence beside the item that it names", async () => {
    const error = 'Service "moving": "keywords" are too many.';
    serve({ [`PATCH ${path}`]: { status: 400, body: { success: false, error, code: "invalid_request" } } });
    show();
    type(open("שירותים", "הובלות").getByLabelText("שם בעברית"), "העברות");
    save("שירותים");
    const row = await part("שירותים").findByRole("listitem", { name: "העברות" });
    expect((await within(row).findByRole("alert")).textContent).toBe(error);
    expect(part("שירותים").getAllByRole("alert")).toHaveLength(1);
  });

  it("give a new service its id by its name, and are not sent without one", async () => {
    const asked = serve({ [`PATCH ${path}`]: { status: 200, body: { ...understanding, version: 4 } } });
    show();
    fireEvent.click(screen.getByRole("button", { name: "הוספת שירות" }));
    save("שירותים");
    const row = within(part("שירותים").getByRole("listitem", { name: "שירות חדש" }));
    expect(row.getByText("יש לתת שם בעברית או באנגלית")).toBeTruthy();
    expect(asked.size).toBe(0);
    type(row.getByLabelText("שם באנגלית"), "Solar panels");
    save("שירותים");
    await expect
      .poll(() => (asked.get(`PATCH ${path}`) as Understanding | undefined)?.services[0])
      .toEqual({ id: "solar_panels", name_he: "", name_en: "Solar panels", keywords: [], examples: [] });
  });

  it("ask before one is removed, and before the default list comes back, which is done at once", async () => {
    const asked = serve({ [`PATCH ${path}`]: { status: 200, body: { ...understanding, version: 4 } } });
    show();
    fireEvent.click(open("שירותים", "הובלות").getByRole("button", { name: "הסרת השירות" }));
    fireEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "הסרה" }));
    await expect.poll(() => part("שירותים").queryByRole("listitem", { name: "הובלות" })).toBeNull();
    expect(asked.size).toBe(0);
    fireEvent.click(part("שירותים").getByRole("button", { name: "חזרה לרשימת ברירת המחדל" }));
    const dialog = await screen.findByRole("dialog", { name: "לחזור לרשימת ברירת המחדל?" });
    fireEvent.click(within(dialog).getByRole("button", { name: "חזרה לרשימת ברירת המחדל" }));
    await expect.poll(() => asked.get(`PATCH ${path}`)).toEqual({ version: 3, services: null });
    expect(await part("שירותים").findByRole("listitem", { name: "הובלות" })).toBeTruthy();
  });

  it("show only what a search finds, and lose nothing by it", async () => {
    const asked = serve({ [`PATCH ${path}`]: { status: 200, body: { ...understanding, version: 4 } } });
    show();
    type(screen.getByRole("searchbox"), "נזילה");
    expect(part("שירותים").queryByRole("listitem", { name: "הובלות" })).toBeNull();
    type(open("שירותים", "אינסטלציה").getByLabelText("שם בעברית"), "שרברבות");
    save("שירותים");
    await expect.poll(() => (asked.get(`PATCH ${path}`) as Understanding | undefined)?.services).toHaveLength(2);
  });
});

it("saves the privacy by itself, and offers the tone only where something is blacked out", async () => {
  const asked = serve({ [`PATCH ${path}`]: { status: 200, body: { ...understanding, version: 4 } } });
  show();
  const region = part("פרטיות");
  const audio = () => region.getByRole<HTMLInputElement>("switch", { name: "גם בהקלטה" });
  expect(audio().disabled).toBe(true);
  fireEvent.click(region.getByRole("switch", { name: "מספרי כרטיסי אשראי" }));
  expect(audio().disabled).toBe(false);
  fireEvent.click(audio());
  save("פרטיות");
  await expect.poll(() => asked.get(`PATCH ${path}`)).toEqual({
    version: 3,
    redaction: { cards: true, ids: false, phones: false, audio: true },
  });
});

it("moves one threshold along with the other, and says in words what they mean", () => {
  show();
  const region = part("רמות ביטחון");
  fireEvent.change(region.getByRole("slider", { name: "תשובה בטוחה מ־" }), { target: { value: "30" } });
  expect(region.getByRole<HTMLInputElement>("slider", { name: "לבקש בדיקה מ־" }).value).toBe("30");
  expect(region.getByText("אף תשובה אינה מסומנת לבדיקה: היא בטוחה או שאינה מוצגת.")).toBeTruthy();
});

it("explains itself where the installation has no language model", () => {
  show({ ...understanding, model: { ...understanding.model, available: false, name: null } });
  expect(part("מודל שפה").queryByRole("switch")).toBeNull();
  expect(part("מודל שפה").getByText(/בהתקנה הזו אין מודל שפה/)).toBeTruthy();
});

it("says how much of the day's tokens is used, and takes an empty limit for the installation's", async () => {
  const asked = serve({ [`PATCH ${path}`]: { status: 200, body: { ...understanding, version: 4 } } });
  show({ ...understanding, model: { ...understanding.model, daily_tokens: 5000 } });
  expect(part("מודל שפה").getByText("נוצלו היום 1,200 מתוך 5,000 טוקנים.")).toBeTruthy();
  type(part("מודל שפה").getByLabelText("מגבלת טוקנים ליום"), "");
  save("מודל שפה");
  await expect.poll(() => asked.get(`PATCH ${path}`)).toEqual({ version: 3, model: { enabled: true, daily_tokens: null } });
});

// By themselves: finding something by its role is slow on a long page.
describe("the rules", () => {
  it("tell in plain words when they tag, and can be switched off", async () => {
    const asked = serve({ [`PATCH ${path}`]: { status: 200, body: { ...understanding, version: 4 } } });
    renderPage(<RulesPart document={understanding} />);
    const row = part("תגיות והתראות").getByRole("listitem", { name: "לקוח כועס" });
    expect(row.textContent).toContain("המתקשר אומר “בושה”");
    fireEvent.click(within(row).getByRole("switch", { name: "הכלל פעיל: לקוח כועס" }));
    save("תגיות והתראות");
    await expect.poll(() => (asked.get(`PATCH ${path}`) as Understanding | undefined)?.rules[0]?.enabled).toBe(false);
  });

  it("are put together from conditions of every type", async () => {
    const asked = serve({ [`PATCH ${path}`]: { status: 200, body: { ...understanding, version: 4 } } });
    renderPage(<RulesPart document={{ ...understanding, rules: [] }} />);
    const region = part("תגיות והתראות");
    fireEvent.click(region.getByRole("button", { name: "הוספת כלל" }));
    type(region.getByLabelText("שם התגית"), "Big job");
    type(region.getByRole("combobox", { name: "תנאי 1: על מה התנאי" }), "field");
    type(region.getByRole("combobox", { name: "שדה" }), "floor");
    type(region.getByRole("combobox", { name: "השוואה" }), "at_least");
    type(region.getByRole("textbox", { name: "ערך" }), "5");
    for (const [index, kind] of (["silence", "duration", "time"] as const).entries()) {
      fireEvent.click(region.getByRole("button", { name: "הוספת תנאי" }));
      type(region.getByRole("combobox", { name: `תנאי ${index + 2}: על מה התנאי` }), kind);
    }
    fireEvent.click(region.getByRole("checkbox", { name: "יום שישי" }));
    fireEvent.click(region.getAllByRole("checkbox", { name: "התנאי מתקיים כשזה לא קרה" }).at(1)!);
    save("תגיות והתראות");
    await expect.poll(() => asked.get(`PATCH ${path}`)).toEqual({
      version: 3,
      rules: [
        {
          id: "big_job",
          name: "Big job",
          enabled: true,
          match: "all",
          conditions: [
            { type: "field", field: "floor", operator: "at_least", value: "5", not: false },
            { type: "silence", longer_than: 20, not: true },
            { type: "duration", longer_than: 60, shorter_than: null, not: false },
            { type: "time", days: ["friday"], from: "18:00", to: "08:00", not: false },
          ],
        },
      ],
    });
  });
});

it("adds a field of the business's own with its choices", async () => {
  const asked = serve({ [`PATCH ${path}`]: { status: 200, body: { ...understanding, version: 4 } } });
  renderPage(<FieldsPart document={{ ...understanding, fields: [] }} />);
  const region = part("שדות משלכם");
  fireEvent.click(region.getByRole("button", { name: "הוספת שדה" }));
  type(region.getByLabelText("שם בעברית"), "צבע");
  type(region.getByRole("combobox", { name: "סוג" }), "choice");
  save("שדות משלכם");
  expect(region.getByText("יש להוסיף לפחות שתי אפשרויות")).toBeTruthy();
  const choices = region.getByRole("textbox", { name: "אפשרויות" });
  type(choices, "לבן, שחור");
  fireEvent.blur(choices);
  save("שדות משלכם");
  await expect.poll(() => (asked.get(`PATCH ${path}`) as Understanding | undefined)?.fields).toEqual([
    { id: "field_1", name_he: "צבע", name_en: "", type: "choice", description: "", choices: ["לבן", "שחור"] },
  ]);
});

it("shows a member everything and nothing to change it by", () => {
  queryClient.setQueryData(sessionKey, memberSession);
  show();
  expect(screen.getByText(/רק בעלים יכול לשנות/)).toBeTruthy();
  const row = open("שירותים", "אינסטלציה");
  expect(row.getByLabelText("שם בעברית").closest("fieldset")!.disabled).toBe(true);
  expect(screen.queryByRole("button", { name: /^שמירה/ })).toBeNull();
  expect(screen.queryByRole("link", { name: "הורדת התיקונים" })).toBeNull();
  for (const control of screen.getAllByRole<HTMLInputElement>("switch")) expect(control.disabled).toBe(true);
});

it("lets an owner download the corrections", () => {
  show();
  expect(screen.getByRole("link", { name: "הורדת התיקונים" }).getAttribute("href")).toBe("/api/corrections");
});

describe("leaving", () => {
  const leave = () => fireEvent.click(screen.getByRole("link", { name: "יומן שליחות" }));

  it("is asked about while something is unsaved, and kept from nobody who means it", async () => {
    show();
    type(open("שירותים", "אינסטלציה").getByLabelText("שם בעברית"), "שרברבות");
    leave();
    const dialog = await screen.findByRole("dialog", { name: "לעזוב בלי לשמור?" });
    fireEvent.click(within(dialog).getByRole("button", { name: "להישאר כאן" }));
    await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByRole("link", { name: "הבנת השיחות" }).getAttribute("aria-current")).toBe("page");
    leave();
    fireEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "לעזוב בלי לשמור" }));
    await expect.poll(() => screen.getByRole("link", { name: "יומן שליחות" }).getAttribute("aria-current")).toBe("page");
  });

  it("is asked about by the browser too, and only then", () => {
    show();
    const asks = () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
    expect(asks()).toBe(false);
    fireEvent.click(part("פרטיות").getByRole("switch", { name: "מספרי זהות" }));
    expect(asks()).toBe(true);
    fireEvent.click(part("פרטיות").getByRole("button", { name: "ביטול השינויים: פרטיות" }));
    expect(asks()).toBe(false);
  });

  it("asks nothing while nothing is unsaved", () => {
    show();
    leave();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByRole("link", { name: "יומן שליחות" }).getAttribute("aria-current")).toBe("page");
  });
});
