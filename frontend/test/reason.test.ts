import { describe, expect, it } from "vitest";

import { reasonOf } from "../src/card/reason";
import type { EntityState } from "../src/ha/types";
import { home } from "./home";

const NOW = new Date("2026-03-14T22:10:00Z");
const SPAN = { start: "2026-03-15T00:00:00+00:00", end: "2026-03-15T03:00:00+00:00" };

const told = (language: string, code: string, attributes = {}) => {
  const hass = home();
  hass.language = language;
  hass.config = { time_zone: "Europe/Zurich" };
  hass.locale = { language, time_zone: "server", time_format: "24" };
  const state: EntityState = {
    entity_id: "sensor.reason",
    state: code,
    attributes,
    last_changed: "2026-03-14T22:00:00+00:00",
  };
  return reasonOf(hass, state, NOW);
};

describe("the reason", () => {
  it.each([
    ["cheap", { price: 0.123, price_limit: 0.2, price_unit: "EUR/kWh" }, "Electricity is cheap: 0.123 EUR/kWh, limit 0.20 EUR/kWh", "Strom ist günstig: 0,123 EUR/kWh, Grenze 0,20 EUR/kWh"],
    ["minimum_soc", { soc_percent: 12, target_percent: 20 }, "Charging to 20 % first: at 12 %", "Lädt zuerst bis 20 %: jetzt 12 %"],
    ["waiting_for_surplus", { power_w: 1400, wait_s: 60 }, "Waiting for 1.4 kW of surplus for 60 s", "Wartet, bis 60 s lang 1,4 kW Überschuss da sind"],
    ["waiting_for_surplus", { power_w: 1400, wait_s: 0 }, "Waiting for 1.4 kW of surplus", "Wartet auf 1,4 kW Überschuss"],
    ["minimum_off_time", { wait_s: 180 }, "Enough surplus: charging starts in 3 min", "Genug Überschuss: lädt in 3 min"],
    ["holding_minimum", { wait_s: 50 }, "Too little surplus: pausing in 50 s", "Zu wenig Überschuss: pausiert in 50 s"],
    ["switching_phases", { phases: 1, wait_s: 70 }, "Switching to one phase: charging again in 70 s", "Wechselt auf eine Phase: lädt wieder in 70 s"],
    ["switching_phases", { phases: 3 }, "Switching to 3 phases", "Wechselt auf 3 Phasen"],
    ["home_battery_first", { soc_percent: 45, target_percent: 80 }, "The home battery comes first: 45 % of 80 %", "Der Hausspeicher kommt zuerst: 45 % von 80 %"],
    ["plan", { ...SPAN, hours: "cheapest" }, "Cheapest hours 01:00–04:00", "Günstigste Stunden 01:00–04:00"],
    ["plan", SPAN, "Charging by plan 01:00–04:00", "Lädt nach Plan 01:00–04:00"],
    ["plan_waiting", { ...SPAN, hours: "solar" }, "Waiting for the sunny hours 01:00–04:00", "Wartet auf die Sonnenstunden 01:00–04:00"],
    ["plan_unreachable", { energy_wh: 3200, end: SPAN.end }, "Full power, yet 3.2 kWh will be missing at 04:00", "Volle Leistung, trotzdem fehlen um 04:00 noch 3,2 kWh"],
    ["limited_by_circuit", { circuit: "main", phase: "L2" }, "Limited by the main fuse on L2", "Begrenzt durch die Hauptsicherung auf L2"],
    ["limited_by_circuit", { circuit: "main", phase: "L2", wait_s: 240 }, "Switched off by the main fuse on L2; may start again in 4 min", "Abgeschaltet durch die Hauptsicherung auf L2; darf in 4 min wieder starten"],
    ["limited_by_away", { circuit: "main", phase: "L2", away: "Garage", away_a: 32 }, "Limited by the main fuse: Garage is offline and counts as 32 A", "Begrenzt durch die Hauptsicherung: Garage ist offline und zählt mit 32 A"],
    ["limited_by_circuit", { circuit: "{phase}" }, "Limited by “{phase}”", "Begrenzt durch „{phase}“"],
    ["waiting_for_turn", { circuit: "main", wait_s: 1020 }, "Waiting for its turn, 17 min at most: the main fuse is fully used", "Wartet höchstens 17 min auf andere Autos: die Hauptsicherung ist ausgelastet"],
  ])("%s %o", (code, attributes, english, german) => {
    expect(told("en", code, attributes)).toBe(english);
    expect(told("de", code, attributes)).toBe(german);
  }); // prettier-ignore

  it("is the state's own text where there is no more to tell, or it is not known", () => {
    expect(told("en", "fast")).toBe("«fast»");
    expect(told("en", "cheap", { price: 0.1 })).toBe("«cheap»");
    expect(told("en", "waiting_for_surplus", { power_w: "much" })).toBe("«waiting_for_surplus»");
    expect(told("en", "plan_waiting", { end: SPAN.end, hours: "solar" })).toBe("«plan_waiting»");
    expect(told("en", "a code of tomorrow")).toBe("«a code of tomorrow»");
  });

  it("is nothing where nothing is known", () => {
    expect(told("en", "unknown")).toBeUndefined();
    expect(told("en", "unavailable")).toBeUndefined();
  });
});
