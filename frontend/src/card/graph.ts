/** Powers over time, as SVG paths. */

import type { Format } from "../format";
import type { AllowedPeriod } from "./view";

const HOUR_MS = 3_600_000;
const WIDTH = 320;
const HEIGHT = 72;
/** So many hours of the day stand under the picture at most. */
const MOST_HOURS = 6;
const HOUR_STEPS = [1, 2, 3, 4, 6, 12];

/** A power from a moment on. */
export interface Point {
  at: number;
  powerW: number;
}

export interface HistoryState {
  s: string;
  /** Seconds since the epoch. */
  lu: number;
}

/** The recorder's compressed states as points; what is no number counts as no power. */
export const pointsOf = (states: readonly HistoryState[], factor: number): Point[] =>
  states.map(({ s, lu }) => {
    const value = Number(s);
    return { at: lu * 1000, powerW: Number.isFinite(value) && s !== "" ? value * factor : 0 };
  });

/** The area under a power that stays until it changes, as an SVG path in [0, width] × [0, height]. */
export const areaPath = (
  points: readonly Point[],
  from: number,
  to: number,
  now: number,
  topW: number,
): string => {
  const x = (at: number) => ((Math.max(at, from) - from) / (to - from)) * WIDTH;
  const y = (powerW: number) => HEIGHT - (Math.max(powerW, 0) / topW) * HEIGHT;
  const visible = points.filter((_, index) => (points[index + 1]?.at ?? now) > from);
  const first = visible[0];
  if (!first) return "";
  const steps = visible.map((point, index) => {
    const until = visible[index + 1]?.at ?? now;
    return `V${y(point.powerW).toFixed(1)}H${x(until).toFixed(1)}`;
  });
  return `M${x(first.at).toFixed(1)},${HEIGHT}${steps.join("")}V${HEIGHT}Z`;
};

/** The full hours to write under the picture, spread evenly over the day of the profile's time zone. */
export const hoursOf = (from: number, to: number, format: Format): number[] => {
  const step = HOUR_STEPS.find((hours) => (to - from) / HOUR_MS / hours <= MOST_HOURS) ?? 12;
  const hours: number[] = [];
  for (let at = Math.ceil(from / HOUR_MS) * HOUR_MS; at <= to; at += HOUR_MS) {
    if (format.hourOf(new Date(at)) % step === 0) hours.push(at);
  }
  return hours;
};

/** What the charger will allow between two moments, as an SVG path of steps in [0, width] × [0, height]. */
export const allowedPath = (
  periods: readonly AllowedPeriod[],
  from: number,
  to: number,
  topW: number,
): string => {
  const x = (at: Date) => {
    const share = (Math.min(Math.max(at.getTime(), from), to) - from) / (to - from);
    return (share * WIDTH).toFixed(1);
  };
  const y = (powerW: number) => ((1 - Math.min(powerW / topW, 1)) * HEIGHT).toFixed(1);
  return periods
    .filter((period) => period.end.getTime() > from && period.start.getTime() < to)
    .map((period, index) => {
      const [left, top] = [x(period.start), y(period.powerW)];
      return `${index ? `L${left},${top}` : `M${left},${top}`}H${x(period.end)}`;
    })
    .join("");
};
