/** A Home Assistant for tests: a charge point "Garage" with connectors, whose states can be changed. */

import type { EntityEntry, EntityState, HomeAssistant } from "../src/ha/types";

export interface Call {
  domain: string;
  service: string;
  data: Record<string, unknown>;
}

export interface Home extends HomeAssistant {
  states: Record<string, EntityState>;
  entities: Record<string, EntityEntry>;
  calls: Call[];
  /** What the next action fails with. */
  refusal: string | undefined;
  /** What actions of Plug Control answer. */
  answers: Record<string, unknown>;
  /** What somebody may control who is no administrator; undefined: Home Assistant does not answer. */
  controllable: string[] | undefined;
  /** What the websocket commands `ribbon` and `preview_plan` answer; undefined: they are refused. */
  ribbon: unknown;
  preview: ((message: Record<string, unknown>) => unknown) | undefined;
  /** The websocket commands that were sent. */
  sent: Record<string, unknown>[];
}

const SLUGS: Record<string, string> = {
  "number.maximum_current": "16",
  "select.charging_mode": "solar",
  "select.plan_repeat": "once",
  "select.car": "auto",
  "number.target_energy": "10",
  "time.ready_by": "07:00:00",
  "switch.plan": "off",
  "switch.boost": "off",
  "switch.charging": "on",
  "binary_sensor.charging": "on",
  "binary_sensor.cable_connected": "on",
  "binary_sensor.problem": "off",
  "sensor.status": "Charging",
  "sensor.error": "no_error",
  "sensor.power": "7.4",
  "sensor.session_energy": "12.34",
  "sensor.id_tag": "Anna's card",
  "sensor.charging_reason": "solar",
  "sensor.planned_start": "unknown",
};

const ATTRIBUTES: Record<string, Record<string, unknown>> = {
  "number.maximum_current": { min: 0, max: 32 },
  "select.charging_mode": { options: ["off", "fast", "solar", "solar_minimum"] },
  "select.plan_repeat": { options: ["once", "daily"] },
  "number.target_energy": { min: 0, max: 200, step: 0.5 },
  "sensor.power": { unit_of_measurement: "kW" },
  "select.car": { options: ["auto", "Ioniq", "Zoe", "other"] },
  "sensor.session_energy": {
    unit_of_measurement: "kWh",
    last_reset: "2026-11-22T10:00:00+00:00",
  },
};

const stateFor = (entityId: string, state: string, attributes = {}): EntityState => ({
  entity_id: entityId,
  state,
  attributes,
  last_changed: "2026-11-22T11:30:00+00:00",
});

/** A home whose charge point has connectors 1 to `connectors`. */
export const home = (connectors = 1): Home => {
  const made: Home = {
    states: {},
    entities: {},
    devices: {
      garage: {
        id: "garage",
        name: "Garage",
        name_by_user: null,
        identifiers: [["plug_control", "CP1"]],
      },
    },
    language: "en",
    services: { plug_control: {} },
    config: { time_zone: "UTC" },
    calls: [],
    refusal: undefined,
    answers: {},
    controllable: undefined,
    ribbon: undefined,
    preview: undefined,
    sent: [],
    callService(domain, service, data = {}) {
      made.calls.push({ domain, service, data });
      if (made.refusal !== undefined) return Promise.reject(new Error(made.refusal));
      return Promise.resolve({ response: made.answers[service] });
    },
    async callWS<T>(message: Record<string, unknown>) {
      made.sent.push(message);
      if (message.type === "plug_control/ribbon" && made.ribbon) return made.ribbon as T;
      if (message.type === "plug_control/preview_plan" && made.preview) {
        return (await made.preview(message)) as T;
      }
      if (message.type !== "plug_control/controllable" || !made.controllable) {
        throw new Error("no answer");
      }
      const asked = message.entity_ids as string[];
      return asked.filter((id) => made.controllable?.includes(id)) as T;
    },
    formatEntityState: (state) => `«${state.state}»`,
  };
  const add = (deviceId: string, key: string, slug: string, state: string) => {
    const [domain, translationKey] = key.split(".") as [string, string];
    const entityId = `${domain}.${slug}_${translationKey}`;
    made.entities[entityId] = {
      entity_id: entityId,
      device_id: deviceId,
      platform: "plug_control",
      translation_key: translationKey,
    };
    made.states[entityId] = stateFor(entityId, state, ATTRIBUTES[key]);
  };
  add("garage", "binary_sensor.connectivity", "garage", "on");
  for (let id = 1; id <= connectors; id += 1) {
    const deviceId = `connector_${id}`;
    (made.devices as Record<string, unknown>)[deviceId] = {
      id: deviceId,
      name: `Connector ${id}`,
      parent_device_id: "garage",
    };
    for (const [key, state] of Object.entries(SLUGS)) add(deviceId, key, `c${id}`, state);
    for (const phase of [1, 2, 3]) {
      const entityId = `sensor.c${id}_current_l${phase}`;
      made.entities[entityId] = {
        entity_id: entityId,
        device_id: deviceId,
        platform: "plug_control",
        translation_key: "current_phase",
      };
      made.states[entityId] = stateFor(entityId, String(10 + phase));
    }
  }
  return made;
};

/** Change a state of connector 1 (or of the charge point, with its slug). */
export const set = (made: Home, entityId: string, state: string, attributes?: object): void => {
  const present = made.states[entityId];
  if (!present) throw new Error(`no such entity: ${entityId}`);
  made.states = {
    ...made.states,
    [entityId]: { ...present, state, attributes: { ...present.attributes, ...attributes } },
  };
};
