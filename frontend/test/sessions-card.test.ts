import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import "../src/index";
import { PlugControlSessionsCard } from "../src/sessions/card";
import type { Session } from "../src/sessions/session";
import { PlugControlDashboardStrategy } from "../src/strategy";
import { home, set, type Home } from "./home";
import { answer, session } from "./session";
import { totals, unknownTotals } from "./totals";

const mount = async (hass: Home, config: object = {}) => {
  const card = new PlugControlSessionsCard();
  card.setConfig({ type: "custom:plug-control-sessions-card", ...config });
  card.hass = hass;
  document.body.append(card);
  await settle(card);
  return card;
};

const settle = async (card: PlugControlSessionsCard) => {
  for (let round = 0; round < 3; round += 1) {
    await card.updateComplete;
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
  }
  await card.updateComplete;
};

/** A house in which these sessions were, with these sums. */
const house = (sessions: Session[], rows = [totals()], count = sessions.length) => {
  const hass = home(2);
  hass.answers.get_sessions = answer(sessions, count);
  hass.answers.get_session_totals = { totals: rows };
  return hass;
};

const callsOf = (hass: Home, service: string) =>
  hass.calls.filter((call) => call.service === service).map(({ data }) => data);

const selectOf = (card: PlugControlSessionsCard, label: string) => {
  const found = [...card.renderRoot.querySelectorAll("label")].find(
    (each) => each.querySelector("span")?.textContent === label,
  );
  return found?.querySelector("select") ?? undefined;
};

const choose = async (card: PlugControlSessionsCard, label: string, value: string) => {
  const select = selectOf(card, label);
  if (!select) throw new Error(`no ${label}`);
  select.value = value;
  select.dispatchEvent(new Event("change"));
  await settle(card);
};

const press = async (card: PlugControlSessionsCard, text: string) => {
  const button = [...card.renderRoot.querySelectorAll("button")].find(
    (each) => each.textContent.trim() === text || each.getAttribute("aria-label") === text,
  );
  if (!button) throw new Error(`no button ${text}`);
  button.click();
  await settle(card);
};

const textOf = (card: PlugControlSessionsCard) =>
  card.renderRoot.textContent.replaceAll(/\s+/g, " ");

