/** Where things are on the ribbon: moments and powers as shares of its width and height. */

import type { PriceStep } from "../card/view";
import type { Format } from "../format";
import type { PowerStep } from "./data";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
/** The picture's own units. */
export const WIDTH = 1000;
export const HEIGHT = 100;
/** A pulled flag stands at quarters of an hour. */
export const SNAP_MS = 15 * MINUTE_MS;
/** How much of the future is seen at least, and at most. */
const LEAST_AHEAD_MS = 13 * HOUR_MS;
const MOST_AHEAD_MS = 20 * HOUR_MS;
const BESIDE_FLAG_MS = 1.5 * HOUR_MS;
const LEAST_SCALE_W = 1400;

export interface Span {
  from: number;
  to: number;
}

/** The 24 hours that are seen: with the deadline in them where it is not too far, moved by `shiftMs`. */
export const spanOf = (now: number, readyAt: number | undefined, shiftMs = 0): Span => {
  const wanted = readyAt === undefined ? 0 : readyAt - now + BESIDE_FLAG_MS;
  const ahead = wanted > MOST_AHEAD_MS ? LEAST_AHEAD_MS : Math.max(LEAST_AHEAD_MS, wanted);
  const to = Math.ceil((now + ahead) / SNAP_MS) * SNAP_MS + shiftMs;
  return { from: to - DAY_MS, to };
};

export const clamp = (value: number, least: number, most: number): number =>
  Math.min(Math.max(value, least), most);

/** Where a moment is: 0 at the left, 1 at the right edge, never beyond. */
export const shareOf = (at: number, { from, to }: Span): number =>
  clamp((at - from) / (to - from), 0, 1);

export const atOf = (share: number, { from, to }: Span): number =>
  from + clamp(share, 0, 1) * (to - from);

export const isIn = (at: number, { from, to }: Span): boolean => at >= from && at <= to;

export const snap = (at: number): number => Math.round(at / SNAP_MS) * SNAP_MS;

const x = (at: number, span: Span) => (shareOf(at, span) * WIDTH).toFixed(1);

/** The highest power that is drawn, in round kW, so that the scale does not change with every reading. */
export const topOf = (powersW: readonly number[]): number => {
  const most = Math.max(LEAST_SCALE_W, ...powersW);
  const step = most > 8000 ? 2000 : 1000;
  return Math.ceil(most / step) * step;
};

/** The area under steps of power, as an SVG path; steps that touch are one piece. */
export const areaOf = (steps: readonly PowerStep[], span: Span, topW: number): string => {
  let path = "";
  let end: number | undefined;
  for (const { from, to, powerW } of steps) {
    if (to <= span.from || from >= span.to || powerW <= 0) continue;
    const y = ((1 - Math.min(powerW / topW, 1)) * HEIGHT).toFixed(1);
    if (end !== from)
      path += `${end === undefined ? "" : `V${HEIGHT}Z`}M${x(from, span)},${HEIGHT}`;
    path += `V${y}H${x(to, span)}`;
    end = to;
  }
  return end === undefined ? "" : `${path}V${HEIGHT}Z`;
};

/** A span of time as a part of the width. */
export const barOf = (from: number, to: number, span: Span): { x: number; width: number } => {
  const left = shareOf(from, span) * WIDTH;
  return { x: left, width: shareOf(to, span) * WIDTH - left };
};

export interface PriceBar {
  x: number;
  width: number;
  /** 0 for the cheapest that is seen, 1 for the dearest. */
  dear: number;
}

/** The prices that are seen, each with how dear it is among them. */
export const priceBarsOf = (prices: readonly PriceStep[], span: Span): PriceBar[] => {
  const seen = pricesIn(prices, span);
  const values = seen.map((step) => step.price);
  const least = Math.min(...values);
  const range = Math.max(...values) - least;
  return seen.map((step) => ({
    ...barOf(step.start.getTime(), step.end.getTime(), span),
    dear: range > 0 ? (step.price - least) / range : 0.5,
  }));
};

export const pricesIn = (prices: readonly PriceStep[], { from, to }: Span): PriceStep[] =>
  prices.filter((step) => step.end.getTime() > from && step.start.getTime() < to);

/** The step that a moment is in. */
export const stepAt = <T extends Span>(steps: readonly T[], at: number): T | undefined =>
  steps.find((step) => step.from <= at && at < step.to);

/** How far a deadline can be pulled; undefined: not at all, in what is seen. */
export const pullRangeOf = (
  now: number,
  readyAt: number,
  repeat: string,
  span: Span,
  house: Format,
): Span | undefined => {
  let from = Math.ceil((now + SNAP_MS) / SNAP_MS) * SNAP_MS;
  let to = Math.min(span.to, Math.floor((now + DAY_MS - SNAP_MS) / SNAP_MS) * SNAP_MS);
  from = Math.max(from, Math.ceil(span.from / SNAP_MS) * SNAP_MS);
  if (repeat !== "once" && repeat !== "daily") {
    // On another day of the week it would be another plan.
    const day = house.dayOf(new Date(readyAt));
    const midnight = house.midnight(day).getTime();
    from = Math.max(from, midnight);
    to = Math.min(
      to,
      house.midnight(house.dayOf(new Date(midnight + 36 * HOUR_MS))).getTime() - SNAP_MS,
    );
  }
  return from <= to ? { from, to } : undefined;
};

/** A moment as a time of day such as `06:30:00` in the house's time zone. */
export const timeOfDayOf = (at: number, house: Format): string => {
  const time = new Intl.DateTimeFormat("sv-SE", {
    ...{ hour: "2-digit", minute: "2-digit", second: "2-digit" },
    timeZone: house.timeZone,
  });
  return time.format(at);
};

/** The next moment at which it is such a time of day in the house's time zone; undefined: it is none. */
export const nextTimeOf = (time: string, now: number, house: Format): number | undefined => {
  const match = /^(\d\d):(\d\d)/.exec(time);
  if (!match) return undefined;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  for (const ahead of [0, 1, 2]) {
    const noon = house.midnight(house.dayOf(new Date(now))).getTime() + (ahead * 24 + 12) * HOUR_MS;
    const midnight = house.midnight(house.dayOf(new Date(noon))).getTime();
    // On a day when the clocks change, the time of day tells how far off the first guess is.
    const guess = midnight + minutes * MINUTE_MS;
    const [hour, minute] = timeOfDayOf(guess, house).split(":").map(Number);
    const off = (hour ?? 0) * 60 + (minute ?? 0) - minutes;
    const at = guess - off * MINUTE_MS;
    if (at > now) return at;
  }
  return undefined;
};

/** The scale of a target in kWh: round, so that there is room to pull it up. */
export const mostKwhOf = (energyKwh: number, most: number): number =>
  Math.min(most, Math.max(40, Math.ceil((energyKwh * 1.5) / 20) * 20));
