/**
 * The stretches of time to choose from. Days, months and years are those of the house (Home Assistant's time zone), as in its
 * statistics, sensors and documents, whoever looks: a month's total is the same for everyone.
 */

import { Format } from "../format";
import type { HomeAssistant } from "../ha/types";

export const PERIODS = ["day", "month", "year", "all", "last", "own"] as const;
export type Period = (typeof PERIODS)[number];

/** What the ledger sums by. */
export type Bucket = "hour" | "day" | "month" | "year";

/** A stretch of time from a day such as `2026-11-01` to another one, both within; without days, all of time. */
export interface Span {
  period: Period;
  first: string;
  last: string;
}

const HOUR_MS = 3_600_000;
/** So many bars a chart has of days, and of months, at most. */
const MOST_DAYS = 93;
const MOST_MONTHS = 48;

const textOf = (day: Date) => day.toISOString().slice(0, 10);
const dateOf = (day: string) => new Date(`${day}T00:00Z`);
const dayOf = (year: number, month: number, day: number) =>
  textOf(new Date(Date.UTC(year, month, day)));

/** The day so many days after another one; days of the calendar, whatever the clocks do. */
export const dayAfter = (day: string, days = 1): string => {
  const at = dateOf(day);
  return dayOf(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + days);
};

/** The stretch of a period around a day; `days` are those of `last`, and `own` keeps the days that it had. */
export const spanOf = (period: Period, day: string, days = 30, own?: Span): Span => {
  const at = dateOf(day);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  switch (period) {
    case "day":
      return { period, first: day, last: day };
    case "month":
      return { period, first: dayOf(year, month, 1), last: dayOf(year, month + 1, 0) };
    case "year":
      return { period, first: dayOf(year, 0, 1), last: dayOf(year, 12, 0) };
    case "all":
      return { period, first: "", last: "" };
    case "last":
      return { period, first: dayAfter(day, -days), last: day };
    case "own": {
      const kept = own?.first ? own : undefined;
      return { period, first: kept?.first ?? day, last: kept?.last ?? day };
    }
  }
};

/** The day, month or year before (`-1`) or after (`1`); the same stretch where there is none. */
export const stepped = (span: Span, step: -1 | 1): Span => {
  const { period, first, last } = span;
  if (period !== "day" && period !== "month" && period !== "year") return span;
  return spanOf(period, step > 0 ? dayAfter(last) : dayAfter(first, -1));
};

/** What the bars from one day to another one stand for. */
export const bucketOf = (first: string, last: string): Bucket => {
  if (first === last) return "hour";
  const days = (dateOf(last).getTime() - dateOf(first).getTime()) / (24 * HOUR_MS) + 1;
  if (days <= MOST_DAYS) return "day";
  const [begin, end] = [dateOf(first), dateOf(last)];
  const years = end.getUTCFullYear() - begin.getUTCFullYear();
  const months = years * 12 + end.getUTCMonth() - begin.getUTCMonth() + 1;
  return months <= MOST_MONTHS ? "month" : "year";
};

const LENGTHS: Readonly<Record<Bucket, number>> = { hour: 0, day: 10, month: 7, year: 4 };

/** The bar that a row's period belongs to: `2026-11-30`, `2026-11`, `2026`; of an hour, its moment. */
export const keyOf = (period: string, bucket: Bucket): string =>
  bucket === "hour"
    ? new Date(Math.floor(Date.parse(period) / HOUR_MS) * HOUR_MS).toISOString()
    : period.slice(0, LENGTHS[bucket]);

/** The keys of all bars of a stretch of time; a day has 23, 24 or 25 hours, as the clocks change. */
export const keysOf = (first: string, last: string, bucket: Bucket, house: Format): string[] => {
  if (bucket === "hour") {
    const begin = Math.floor(house.midnight(first).getTime() / HOUR_MS) * HOUR_MS;
    const end = house.midnight(dayAfter(last)).getTime();
    const keys: string[] = [];
    for (let at = begin; at < end; at += HOUR_MS) keys.push(new Date(at).toISOString());
    return keys;
  }
  const keys: string[] = [];
  let day = first;
  while (day <= last) {
    keys.push(day.slice(0, LENGTHS[bucket]));
    day = dayAfter(spanOf(bucket, day).last);
  }
  return keys;
};

/** How the house's days begin and end, written as the user's profile says. */
export const houseFormat = (hass: HomeAssistant): Format =>
  new Format(
    { ...(hass.locale ?? { language: hass.language }), time_zone: "server" },
    hass.config.time_zone,
  );

/** The moments of a stretch of time for an action: `start` is within, `end` is not. */
export const momentsOf = (span: Span, house: Format): { start?: string; end?: string } => ({
  ...(span.first && { start: house.midnight(span.first).toISOString() }),
  ...(span.last && { end: house.midnight(dayAfter(span.last)).toISOString() }),
});
