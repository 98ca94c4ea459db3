import { describe, expect, it } from "vitest";

import { connectorOf, connectorsOf, numberOf, titleOf } from "../src/ha/connectors";
import { home, set } from "./home";

describe("connectors", () => {
  it("are found by their entities, whatever these are called", () => {
    const hass = home(2);
    expect(connectorsOf(hass).map((one) => one.deviceId)).toEqual(["connector_1", "connector_2"]);
  });

  it("have the charge point's name where there is no other connector", () => {
    const [one] = connectorsOf(home());
    expect(one && titleOf(home(), one)).toBe("Garage");
    const two = home(2);
    expect(connectorsOf(two).map((each) => titleOf(two, each))).toEqual([
      "Garage · Connector 1",
      "Garage · Connector 2",
    ]);
  });

  it("can be named by their own device or the charge point's; unknown ones are none", () => {
    const hass = home(2);
    expect(connectorOf(hass, "connector_2")?.deviceId).toBe("connector_2");
    expect(connectorOf(hass, "garage")?.deviceId).toBe("connector_1");
    expect(connectorOf(hass)?.deviceId).toBe("connector_1");
    expect(connectorOf(hass, "gone")).toBeUndefined();
  });

  it("tell numbers in plain units, and none where there is none", () => {
    const hass = home();
    const power = () => numberOf(hass.states["sensor.c1_power"]);
    expect(power()).toBe(7400);
    for (const state of ["unknown", "unavailable", "", "much"]) {
      set(hass, "sensor.c1_power", state);
      expect(power()).toBeUndefined();
    }
  });
});
