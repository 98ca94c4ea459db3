import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";

import "../src/index";
import { Format } from "../src/format";
import type { PlugControlSessionsChart } from "../src/sessions/chart";
import { curveOf, powerOfSlots, slotMs, stepsOf } from "../src/sessions/curve";
import { PlugControlSessionDetail } from "../src/sessions/detail";
import { say as sayIn } from "../src/i18n";
import { deliveriesOf, figuresOf, measuredOf, planOf, totalFigures } from "../src/sessions/facts";
import type { Slot } from "../src/sessions/queries";
import type { Session } from "../src/sessions/session";
import { hourly } from "../src/sessions/sources-section";
import { home, type Home } from "./home";
import { session } from "./session";
import { totals, unknownTotals } from "./totals";

const FROM = Date.parse("2026-11-20T18:00Z");
const TO = Date.parse("2026-11-20T20:00Z");
const MINUTE_MS = 60_000;
const english = new Format({ language: "en-GB" }, "UTC");

const slot = (time: string, changes: Partial<Slot> = {}): Slot => ({
  start: `2026-11-20T${time}:00+00:00`,
  energy_wh: 2000,
  grid_wh: 500,
  solar_wh: 1000,
  battery_wh: 0,
  price: 0.3,
  estimated: false,
  ...changes,
});

/** A recorder with so many states and statistics; what it lacks fails, as without a recorder. */
const recorder = (hass: Home, found: Readonly<Record<string, unknown>>) => {
  const asked: Record<string, unknown>[] = [];
  hass.callWS = <T>(message: Record<string, unknown>) => {
    asked.push(message);
    const answer = found[typeof message.period === "string" ? message.period : "states"];
    return answer
      ? Promise.resolve({ "sensor.c1_power": answer } as T)
      : Promise.reject(new Error());
  };
  return asked;
};

describe("where a session was reported", () => {
  const say = (word: string) => (word === "back_end_delivered" ? "delivered {when}" : word);
  const told = (changes: object) =>
    deliveriesOf(
      session({
        back_ends: [
          { back_end: "Employer", state: "queued", delivered_at: null, note: null, ...changes },
        ],
      }),
      { format: english, say },
    );

  it("is said with the time, or with what holds it up", () => {
    expect(told({})).toEqual([{ word: "reported_to", text: "Employer", more: "back_end_queued" }]);
    expect(told({ state: "started" })[0]?.more).toBe("back_end_started");
    const delivered = told({ state: "delivered", delivered_at: "2026-11-20T20:31:00+00:00" });
    expect(delivered[0]?.more).toMatch(/^delivered .*20:31/);
    expect(told({ state: "set_aside", note: "no tariff" })[0]?.more).toBe(
      "back_end_set_aside (no tariff)",
    );
    expect(told({ state: "started", note: "no_start" })[0]?.more).toBe(
      "back_end_started (no_start)",
    );
  });

  it.each(["restored_backup", "no_start", "no_answer", "closes_connection", "no_transaction_id"])(
    "is said in words where we set it aside ourselves: %s",
    (note) => {
      const [found] = deliveriesOf(
        session({
          back_ends: [{ back_end: "Employer", state: "set_aside", delivered_at: null, note }],
        }),
        { format: english, say: (word) => sayIn("en", word) },
      );
      expect(found?.more).toMatch(/^set aside: [a-z ,]{15,}$/);
    },
  );

  it("is nothing where there are no back ends, or one may not know of them", () => {
    expect(deliveriesOf(session(), { format: english, say })).toEqual([]);
  });
});

