import { describe, expect, it } from "vitest";

import { connectorOf, connectorsOf, numberOf, titleOf } from "../src/ha/connectors";
import type { DeviceEntry } from "../src/ha/types";
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

  it("may share the device of their charge point; another is called by its own name", () => {
    const hass = home(2);
    const devices = hass.devices as Record<string, DeviceEntry>;
    devices.connector_2 = { id: "connector_2", name: "Garage 2", parent_device_id: "garage" };
    devices.garage = {
      id: "garage",
      name: "Garage",
      identifiers: [
        ["plug_control", "CP-1"],
        ["plug_control.former_device", "connector_1"],
      ],
    };
    delete devices.connector_1;
    for (const entity of Object.values(hass.entities)) {
      if (entity.device_id === "connector_1") entity.device_id = "garage";
    }
    const all = connectorsOf(hass);
    expect(all.map((one) => one.deviceId)).toEqual(["garage", "connector_2"]);
    expect(all.map((one) => titleOf(hass, one))).toEqual(["Garage", "Garage 2"]);
    for (const one of all) {
      expect(one.chargePointEntities.get("binary_sensor.connectivity")).toHaveLength(1);
    }
    for (const id of ["garage", "connector_1"]) {
      expect(connectorOf(hass, id)?.deviceId).toBe("garage");
    }
    expect(connectorOf(hass, "connector_2")?.deviceId).toBe("connector_2");
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