beforeAll(() => customElements.whenDefined("plug-control-sessions-card"));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-20T12:00Z") });
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe("plug-control-sessions-card", () => {
  it("leaves out on a phone what a session has not, with the room for it", async () => {
    const hass = house([
      session({ session_id: 2, car: "Zoe" }),
      session({ card_name: null, id_tag: null }),
    ]);
    const card = await mount(hass);
    const cells = (selector: string) =>
      [...card.renderRoot.querySelectorAll<HTMLElement>(`.sessions tbody ${selector}`)].map(
        (cell) => [cell.textContent.trim(), cell.classList.contains("none")],
      );
    expect(cells(".car")).toEqual([
      ["Zoe", false],
      ["–", true],
    ]);
    expect(cells(".person")).toEqual([
      ["Anna", false],
      ["–", true],
    ]);
  });

  it("shows this month's sessions, the newest first, and what they are worth", async () => {
    const hass = house(
      [
        session({ session_id: 2, cost: 1.68, currency: "EUR", solar_wh: 7000, grid_wh: 3000 }),
        session({ energy_wh: 1000 }),
      ],
      [totals(), totals({ key: "Ben", name: "Ben", energy_wh: 5000 })],
    );
    const card = await mount(hass);
    expect(callsOf(hass, "get_sessions")[0]).toEqual({
      start: "2026-11-01T00:00:00.000Z",
      end: "2026-12-01T00:00:00.000Z",
      limit: 50,
      offset: 0,
      newest_first: true,
    });
    const rows = [...card.renderRoot.querySelectorAll(".sessions tbody tr")];
    expect(rows.map((row) => row.textContent.includes("12.35 kWh"))).toEqual([true, false]);
    expect(rows[0]?.textContent).toContain("€1.68");
    expect(rows[0]?.textContent).toContain("70%");
    const figures = textOf(card);
    expect(figures).toContain("15.00 kWh2 sessions");
    expect(figures).toContain("€3.36");
    expect(figures).toContain("€0.224/kWh");
  });

  it("has no column and no figure of what nobody has: money, sun, cars", async () => {
    const hass = house([session()], [unknownTotals({ key: null, name: null })]);
    const card = await mount(hass);
    const heads = [...card.renderRoot.querySelectorAll(".sessions th")].map((th) => th.textContent);
    expect(heads).toEqual(["Start", "Who", "Energy", "Duration", "Peak power"]);
    expect(selectOf(card, "Car")).toBeUndefined();
    expect(card.renderRoot.querySelector(".measures")).toBeNull();
    expect(card.renderRoot.querySelectorAll(".totals dt")).toHaveLength(1);
  });

  it("marks what is estimated, and says what the mark means", async () => {
    const hass = house([session({ energy_estimated: true })], [totals({ estimated: true })]);
    const card = await mount(hass);
    expect(card.renderRoot.querySelector(".sessions .energy abbr")?.textContent).toBe("≈");
    expect(card.renderRoot.querySelectorAll(".hint")).toHaveLength(2);
    expect(card.renderRoot.querySelector(".totals")?.textContent).toContain("≈ €1.68");
    const exact = await mount(house([session()]));
    expect(exact.renderRoot.querySelectorAll(".hint")).toHaveLength(0);
  });

  it("goes back and forth by months, and from a bar to its day", async () => {
    const hass = house([session()]);
    const card = await mount(hass);
    expect(card.renderRoot.querySelector(".stretch b")?.textContent).toBe("November 2026");
    await press(card, "Previous");
    expect(callsOf(hass, "get_sessions").at(-1)).toMatchObject({
      start: "2026-10-01T00:00:00.000Z",
      end: "2026-11-01T00:00:00.000Z",
    });
    await press(card, "Next");
    const next = card.renderRoot.querySelectorAll<HTMLButtonElement>(".arrow")[1];
    expect(next?.disabled).toBe(true); // nothing is charged in the future
    card.renderRoot
      .querySelector("plug-control-sessions-chart")
      ?.dispatchEvent(new CustomEvent("open-bar", { detail: "2026-11-20" }));
    await settle(card);
    expect(callsOf(hass, "get_session_totals").at(-1)).toMatchObject({
      start: "2026-11-20T00:00:00.000Z",
      end: "2026-11-21T00:00:00.000Z",
      period: "hour",
    });
  });

  it("asks for months of a year, and of all time for as much as a chart can show", async () => {
    const hass = house([session()], [totals({ period: "2014" })]);
    const card = await mount(hass);
    await choose(card, "Time", "year");
    expect(callsOf(hass, "get_session_totals").at(-1)).toMatchObject({ period: "month" });
    await choose(card, "Time", "all");
    const asked = callsOf(hass, "get_session_totals").slice(-2);
    expect(asked.map(({ period }) => period)).toEqual(["year", "year"]);
    expect(asked[1]).not.toHaveProperty("start");
    hass.answers.get_session_totals = { totals: [totals({ period: "2025" })] };
    await choose(card, "Time", "all");
    expect(callsOf(hass, "get_session_totals").at(-1)).toMatchObject({ period: "month" });
  });

  it("begins with its own days where its configuration has some", async () => {
    const hass = house([session()]);
    await mount(hass, { days: 10 });
    expect(callsOf(hass, "get_sessions")[0]).toMatchObject({ start: "2026-11-10T00:00:00.000Z" });
  });

  it("says whose days are meant where the reader's clock is another one", async () => {
    const hass = house([session()]);
    expect(textOf(await mount(hass))).not.toContain("Days and months are those of the house");
    hass.config = { time_zone: "Etc/GMT" }; // another name of the same time
    expect(textOf(await mount(hass))).not.toContain("Days and months are those of the house");
    hass.config = { time_zone: "Pacific/Auckland" };
    hass.locale = { language: "en", time_zone: "local" };
    expect(textOf(await mount(hass))).toContain("of the house (Pacific/Auckland)");
  });

  it("says so where it has only the user's own sessions, and there are none", async () => {
    const hass = house([]);
    hass.answers.get_sessions = { ...answer([]), only_own: true };
    expect(textOf(await mount(hass))).toContain("no sessions with your cards");
    hass.answers.get_sessions = { ...answer([session()]), only_own: true };
    expect(textOf(await mount(hass))).toContain("Only your own sessions");
    hass.answers.get_sessions = { ...answer([]), only_own: false };
    expect(textOf(await mount(hass))).toContain("No sessions");
  });

  it("has its own stretch of time written as the profile says, whatever the browser's language", async () => {
    const hass = house([session()]);
    hass.locale = { language: "en", date_format: "YMD" };
    const card = await mount(hass);
    await choose(card, "Time", "own");
    const [from, to] = card.renderRoot.querySelectorAll<HTMLInputElement>(".day input");
    if (!from || !to) throw new Error("no days");
    from.value = "2026-10-31";
    from.dispatchEvent(new Event("change"));
    await settle(card);
    const button = from.parentElement?.querySelector("button");
    expect(button?.textContent.trim()).toBe("2026/10/31");
    expect(button?.getAttribute("aria-label")).toBe("From: 2026/10/31");
    expect(to.min).toBe("2026-10-31");
    const opened = vi.fn();
    from.showPicker = opened;
    button?.click();
    expect(opened).toHaveBeenCalledOnce();
    from.value = ""; // the calendar's own button clears it: a day stays chosen
    from.dispatchEvent(new Event("change"));
    await settle(card);
    expect(button?.textContent.trim()).toBe("2026/10/31");
  });

  it("can be narrowed to a person, a car and a connector, which the ledger does", async () => {
    const hass = house([session()], [totals(), totals({ key: "Ben", name: "Ben" })]);
    const card = await mount(hass);
    await choose(card, "Who", "Ben");
    await choose(card, "Car", "Anna");
    await choose(card, "Connector", "connector_1");
    for (const service of ["get_sessions", "get_session_totals"]) {
      expect(callsOf(hass, service).at(-1)).toMatchObject({
        ...{ person: "Ben", car_id: "Anna", device_id: "connector_1" },
      });
    }
    // The names to choose from are those of all.
    const names = [...(selectOf(card, "Who")?.options ?? [])].map((each) => each.value);
    expect(names).toEqual(["", "Anna", "Ben"]);
  });

  it("never has more than a page of sessions, and says which of how many", async () => {
    const hass = house(
      Array.from({ length: 50 }, (_, index) => session({ session_id: index })),
      [totals()],
      200_000,
    );
    const card = await mount(hass);
    expect(textOf(card)).toContain("1–50 of 200,000");
    await press(card, "Older");
    expect(callsOf(hass, "get_sessions").at(-1)).toMatchObject({ limit: 50, offset: 50 });
    expect(textOf(card)).toContain("51–100 of 200,000");
    expect(card.renderRoot.querySelectorAll(".sessions tbody tr")).toHaveLength(50);
    await press(card, "Newer");
    expect(callsOf(hass, "get_sessions").at(-1)).toMatchObject({ offset: 0 });
    await press(card, "Older");
    await press(card, "Previous"); // another month begins with its newest
    expect(callsOf(hass, "get_sessions").at(-1)).toMatchObject({ offset: 0 });
  });

  it("groups by what there is several of, and asks for what somebody chooses", async () => {
    const hass = house([session()], [totals(), totals({ key: "Ben", name: "Ben" })]);
    const card = await mount(hass);
    expect(callsOf(hass, "get_session_totals").at(-1)).toMatchObject({ by: "person" });
    await choose(card, "By", "connector");
    expect(callsOf(hass, "get_session_totals").at(-1)).toMatchObject({ by: "connector" });
    await choose(card, "By", "source");
    expect(callsOf(hass, "get_session_totals").at(-1)).toMatchObject({ by: "none" });
    expect([...card.renderRoot.querySelectorAll(".legend li")].map((li) => li.textContent)).toEqual(
      [expect.stringContaining("Sun"), expect.stringContaining("Grid")],
    );
    await press(card, "Cost"); // money has no source
    expect(callsOf(hass, "get_session_totals").at(-1)).toMatchObject({ by: "none" });
    expect(card.renderRoot.querySelector(".legend")).toBeNull();
    await press(card, "Sun share");
    expect(textOf(card)).toContain("60%");
  });

  it("shows money of one currency, and says so", async () => {
    const hass = house([session()], [totals({ sessions: 3 }), totals({ currency: "CHF" })]);
    const card = await mount(hass);
    await press(card, "Cost");
    expect(textOf(card)).toContain("only EUR");
    expect(card.renderRoot.querySelector(".totals")?.textContent).toContain("€1.68");
  });

  it("has foreign text as text", async () => {
    const evil = "<img src=x onerror=alert(1)>";
    const hass = house(
      [session({ person: evil, car: evil, note: evil })],
      [totals({ name: evil }), totals({ key: "Ben" })],
    );
    const card = await mount(hass);
    expect(card.renderRoot.querySelector("img")).toBeNull();
    expect(card.renderRoot.querySelector(".person")?.textContent).toContain(evil);
  });

  it("is not drawn anew for a state that changes", async () => {
    const hass = house([session()]);
    const card = await mount(hass);
    const drawn = vi.spyOn(card as unknown as { render: () => unknown }, "render");
    set(hass, "sensor.c1_power", "3");
    card.hass = { ...hass };
    await settle(card);
    expect(drawn).not.toHaveBeenCalled();
    card.hass = { ...hass, language: "de" };
    await settle(card);
    expect(textOf(card)).toContain("Ladevorgänge");
  });

  it("opens a session, and asks anew once something of it was corrected", async () => {
    const hass = house([session({ session_id: 7 })]);
    hass.answers.get_session = { session: session({ session_id: 7 }) };
    const card = await mount(hass);
    card.renderRoot.querySelector<HTMLElement>(".sessions tbody tr button.open")?.click();
    await settle(card);
    const detail = card.renderRoot.querySelector("plug-control-session-detail");
    expect(callsOf(hass, "get_session")).toEqual([{ charge_point_id: "CP1", session_id: 7 }]);
    const before = hass.calls.length;
    detail?.dispatchEvent(new CustomEvent("corrected"));
    await settle(card);
    expect(hass.calls.length).toBeGreaterThan(before);
    detail?.dispatchEvent(new CustomEvent("closed"));
    await settle(card);
    expect(card.renderRoot.querySelector("plug-control-session-detail")).toBeNull();
  });

  it("has in its download what it does not show, too, each session once", async () => {
    const hass = house([session()], [totals()], 2);
    const card = await mount(hass);
    const made = vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:csv");
    made.mockClear();
    const shown = hass.calls.length;
    await press(card, "Download CSV");
    const asked = hass.calls.slice(shown).map(({ data }) => [data.limit, data.offset]);
    expect(asked).toEqual([
      [5000, 0],
      [5000, 1],
    ]);
    const [blob] = made.mock.calls[0] ?? [];
    const lines = (await (blob as Blob).text()).trimEnd().split("\r\n");
    expect(lines).toHaveLength(2); // the second page had the same session: one that moved there
  });

  it("asks again soon where the integration starts and does not answer yet", async () => {
    vi.useFakeTimers({ now: new Date("2026-11-20T12:00Z") });
    const hass = house([session()]);
    hass.refusal = "Plug Control is not running";
    const card = new PlugControlSessionsCard();
    card.setConfig({ type: "custom:plug-control-sessions-card" });
    card.hass = hass;
    document.body.append(card);
    await vi.advanceTimersByTimeAsync(100);
    expect(textOf(card)).toContain("Plug Control is not running");
    hass.refusal = undefined;
    await vi.advanceTimersByTimeAsync(5000);
    expect(textOf(card)).not.toContain("Plug Control is not running");
    expect(card.renderRoot.querySelectorAll(".sessions tbody tr")).toHaveLength(1);
  });

  it("says why a download failed", async () => {
    const hass = house([session()]);
    const card = await mount(hass);
    hass.refusal = "the disk is full";
    await press(card, "Download CSV");
    expect(textOf(card)).toContain("the disk is full");
  });

  it("gives the signed meter values of a session as a file, or says why not", async () => {
    const hass = house([session({ session_id: 7, signed_values: 2 }), session()]);
    hass.answers.get_signed_values = {
      session_id: 7,
      transaction_id: 9,
      public_key: null,
      signed_values: [{ context: "Transaction.Begin", format: "OCMF", data: "OCMF|{}|{}" }],
    };
    const card = await mount(hass);
    const made = vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:xml");
    made.mockClear();
    const buttons = [...card.renderRoot.querySelectorAll<HTMLButtonElement>("button.signed")];
    expect(buttons.map((each) => each.title)).toEqual(["Download signed meter values"]);
    buttons[0]?.click();
    await settle(card);
    expect(callsOf(hass, "get_signed_values")).toEqual([{ charge_point_id: "CP1", session_id: 7 }]);
    expect(callsOf(hass, "get_session")).toEqual([]); // the row is not opened with it
    const [blob] = made.mock.calls[0] ?? [];
    expect(await (blob as Blob).text()).toContain(">OCMF|{}|{}</signedData>");
    hass.refusal = "gone";
    buttons[0]?.click();
    await settle(card);
    expect(textOf(card)).toContain("gone");
  });

  it("says that there are none, or that the integration is not ready", async () => {
    const hass = house([]);
    expect(textOf(await mount(hass))).toContain("No sessions");
    hass.services = {};
    hass.calls = [];
    const card = await mount(hass);
    expect(textOf(card)).toContain("is set up, but not running");
    expect(hass.calls).toHaveLength(0);
    card.hass = { ...hass, services: { plug_control: {} } };
    await settle(card);
    expect(textOf(card)).toContain("No sessions");
  });
});