describe("the power of a session", () => {
  const look = (hass: Home, slots: Slot[] = []) =>
    curveOf(hass, "sensor.c1_power", slots, FROM, TO);
  const means = (minutes: number) => [
    { start: FROM + minutes * MINUTE_MS, end: FROM + (minutes + 5) * MINUTE_MS, mean: 7000 },
  ];

  it("is that of the recorder's states, in W", async () => {
    const hass = home();
    const asked = recorder(hass, { states: [{ s: "7.4", lu: FROM / 1000 }] });
    expect(await look(hass)).toEqual({ origin: "states", points: [{ at: FROM, powerW: 7400 }] });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ end_time: "2026-11-20T20:00:00.000Z" });
  });

  it("is that of statistics where the states of its beginning are gone: finer ones first", async () => {
    const late = [{ s: "7.4", lu: FROM / 1000 + 3600 }];
    const five = home();
    recorder(five, { states: late, "5minute": means(0), hour: means(0) });
    expect((await look(five))?.origin).toBe("minutes");
    const hours = home();
    const asked = recorder(hours, { states: [], "5minute": means(60), hour: means(0) });
    expect((await look(hours))?.origin).toBe("hours");
    expect(asked.map(({ period }) => period)).toEqual([undefined, "5minute", "hour"]);
  });

  it("is that of its slots where the recorder has nothing, or the connector is gone", async () => {
    const slots = [slot("18:15")];
    const hass = home();
    recorder(hass, {});
    expect((await look(hass, slots))?.origin).toBe("slots");
    expect((await curveOf(hass, undefined, slots, FROM, TO))?.origin).toBe("slots");
    expect(await curveOf(hass, undefined, [], FROM, TO)).toBeUndefined();
    expect(await look(hass)).toBeUndefined();
  });

  it("falls to nothing where statistics have a gap", () => {
    const rows = [
      { start: 0, end: 5, mean: 10 },
      { start: 5, end: 10, mean: 20 },
      { start: 15, end: 20, mean: null },
    ];
    expect(stepsOf(rows)).toEqual([
      { at: 0, powerW: 10 },
      { at: 5, powerW: 20 },
      { at: 10, powerW: 0 },
      { at: 15, powerW: 0 },
      { at: 20, powerW: 0 },
    ]);
  });

  it("is a slot's energy over the time that the session had of it", () => {
    const slots = [slot("17:45"), slot("18:00"), slot("18:15")];
    const from = Date.parse("2026-11-20T17:50Z");
    expect(powerOfSlots(slots, from, TO).map(({ powerW }) => powerW)).toEqual([
      12_000, 8000, 8000, 0,
    ]);
    expect(slotMs(slots)).toBe(15 * MINUTE_MS);
    expect(slotMs([slot("18:00"), slot("19:00")])).toBe(60 * MINUTE_MS);
    const hours = hourly([...slots, slot("18:30", { estimated: true, solar_wh: null })]);
    expect(hours.map(({ energy_wh }) => energy_wh)).toEqual([2000, 6000]);
    expect(hours[1]).toMatchObject({ solar_wh: 2000, estimated: true });
  });
});

describe("what is known of a session", () => {
  it("has money with its currency, the price of a kWh and the sun's share", () => {
    const worth = { energy_wh: 10_000, grid_wh: 4000, solar_wh: 6000, co2_g: 1600 };
    const paid = [{ currency: "EUR", cost: 1.68, saved: 1.2 }];
    const figures = figuresOf(worth, paid, english, { estimated: true });
    expect(figures).toEqual([
      { word: "energy", text: "10.00 kWh" },
      { word: "cost", text: "≈ €1.68", more: "€0.168/kWh" },
      { word: "solar_share", text: "≈ 60%", more: "6.00 kWh" },
      { word: "saved", text: "≈ €1.20" },
      { word: "co2", text: "≈ 1.6 kg" },
    ]);
  });

  it("leaves out what nobody knows, and what would be nothing", () => {
    expect(figuresOf({ energy_wh: 10_000 }, [], english)).toHaveLength(1);
    const none = { energy_wh: 0, solar_wh: 0, grid_wh: 0 };
    const paid = [{ currency: "EUR", cost: 0, saved: 0.001 }];
    expect(figuresOf(none, paid, english).map(({ word, text }) => [word, text])).toEqual([
      ["energy", "0.00 kWh"],
      ["cost", "€0.00"],
    ]);
    const row = session({ meter_start_wh: null, peak_power_w: null, stopped_at: null });
    expect(measuredOf(row, english).map(({ word }) => word)).toEqual(["start"]);
  });

  it("sums the money of each currency, and leaves out no session that has any", () => {
    const rows = [
      totals(),
      totals({
        ...{ key: "Ben", cost: null, saved: null, currency: null },
        cost_by_currency: { CHF: 2, EUR: 1 },
      }),
      totals({ key: "Cleo", currency: "CHF" }),
    ];
    const figures = totalFigures(rows, english, "en").filter(({ word }) => word !== "energy");
    expect(figures.slice(0, 1)).toEqual([{ word: "cost", text: "€2.68 + CHF\u00a03.68" }]);
    expect(figures.find(({ word }) => word === "saved")?.text).toBe("€1.20 + CHF\u00a01.20");
  });

  it("says how many sessions have no known cost", () => {
    const rows = [totals({ sessions: 2 }), unknownTotals({ key: "Ben", energy_wh: 5000 })];
    const figures = totalFigures(rows, english, "en").map(({ word, text, more }) => [
      word,
      text,
      more,
    ]);
    expect(figures.slice(0, 2)).toEqual([
      ["energy", "15.00 kWh", "3 sessions"],
      ["cost", "€1.68", "1 without a known cost"],
    ]);
    expect(figures.find(([word]) => word === "co2")?.[2]).toBe("1 without known CO₂");
    const none = totalFigures([unknownTotals()], english, "de");
    expect(none).toEqual([{ word: "energy", text: "10.00 kWh", more: "1 Ladevorgang" }]);
  });

  it("has the plan beside what came in time", () => {
    const plan = { energy_wh: 20_000, ready_by: "2026-11-20T19:00:00+00:00" };
    const row = { ...session(), plan, slots: [slot("18:45"), slot("19:00")] };
    expect(planOf(row, english)).toEqual({
      planned: "20.00 kWh · 20/11/2026, 19:00",
      came: "10.35 kWh",
      share: 10_345 / 20_000,
    });
    const early = { ...row, plan: { ...plan, ready_by: "2026-11-21T07:00:00+00:00" } };
    expect(planOf(early, english)?.came).toBe("12.35 kWh");
    const timed = { ...row, plan: { ...plan, energy_wh: null } };
    expect(planOf(timed, english)?.share).toBeUndefined();
    expect(planOf(session(), english)).toBeUndefined();
  });
});

