/** What the card shows of a connector: read from Home Assistant's states, nothing of it drawn yet. */

import { isKnown, numberOf, stateOf, titleOf, UNAVAILABLE, type Connector } from "../ha/connectors";
import type { EntityState, HomeAssistant } from "../ha/types";
import { reasonOf } from "./reason";

const NO_ERROR = "no_error";
const OFF = "off";

export type Activity = "offline" | "problem" | "charging" | "off" | "paused" | "plugged" | "free";

/** When a plan charges. */
export interface PlannedWindow {
  start: Date;
  end: Date;
  currentA: number | undefined;
  price: number | undefined;
  solar: boolean;
}

/** A price for as long as it holds. */
export interface PriceStep {
  start: Date;
  end: Date;
  price: number;
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
  /** The car that is plugged in, where it is recognised. */
  car: string | undefined;
  stateOfCharge: number | undefined;
  solarShare: number | undefined;
  reason: string | undefined;
  isRunning: boolean;
  isPluggedIn: boolean;
  /** The user switched charging off by the mode. */
  isOff: boolean;
  planned: readonly PlannedWindow[];
  prices: readonly PriceStep[];
  priceUnit: string;
}

/** The connector's first entity of a domain and key. */
export const entityOf = (connector: Connector, key: string): string | undefined =>
  connector.entities.get(key)?.[0];

const momentOf = (told: unknown): Date | undefined => {
  const moment = typeof told === "string" ? new Date(told) : undefined;
  return moment && Number.isFinite(moment.getTime()) ? moment : undefined;
};

const textIn = (told: unknown): string | undefined =>
  typeof told === "string" && told !== "" ? told : undefined;

const textOf = (state: EntityState | undefined): string | undefined =>
  isKnown(state) && state.state !== "" ? state.state : undefined;

const shown = (hass: HomeAssistant, state: EntityState | undefined): string => {
  if (!state) return "";
  return hass.formatEntityState?.(state) ?? state.state;
};

/** The states of a line that there are, in the user's language. */
const line = (hass: HomeAssistant, ...states: (EntityState | undefined)[]): string =>
  states
    .map((state) => shown(hass, state))
    .filter(Boolean)
    .join(" · ");

interface Row {
  start: Date;
  end: Date;
  row: Record<string, unknown>;
}

/** The rows of an attribute that last from a start to an end; what is none is left out. */
const rowsOf = (attribute: unknown): Row[] => {
  if (!Array.isArray(attribute)) return [];
  return attribute.flatMap((entry: unknown) => {
    if (typeof entry !== "object" || entry === null) return [];
    const row = entry as Record<string, unknown>;
    const [start, end] = [new Date(String(row.start)), new Date(String(row.end))];
    return end > start ? [{ start, end, row }] : [];
  });
};

const finite = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;

/** The windows of a plan, as the attribute of its sensor tells them. */
export const windowsOf = (attribute: unknown): PlannedWindow[] =>
  rowsOf(attribute).map(({ start, end, row }) => ({
    start,
    end,
    currentA: finite(row.current_a),
    price: finite(row.price),
    solar: row.solar === true,
  }));

/** The power that the charger says it will allow from a moment to another. */
export interface AllowedPeriod {
  start: Date;
  end: Date;
  currentA: number;
  powerW: number;
}

/** The periods of a composite schedule, as the action `get_composite_schedule` answers them. */
export const allowedOf = (periods: unknown): AllowedPeriod[] =>
  rowsOf(periods).flatMap(({ start, end, row }) => {
    const [currentA, powerW] = [finite(row.current_a), finite(row.power_w)];
    return currentA === undefined || powerW === undefined ? [] : [{ start, end, currentA, powerW }];
  });

/** The prices that a plan goes by, as the attribute of its sensor tells them. */
export const pricesOf = (attribute: unknown): PriceStep[] =>
  rowsOf(attribute).flatMap(({ start, end, row }) => {
    const price = finite(row.price);
    return price === undefined ? [] : [{ start, end, price }];
  });

interface Facts {
  isOffline: boolean;
  hasProblem: boolean;
  isCharging: boolean;
  isRunning: boolean;
  isPluggedIn: boolean;
  isOff: boolean;
}

const activityOf = (facts: Facts): Activity => {
  if (facts.isOffline) return "offline";
  if (facts.hasProblem) return "problem";
  if (facts.isCharging) return "charging";
  if (facts.isOff) return "off";
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
  const error = of("sensor.error");
  const mode = of("select.charging_mode");
  const isOff = mode?.state === OFF && !isOn("switch.plan");
  const isOffline = connectivity
    ? connectivity.state !== "on"
    : status?.state === UNAVAILABLE || status === undefined;
  const isRunning = isOn("switch.charging");
  const isPluggedIn = isRunning || isOn("binary_sensor.cable_connected");
  const car = of("select.car")?.attributes;
  const own = stateOf(hass, textIn(car?.state_of_charge_entity));
  const plannedStart = of("sensor.planned_start");
  const unit = plannedStart?.attributes.price_unit;
  return {
    title: titleOf(hass, connector),
    activity: activityOf({
      isOffline,
      hasProblem: isOn("binary_sensor.problem"),
      isCharging: isOn("binary_sensor.charging"),
      isRunning,
      isPluggedIn: isOn("binary_sensor.cable_connected"),
      isOff,
    }),
    status: line(
      hass,
      isOff ? mode : undefined,
      status,
      isKnown(error) && error.state !== NO_ERROR ? error : undefined,
    ),
    offlineSince: isOffline && connectivity ? new Date(connectivity.last_changed) : undefined,
    powerW: numberOf(of("sensor.power")),
    currentsA: (connector.entities.get("sensor.current_phase") ?? [])
      .map((id) => numberOf(stateOf(hass, id)))
      .filter((value) => value !== undefined),
    sessionEnergyWh: numberOf(of("sensor.session_energy")),
    sessionStart: momentOf(of("sensor.session_energy")?.attributes.last_reset),
    person: textOf(of("sensor.id_tag")),
    car: textIn(car?.car),
    stateOfCharge: numberOf(of("sensor.state_of_charge")) ?? numberOf(own),
    solarShare: numberOf(of("sensor.session_solar_share")),
    reason: reasonOf(hass, of("sensor.charging_reason")),
    isRunning,
    isPluggedIn,
    isOff,
    planned: windowsOf(plannedStart?.attributes.windows),
    prices: pricesOf(plannedStart?.attributes.prices),
    priceUnit: typeof unit === "string" ? unit : "",
  };
};