describe("the dashboard strategy", () => {
  it("takes the dashboard that the integration builds", async () => {
    const hass = home();
    hass.answers.get_dashboard = { title: "Charging", views: [] };
    expect(await PlugControlDashboardStrategy.generate({}, hass)).toEqual({
      title: "Charging",
      views: [],
    });
    expect(hass.calls[0]?.data).toEqual({ language: hass.language });
  });

  it("says at once why there is none, and asks nobody who cannot answer", async () => {
    const gone = home();
    gone.services = {};
    const stopped = home();
    for (const id of Object.keys(stopped.states)) set(stopped, id, "unavailable");
    for (const hass of [gone, stopped]) {
      const dashboard = await PlugControlDashboardStrategy.generate({}, hass);
      expect(JSON.stringify(dashboard)).toContain("plug-control-waiting-card");
      expect(hass.calls).toHaveLength(0);
    }
    const refused = home();
    refused.refusal = "It is broken";
    const dashboard = await PlugControlDashboardStrategy.generate({}, refused);
    expect(JSON.stringify(dashboard)).toContain("It is broken");
    expect(refused.calls).toHaveLength(1);
    expect(dashboard.views).toHaveLength(1);
  });

  it("keeps the views while Home Assistant restarts, so that each open one waits and goes on by itself", async () => {
    const hass = home();
    hass.answers.get_dashboard = {
      title: "Charging",
      views: [
        { title: "Overview", path: "overview", icon: "mdi:a", sections: [] },
        { title: "Sessions", path: "sessions", cards: [] },
      ],
    };
    await PlugControlDashboardStrategy.generate({}, hass);
    const stopped = home();
    for (const id of Object.keys(stopped.states)) set(stopped, id, "unavailable");
    const { views } = await PlugControlDashboardStrategy.generate({}, stopped);
    const cards = [{ type: "custom:plug-control-waiting-card" }];
    expect(views).toEqual([
      { title: "Overview", path: "overview", icon: "mdi:a", cards },
      { title: "Sessions", path: "sessions", icon: undefined, cards },
    ]);
    hass.answers.get_dashboard = { views: [] };
    await PlugControlDashboardStrategy.generate({}, hass);
    expect((await PlugControlDashboardStrategy.generate({}, stopped)).views).toHaveLength(1);
  });
});
