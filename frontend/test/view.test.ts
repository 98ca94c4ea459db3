import { describe, expect, it } from "vitest";

import { pricesOf, viewOf, windowsOf } from "../src/card/view";
import { connectorsOf } from "../src/ha/connectors";
import { home, set, type Home } from "./home";

const view = (hass: Home) => {
  const [connector] = connectorsOf(hass);
  if (!connector) throw new Error("no connector");
  return viewOf(hass, connector);
};

describe("what the card shows", () => {
  it("of a connector that charges", () => {
    expect(view(home())).toMatchObject({
      title: "Garage",
      activity: "charging",
      status: "«Charging»",
      powerW: 7400,
      currentsA: [11, 12, 13],
      sessionEnergyWh: 12340,
      person: "Anna's card",
      reason: "«solar»",
      isRunning: true,
    });
  });

  it.each([
    ["binary_sensor.c1_problem", "on", "problem"],
    ["binary_sensor.c1_charging", "off", "paused"],
    ["select.c1_charging_mode", "off", "charging"],
    ["binary_sensor.garage_connectivity", "off", "offline"],
  ])("when %s is %s: %s", (entityId, state, activity) => {
    const hass = home();
    set(hass, entityId, state);
    expect(view(hass).activity).toBe(activity);
  });

  it("of a fault: which one", () => {
    const hass = home();
    set(hass, "sensor.c1_status", "Faulted");
    set(hass, "sensor.c1_error", "Earth fault");
    expect(view(hass).status).toBe("«Faulted» · «Earth fault»");
    set(hass, "sensor.c1_error", "unknown");
    expect(view(hass).status).toBe("«Faulted»");
  });

  it("of a connector without a charge: whether a car is there", () => {
    const hass = home();
    set(hass, "binary_sensor.c1_charging", "off");
    set(hass, "switch.c1_charging", "off");
    expect(view(hass).activity).toBe("plugged");
    set(hass, "binary_sensor.c1_cable_connected", "off");
    expect(view(hass).activity).toBe("free");
  });

  it("of a connector that is switched off: that it is", () => {
    const hass = home();
    set(hass, "binary_sensor.c1_charging", "off");
    set(hass, "select.c1_charging_mode", "off");
    expect(view(hass)).toMatchObject({
      activity: "off",
      status: "«off» · «Charging»",
      isOff: true,
    });
  });

  it("of an offline charger: since when", () => {
    const hass = home();
    set(hass, "binary_sensor.garage_connectivity", "off");
    expect(view(hass).offlineSince).toEqual(new Date("2026-11-22T11:30:00Z"));
  });

  it("of a plan: its windows, without what is none", () => {
    const start = "2026-11-23T01:00:00+00:00";
    const end = "2026-11-23T04:00:00+00:00";
    const planned = windowsOf([
      { start, end, current_a: 16, price: 0.2, solar: false },
      { start: end, end: start },
      { start: "soon", end },
      null,
      "01:00",
    ]);
    expect(planned).toEqual([
      { start: new Date(start), end: new Date(end), currentA: 16, price: 0.2, solar: false },
    ]);
    expect(windowsOf(undefined)).toEqual([]);
    const prices = [
      { start, end, price: 0.25 },
      { start, end },
    ];
    expect(pricesOf(prices)).toEqual([{ start: new Date(start), end: new Date(end), price: 0.25 }]);
  });
});
