/** Why a connector charges as it does, as a sentence in the user's language with the numbers that are known. */

import { formatOf, formatWait, type Format } from "../format";
import { isKnown } from "../ha/connectors";
import type { EntityState, HomeAssistant } from "../ha/types";
import { fill, placeholdersOf, say, sayOf, type Word } from "../i18n";

/** The sentences that say more than the state's own text, the most telling one first. */
const SENTENCES: Readonly<Record<string, readonly Word[] | undefined>> = {
  cheap: ["reason_cheap"],
  minimum_soc: ["reason_minimum_soc"],
  waiting_for_surplus: ["reason_waiting_for_surplus_wait", "reason_waiting_for_surplus"],
  minimum_off_time: ["reason_minimum_off_time"],
  holding_minimum: ["reason_holding_minimum"],
  switching_phases: ["reason_switching_phases_wait", "reason_switching_phases"],
  home_battery_first: ["reason_home_battery_first"],
  plan: ["reason_plan"],
  "plan/cheapest": ["reason_plan_cheapest"],
  "plan/solar": ["reason_plan_solar"],
  plan_waiting: ["reason_plan_waiting"],
  "plan_waiting/cheapest": ["reason_plan_waiting_cheapest"],
  "plan_waiting/solar": ["reason_plan_waiting_solar"],
  plan_unreachable: ["reason_plan_unreachable"],
  limited_by_circuit: [
    "reason_limited_by_circuit_wait",
    "reason_limited_by_circuit_phase",
    "reason_limited_by_circuit",
  ],
  limited_by_away: ["reason_limited_by_away"],
  limited_by_grid: ["reason_limited_by_grid_wait", "reason_limited_by_grid"],
  waiting_for_turn: ["reason_waiting_for_turn_wait", "reason_waiting_for_turn"],
  not_running: ["reason_not_running"],
};

/** The circuit that has no name of its own. */
const MAIN = "main";

type Attributes = EntityState["attributes"];
type Values = Map<string, string>;

const numberIn = (attributes: Attributes, name: string): number | undefined => {
  const value = attributes[name];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
};

const textIn = (attributes: Attributes, name: string): string | undefined => {
  const value = attributes[name];
  return typeof value === "string" ? value : undefined;
};

const dateIn = (attributes: Attributes, name: string): Date | undefined => {
  const moment = new Date(textIn(attributes, name) ?? "");
  return Number.isNaN(moment.getTime()) ? undefined : moment;
};

const NUMBERS: Readonly<Record<string, [string, (value: number, format: Format) => string]>> = {
  away_current: ["away_a", (value, format) => `${format.number(value, 0)} A`],
  power: ["power_w", (value, format) => format.power(value)],
  energy: ["energy_wh", (value, format) => `${format.number(value / 1000, 1)} kWh`],
  soc: ["soc_percent", (value, format) => `${format.number(value, 0)} %`],
  target: ["target_percent", (value, format) => `${format.number(value, 0)} %`],
};

const valuesOf = (attributes: Attributes, hass: HomeAssistant, now: Date): Values => {
  const format = formatOf(hass);
  const values: Values = new Map();
  for (const [name, [attribute, written]] of Object.entries(NUMBERS)) {
    const value = numberIn(attributes, attribute);
    if (value !== undefined) values.set(name, written(value, format));
  }
  for (const name of ["price", "price_limit"]) {
    const value = numberIn(attributes, name);
    if (value !== undefined) {
      values.set(name, format.price(value, textIn(attributes, "price_unit")));
    }
  }
  const waitS = numberIn(attributes, "wait_s");
  if (waitS) values.set("wait", formatWait(waitS));
  const phases = numberIn(attributes, "phases");
  if (phases !== undefined) {
    const text = sayOf(hass.language, "phases", phases);
    values.set("phases", fill(text, new Map([["phases", String(phases)]])));
  }
  for (const name of ["circuit", "phase", "away"]) {
    const text = textIn(attributes, name);
    if (text !== undefined) values.set(name, text);
  }
  const circuit = values.get("circuit");
  if (circuit !== undefined) {
    const named = fill(say(hass.language, "named_circuit"), new Map([["name", circuit]]));
    values.set("circuit", circuit === MAIN ? say(hass.language, "main_fuse") : named);
  }
  const [start, end] = [dateIn(attributes, "start"), dateIn(attributes, "end")];
  if (end) values.set("end", format.timeNear(end, now));
  if (start && end) values.set("span", format.span(start, end, now));
  return values;
};

/** The reason's sentence; undefined where nothing is known. */
export const reasonOf = (
  hass: HomeAssistant,
  state: EntityState | undefined,
  now = new Date(),
): string | undefined => {
  if (!isKnown(state) || state.state === "") return undefined;
  const { attributes } = state;
  const hours = `/${textIn(attributes, "hours") ?? ""}`;
  const words = [...(SENTENCES[state.state + hours] ?? []), ...(SENTENCES[state.state] ?? [])];
  const values = valuesOf(attributes, hass, now);
  for (const word of words) {
    const text = say(hass.language, word);
    if (placeholdersOf(text).every((name) => values.has(name))) return fill(text, values);
  }
  return hass.formatEntityState?.(state) ?? state.state;
};
