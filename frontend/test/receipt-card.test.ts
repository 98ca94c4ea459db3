import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";

import "../src/index";
import { partsOf, PlugControlReceiptCard } from "../src/cards/receipt";
import { home, set, type Home } from "./home";
import { answer, session } from "./session";

beforeAll(() => customElements.whenDefined("plug-control-receipt-card"));

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

const RECEIPT = session({
  car: "ID.4",
  person: "Anna",
  energy_wh: 18_200,
  solar_wh: 15_834,
  grid_wh: 2_366,
  battery_wh: 0,
  cost: 1.92,
  saved: 3.4,
  currency: "EUR",
});

const mount = async (hass: Home) => {
  const card = new PlugControlReceiptCard();
  card.setConfig({ type: "custom:plug-control-receipt-card" });
  card.hass = hass;
  document.body.append(card);
  await vi.waitFor(
    () => {
      expect(card.renderRoot.querySelector("p")).toBeTruthy();
    },
    { timeout: 30_000 },
  );
  return card;
};

const textOf = (card: PlugControlReceiptCard) =>
  card.renderRoot.textContent.replaceAll(/\s+/g, " ");

const shown = async (changes: Parameters<typeof session>[0] = {}, language = "en") => {
  const hass = home();
  hass.language = language;
  hass.answers.get_sessions = answer([session({ stopped_at: null }), { ...RECEIPT, ...changes }]);
  return mount(hass);
};

describe("plug-control-receipt-card", () => {
  it("shows what the last ended session took, cost and saved", async () => {
    const card = await shown();
    const text = textOf(card);
    expect(text).toContain("ID.4 · Anna");
    expect(text).toContain("18.20 kWh");
    expect(text).toContain("2 h 30 min");
    expect(text).toContain("€1.92");
    expect(text).toContain("€3.40 saved");
    expect(card.renderRoot.querySelector(".bar")?.getAttribute("aria-label")).toBe(
      "Sun 15.83 kWh, Grid 2.37 kWh",
    );
  });

  it("speaks the user's language", async () => {
    const text = textOf(await shown({ saved: -0.5 }, "de"));
    expect(text).toContain("Sonne 15,83 kWh");
    expect(text).toContain("mehr als bei sofortigem Laden");
  });

  it("leaves out what is unknown, and says what was estimated", async () => {
    const unknown = { cost: null, solar_wh: null, grid_wh: null, battery_wh: null };
    const card = await shown({ ...unknown, worth_estimated: true });
    expect(textOf(card)).not.toContain("€");
    expect(card.renderRoot.querySelector(".bar")).toBeNull();
    expect(textOf(card)).toContain("Partly estimated");
    expect(textOf(await shown({ saved: 0 }))).not.toContain("saved");
  });

  it("says so where nothing has ended, or the ledger does not answer", async () => {
    const hass = home();
    hass.answers.get_sessions = answer([]);
    expect(textOf(await mount(hass))).toContain("No session has ended here yet.");
    hass.refusal = "broken";
    expect(textOf(await mount(hass))).toContain("broken");
    expect(textOf(await mount({ ...home(), entities: {} }))).toContain("Choose a connector");
  });

  it("asks again when the connector's session event changes, and not for each reading", async () => {
    const hass = home();
    hass.entities["event.c1_session"] = {
      entity_id: "event.c1_session",
      device_id: "connector_1",
      platform: "plug_control",
      translation_key: "session",
    };
    hass.states["event.c1_session"] = {
      entity_id: "event.c1_session",
      state: "2026-11-20T20:30:00+00:00",
      attributes: {},
      last_changed: "",
    };
    hass.answers.get_sessions = answer([RECEIPT]);
    const card = await mount(hass);
    expect(hass.calls).toHaveLength(1);
    set(hass, "sensor.c1_power", "3.7");
    card.hass = { ...hass };
    await card.updateComplete;
    expect(hass.calls).toHaveLength(1);
    set(hass, "event.c1_session", "2026-11-20T21:30:00+00:00");
    card.hass = { ...hass };
    await card.updateComplete;
    expect(hass.calls).toHaveLength(2);
    expect(hass.calls[1]?.data.device_id).toBe("connector_1");
  });
});

describe("the sources of a receipt", () => {
  it("are those that gave energy, and the rest is unknown", () => {
    const parts = partsOf({ ...RECEIPT, grid_wh: 366 });
    expect(parts.map((part) => [part.kind, Math.round(part.energyWh)])).toEqual([
      ["sun", 15_834],
      ["grid", 366],
      ["unknown", 2_000],
    ]);
  });
});
