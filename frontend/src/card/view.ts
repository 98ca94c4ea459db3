/** What the card shows of a connector: read from Home Assistant's states, nothing of it drawn yet. */

import { isKnown, numberOf, stateOf, titleOf, UNAVAILABLE, type Connector } from "../ha/connectors";
import type { EntityState, HomeAssistant } from "../ha/types";
import { reasonOf } from "./reason";

const NO_ERROR = "no_error";

export type Activity = "offline" | "problem" | "charging" | "paused" | "plugged" | "free";

/** When a plan charges. */
export interface PlannedWindow {
  start: Date;
  end: Date;
  currentA: number | undefined;
  solar: boolean;
}

export interface View {
  title: string;
  activity: Activity;
  /** The connector's status in the user's language; with the error, where it reports one. */
  status: string;
  offlineSince: Date | undefined;
  powerW: number | undefined;
  currentsA: readonly number[];
  sessionEnergyWh: number | undefined;
  sessionStart: Date | undefined;
  person: string | undefined;
  stateOfCharge: number | undefined;
  solarShare: number | undefined;
  reason: string | undefined;
  isRunning: boolean;
  planned: readonly PlannedWindow[];
}

/** The connector's first entity of a domain and key. */
export const entityOf = (connector: Connector, key: string): string | undefined =>
  connector.entities.get(key)?.[0];

const dateOf = (state: EntityState | undefined): Date | undefined => {
  if (!isKnown(state)) return undefined;
  const moment = new Date(state.state);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
};

const textOf = (state: EntityState | undefined): string | undefined =>
  isKnown(state) && state.state !== "" ? state.state : undefined;

const shown = (hass: HomeAssistant, state: EntityState | undefined): string => {
  if (!state) return "";
  return hass.formatEntityState?.(state) ?? state.state;
};

const statusOf = (hass: HomeAssistant, status?: EntityState, error?: EntityState): string => {
  const errs = isKnown(error) && error.state !== NO_ERROR;
  return [shown(hass, status), ...(errs ? [shown(hass, error)] : [])].join(" · ");
};

/** The windows of a plan, as the attribute of its sensor tells them; what is no window is left out. */
export const windowsOf = (attribute: unknown): PlannedWindow[] => {
  if (!Array.isArray(attribute)) return [];
  return attribute.flatMap((entry: unknown) => {
    if (typeof entry !== "object" || entry === null) return [];
    const row = entry as Record<string, unknown>;
    const start = new Date(String(row.start));
    const end = new Date(String(row.end));
    if (Number.isNaN(start.getTime()) || !(end > start)) return [];
    const current = Number(row.current_a);
    return [
      {
        start,
        end,
        currentA: Number.isFinite(current) ? current : undefined,
        solar: row.solar === true,
      },
    ];
  });
};

interface Facts {
  isOffline: boolean;
  hasProblem: boolean;
  isCharging: boolean;
  isRunning: boolean;
  isPluggedIn: boolean;
}

const activityOf = (facts: Facts): Activity => {
  if (facts.isOffline) return "offline";
  if (facts.hasProblem) return "problem";
  if (facts.isCharging) return "charging";
  if (facts.isRunning) return "paused";
  return facts.isPluggedIn ? "plugged" : "free";
};

/** All that the card shows of a connector. */
export const viewOf = (hass: HomeAssistant, connector: Connector): View => {
  const of = (key: string) => stateOf(hass, entityOf(connector, key));
  const isOn = (key: string) => of(key)?.state === "on";
  const connectivity = stateOf(
    hass,
    connector.chargePointEntities.get("binary_sensor.connectivity")?.[0],
  );
  const status = of("sensor.status");
  const isOffline = connectivity
    ? connectivity.state !== "on"
    : status?.state === UNAVAILABLE || status === undefined;
  const isRunning = isOn("switch.charging");
  const plannedStart = of("sensor.planned_start");
  return {
    title: titleOf(hass, connector),
    activity: activityOf({
      isOffline,
      hasProblem: isOn("binary_sensor.problem"),
      isCharging: isOn("binary_sensor.charging"),
      isRunning,
      isPluggedIn: isOn("binary_sensor.cable_connected"),
    }),
    status: statusOf(hass, status, of("sensor.error")),
    offlineSince: isOffline && connectivity ? new Date(connectivity.last_changed) : undefined,
    powerW: numberOf(of("sensor.power")),
    currentsA: (connector.entities.get("sensor.current_phase") ?? [])
      .map((id) => numberOf(stateOf(hass, id)))
      .filter((value) => value !== undefined),
    sessionEnergyWh: numberOf(of("sensor.session_energy")),
    sessionStart: dateOf(of("sensor.session_start")),
    person: textOf(of("sensor.id_tag")),
    stateOfCharge: numberOf(of("sensor.state_of_charge")),
    solarShare: numberOf(of("sensor.session_solar_share")),
    reason: reasonOf(hass, of("sensor.charging_reason")),
    isRunning,
    planned: windowsOf(plannedStart?.attributes.windows),
  };
};