describe("the dialog of a session", () => {
  beforeAll(() => customElements.whenDefined("plug-control-session-detail"));

  afterEach(() => {
    document.body.replaceChildren();
  });

  const settle = async (dialog: PlugControlSessionDetail) => {
    for (let round = 0; round < 4; round += 1) {
      await dialog.updateComplete;
      await new Promise((resolve) => {
        setTimeout(resolve);
      });
    }
  };

  const open = async (row: Session, detail: object = {}, changes: Partial<Home> = {}) => {
    const hass: Home = home();
    hass.services = { plug_control: { correct_session: {} } };
    hass.user = { id: "anna", is_admin: false };
    (hass.devices as Record<string, unknown>).connector_1 = {
      ...hass.devices.connector_1,
      identifiers: [["plug_control", "CP1#1"]],
    };
    Object.assign(hass, changes);
    hass.answers.get_session = { session: { ...row, may_correct: true, ...detail } };
    const dialog = new PlugControlSessionDetail();
    Object.assign(dialog, {
      hass,
      session: row,
      cars: [{ key: "c1", name: "Zoe" }],
      persons: ["Ben"],
    });
    document.body.append(dialog);
    await settle(dialog);
    return { dialog, hass };
  };

  const textOf = (dialog: PlugControlSessionDetail) =>
    dialog.renderRoot.textContent.replaceAll(/\s+/g, " ");

  const button = (dialog: PlugControlSessionDetail, text: string) =>
    [...dialog.renderRoot.querySelectorAll("button")].find(
      (each) => each.textContent.trim() === text,
    );

  it("asks for the history of the connector that charged", async () => {
    const asked: Record<string, unknown>[] = [];
    const callWS = <T>(message: Record<string, unknown>) => {
      asked.push(message);
      const at = Date.parse("2026-11-20T18:00Z") / 1000;
      return Promise.resolve({ "sensor.c1_power": [{ s: "11", lu: at }] } as T);
    };
    const { dialog } = await open(session(), {}, { callWS });
    expect(asked[0]).toMatchObject({ entity_ids: ["sensor.c1_power"] });
    expect(dialog.renderRoot.querySelector(".curve")?.getAttribute("aria-label")).toBe(
      "Power: ≤ 11.0 kW",
    );
    expect(textOf(dialog)).not.toContain("Means");
  });

  it("says why it ended in Home Assistant's words, and where the energy came from", async () => {
    const loadBackendTranslation = () =>
      Promise.resolve((key: string) => `«${key.split(".").at(-1) ?? ""}»`);
    const { dialog } = await open(
      session(),
      { why_ended: "car_full", slots: [slot("18:00"), slot("18:15")] },
      { loadBackendTranslation },
    );
    expect(textOf(dialog)).toContain("Ended by «car_full»");
    expect(textOf(dialog)).toContain("Means");
    const chart = dialog.renderRoot.querySelector<PlugControlSessionsChart>(
      "plug-control-sessions-chart",
    );
    expect(chart?.bars.map((bar) => bar.segments.map(({ series }) => series.name))).toEqual([
      ["Sun", "Grid", "Unknown"],
      ["Sun", "Grid", "Unknown"],
    ]);
  });

  it("has no chart of sources where all came from the grid", async () => {
    const grid = { solar_wh: null, battery_wh: null, grid_wh: 2000 };
    const { dialog } = await open(session(), { slots: [slot("18:00", grid)] });
    expect(dialog.renderRoot.querySelector("plug-control-sessions-chart")).toBeNull();
  });

  it("corrects only what was changed: car, person and note", async () => {
    const { dialog, hass } = await open(session({ car_id: "c1", car: "Zoe", note: "old" }));
    const corrected = vi.fn();
    dialog.addEventListener("corrected", corrected);
    button(dialog, "Correct")?.click();
    await settle(dialog);
    const [car, person, note] = ["select", "[name=person]", "[name=note]"].map((name) =>
      dialog.renderRoot.querySelector<HTMLInputElement>(`form ${name}`),
    );
    expect([car?.value, person?.value, note?.value]).toEqual(["c1", "Anna", "old"]);
    if (note) note.value = " new ";
    dialog.renderRoot
      .querySelector("form")
      ?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle(dialog);
    const call = hass.calls.find(({ service }) => service === "correct_session");
    expect(call?.data).toEqual({ charge_point_id: "CP1", session_id: 1, note: "new" });
    expect(corrected).toHaveBeenCalledOnce();
    expect(dialog.renderRoot.querySelector("form")).toBeNull();
  });

  it("offers the cars that can be plugged in, also one that never charged, each once", async () => {
    const entity = { platform: "plug_control", translation_key: "car" };
    const { dialog, hass } = await open(session({ car: "Gone" }));
    hass.entities["select.c1_car"] = { ...entity, entity_id: "select.c1_car" };
    const options = ["auto", "Zoe", "Ioniq", "other"];
    hass.states["select.c1_car"] = {
      ...{ entity_id: "select.c1_car", state: "auto", last_changed: "" },
      attributes: { options },
    };
    button(dialog, "Correct")?.click();
    await settle(dialog);
    const shown = [...(dialog.renderRoot.querySelector("select")?.options ?? [])];
    expect(shown.map(({ value, text }) => [value, text])).toEqual([
      ["", "No car"],
      ["c1", "Zoe"],
      ["Ioniq", "Ioniq"],
      ["Gone", "Gone"],
    ]);
  });

  it("says why a correction failed, and keeps what was written", async () => {
    const { dialog, hass } = await open(session());
    button(dialog, "Correct")?.click();
    await settle(dialog);
    const person = dialog.renderRoot.querySelector<HTMLInputElement>("[name=person]");
    if (person) person.value = "Ben";
    hass.refusal = "no right";
    dialog.renderRoot
      .querySelector("form")
      ?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle(dialog);
    expect(dialog.renderRoot.querySelector("[role=alert]")?.textContent).toContain("no right");
    expect(dialog.renderRoot.querySelector<HTMLInputElement>("[name=person]")?.value).toBe("Ben");
  });

  it("names the charge point of a session only while there is one", async () => {
    const { hass } = await open(session());
    expect(hass.calls[0]?.data).toEqual({ charge_point_id: "CP1", session_id: 1 });
    const gone = await open(session({ charge_point_id: "CP2" }));
    expect(gone.hass.calls[0]?.data).toEqual({ session_id: 1 });
  });

  it("offers a correction only to who may", async () => {
    const others = await open(session(), { may_correct: false });
    expect(button(others.dialog, "Correct")).toBeUndefined();
    const anonymous = await open(session(), { anonymised: true });
    expect(button(anonymous.dialog, "Correct")).toBeUndefined();
    const old = await open(session(), {}, { services: { plug_control: {} } });
    expect(button(old.dialog, "Correct")).toBeUndefined();
    const told = { user: { id: "ben", is_admin: true } };
    const administrator = await open(session(), { may_correct: undefined }, told);
    expect(button(administrator.dialog, "Correct")).toBeDefined();
  });

  it("shows foreign text as text, and what it knows where the details cannot be had", async () => {
    const evil = "<img src=x>";
    const { dialog, hass } = await open(session({ note: evil, car: evil }));
    expect(dialog.renderRoot.querySelector("img")).toBeNull();
    expect(textOf(dialog)).toContain(evil);
    hass.refusal = "gone";
    const other = new PlugControlSessionDetail();
    Object.assign(other, { hass, session: session() });
    document.body.append(other);
    await settle(other);
    expect(textOf(other)).toContain("gone");
    expect(textOf(other)).toContain("12.35 kWh");
  });
});
