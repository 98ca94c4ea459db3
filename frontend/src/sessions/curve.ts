/** The power of a connector during a session: what the recorder has, finer where its states are still there. */

import { pointsOf, type HistoryState, type Point } from "../card/graph";
import type { HomeAssistant } from "../ha/types";
import type { Slot } from "./queries";

const HOUR_MS = 3_600_000;
const QUARTER_MS = 900_000;
/** A history that begins so much later than the session has lost its beginning. */
const GAP_MS = 600_000;

interface Statistic {
  /** Milliseconds since the epoch. */
  start: number;
  end: number;
  mean?: number | null;
}

/** What a curve is made of, the finest first. */
export type Origin = "states" | "minutes" | "hours" | "slots";

export interface Curve {
  points: readonly Point[];
  origin: Origin;
}

/** Means of stretches of time as steps; where one is missing, no power. */
export const stepsOf = (statistics: readonly Statistic[]): Point[] =>
  statistics.flatMap(({ start, end, mean }, index) => {
    const step = { at: start, powerW: mean ?? 0 };
    const next = statistics[index + 1];
    return next?.start === end ? [step] : [step, { at: end, powerW: 0 }];
  });

/** How long each slot of a session is: a quarter of an hour, or an hour where none begins in between. */
export const slotMs = (slots: readonly Slot[]): number =>
  slots.some(({ start }) => Date.parse(start) % HOUR_MS !== 0) ||
  slots.some((slot, index) => {
    const next = slots[index + 1];
    return next && Date.parse(next.start) - Date.parse(slot.start) < HOUR_MS;
  })
    ? QUARTER_MS
    : HOUR_MS;

/** The power that the slots' energy means, within the session. */
export const powerOfSlots = (slots: readonly Slot[], from: number, to: number): Point[] => {
  const length = slotMs(slots);
  return stepsOf(
    slots.flatMap((slot) => {
      const start = Math.max(Date.parse(slot.start), from);
      const end = Math.min(Date.parse(slot.start) + length, to);
      if (end <= start) return [];
      return [{ start, end, mean: (slot.energy_wh * HOUR_MS) / (end - start) }];
    }),
  );
};

const hasBeginning = (points: readonly Point[], from: number): boolean => {
  const first = points[0];
  return first !== undefined && first.at <= from + GAP_MS;
};

const statesOf = async (hass: HomeAssistant, entity: string, from: number, to: number) => {
  const history = await hass.callWS<Record<string, HistoryState[] | undefined>>({
    type: "history/history_during_period",
    start_time: new Date(from).toISOString(),
    end_time: new Date(to).toISOString(),
    entity_ids: [entity],
    minimal_response: true,
    no_attributes: true,
    significant_changes_only: false,
  });
  const unit = hass.states[entity]?.attributes.unit_of_measurement;
  return pointsOf(history[entity] ?? [], unit === "kW" ? 1000 : 1);
};

const meansOf = async (
  hass: HomeAssistant,
  entity: string,
  from: number,
  to: number,
  period: "5minute" | "hour",
) => {
  const found = await hass.callWS<Record<string, Statistic[] | undefined>>({
    type: "recorder/statistics_during_period",
    start_time: new Date(from).toISOString(),
    end_time: new Date(to).toISOString(),
    statistic_ids: [entity],
    period,
    types: ["mean"],
    units: { power: "W" },
  });
  return stepsOf(found[entity] ?? []);
};

/** The power from one moment to another: the recorder's states, else its statistics, else that of the session's slots. */
export const curveOf = async (
  hass: HomeAssistant,
  entity: string | undefined,
  slots: readonly Slot[],
  from: number,
  to: number,
): Promise<Curve | undefined> => {
  const ways: readonly (readonly [Origin, () => Promise<Point[]>])[] = entity
    ? [
        ["states", () => statesOf(hass, entity, from, to)],
        ["minutes", () => meansOf(hass, entity, from, to, "5minute")],
      ]
    : [];
  for (const [origin, look] of ways) {
    const points = await look().catch(() => []); // without the recorder there is no past
    if (hasBeginning(points, from)) return { points, origin };
  }
  if (slots.length) return { points: powerOfSlots(slots, from, to), origin: "slots" };
  if (!entity) return undefined;
  const hour = Math.floor(from / HOUR_MS) * HOUR_MS;
  const points = await meansOf(hass, entity, hour, to, "hour").catch(() => []);
  return points.length ? { points, origin: "hours" } : undefined;
};
