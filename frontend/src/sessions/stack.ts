/** From the rows of `plug_control.get_session_totals` to the bars of a chart. */

import { keyOf, type Bucket } from "./period";
import { knownWh } from "./session";

export const MEASURES = ["energy", "cost", "sun"] as const;
export type Measure = (typeof MEASURES)[number];

export const GROUPS = ["person", "car", "connector", "source", "none"] as const;
export type Group = (typeof GROUPS)[number];

/** The sums of a period and a group; null where no session of them has a value. */
export interface TotalRow {
  period: string | null;
  key: string | null;
  name: string | null;
  sessions: number;
  energy_wh: number;
  grid_wh: number | null;
  solar_wh: number | null;
  battery_wh: number | null;
  cost: number | null;
  saved: number | null;
  co2_g: number | null;
  /** Null where no cost is known, or costs have several currencies. */
  currency: string | null;
  cost_by_currency: Readonly<Record<string, number>>;
  /** How many of the sessions have no known cost. */
  without_cost: number;
  /** How many of those with energy have no known CO2. */
  without_co2: number;
  estimated: boolean;
}

/** The key of what is left over; no group's own key has a line break. */
const REST = "\nrest";

export interface Series {
  key: string;
  /** Empty: sessions without one; undefined: those of the groups that have no colour of their own. */
  name: string | undefined;
  color: string;
}

/** A part of a bar, from one value to another one, and what its group has in all. */
export interface Segment {
  series: Series;
  from: number;
  to: number;
  sums: Sums;
  estimated: boolean;
}

export interface Stack {
  key: string;
  segments: readonly Segment[];
  /** The value of the whole bar; undefined where nothing is known. */
  value: number | undefined;
  estimated: boolean;
}

export type Sums = Omit<TotalRow, "period" | "key" | "name" | "currency" | "cost_by_currency">;

const NUMBERS = ["grid_wh", "solar_wh", "battery_wh", "cost", "saved", "co2_g"] as const;

/** The sum of rows; a number that no row knows stays null, one that some know is the sum of these. */
export const sumsOf = (rows: readonly TotalRow[]): Sums => {
  const sums: Sums = {
    sessions: 0,
    energy_wh: 0,
    grid_wh: null,
    solar_wh: null,
    battery_wh: null,
    cost: null,
    saved: null,
    co2_g: null,
    without_cost: 0,
    without_co2: 0,
    estimated: false,
  };
  for (const row of rows) {
    sums.sessions += row.sessions;
    sums.energy_wh += row.energy_wh;
    sums.without_cost += row.without_cost;
    sums.without_co2 += row.without_co2;
    sums.estimated ||= row.estimated;
    for (const name of NUMBERS) {
      const value = row[name];
      if (value !== null) sums[name] = (sums[name] ?? 0) + value;
    }
  }
  return sums;
};

/** The currencies of rows with money, that of the most sessions first. */
export const currenciesOf = (rows: readonly TotalRow[]): string[] => {
  const counts = new Map<string, number>();
  for (const row of rows)
    for (const currency of Object.keys(row.cost_by_currency))
      counts.set(currency, (counts.get(currency) ?? 0) + row.sessions);
  return [...counts].sort(([, one], [, other]) => other - one).map(([currency]) => currency);
};

/** The rows that have money of this currency, with no other. */
export const inCurrency = (rows: readonly TotalRow[], currency: string | undefined): TotalRow[] =>
  rows.flatMap((row) => {
    const cost = row.cost_by_currency[currency ?? ""];
    if (cost === undefined) return [];
    return [{ ...row, cost, saved: row.currency === currency ? row.saved : null }];
  });

/** The groups of rows, the one with the most energy first; what is left over shares the last place. */
export const seriesOf = (
  rows: readonly TotalRow[],
  colors: readonly string[],
  restColor: string,
): Series[] => {
  const groups = new Map<string, { name: string; energyWh: number }>();
  for (const row of rows) {
    const key = row.key ?? "";
    const group = groups.get(key);
    if (group) group.energyWh += row.energy_wh;
    else groups.set(key, { name: row.name ?? row.key ?? "", energyWh: row.energy_wh });
  }
  const sorted = [...groups].sort(([, one], [, other]) => other.energyWh - one.energyWh);
  const room = sorted.length > colors.length ? colors.length - 1 : colors.length;
  const series = sorted.slice(0, room).map(([key, { name }], index) => ({
    key,
    name,
    color: colors[index] ?? restColor,
  }));
  if (sorted.length <= room) return series;
  return [...series, { key: REST, name: undefined, color: restColor }];
};

/** What a group adds to its bar. Sun is in percent of the whole bar's energy, so that the parts add up to the bar's share. */
const valueOf = (measure: Measure, sums: Sums, whole: Sums): number | undefined => {
  switch (measure) {
    case "energy":
      return sums.energy_wh;
    case "cost":
      return sums.cost ?? undefined;
    case "sun": {
      const known = knownWh(whole);
      return sums.solar_wh === null || known <= 0 ? undefined : (sums.solar_wh / known) * 100;
    }
  }
};

/** Parts on top of each other from 0 up, those of negative values from 0 down. */
const pile = (parts: readonly (readonly [Series, Sums, number | undefined])[]): Segment[] => {
  let [above, below] = [0, 0];
  const segments: Segment[] = [];
  for (const [series, sums, value] of parts) {
    if (!value) continue;
    const from = value > 0 ? above : below;
    if (value > 0) above += value;
    else below += value;
    segments.push({ series, from, to: from + value, sums, estimated: sums.estimated });
  }
  return segments;
};

const byKey = (rows: readonly TotalRow[], bucket: Bucket): Map<string, TotalRow[]> => {
  const found = new Map<string, TotalRow[]>();
  for (const row of rows) {
    if (!row.period) continue;
    const key = keyOf(row.period, bucket);
    const those = found.get(key);
    if (those) those.push(row);
    else found.set(key, [row]);
  }
  return found;
};

/** The rows of a series; those of the rest are all that have no series of their own. */
export const rowsOf = (
  rows: readonly TotalRow[],
  one: Series,
  series: readonly Series[],
): readonly TotalRow[] => {
  if (one.key !== REST) return rows.filter((row) => (row.key ?? "") === one.key);
  const own = new Set(series.map(({ key }) => key));
  return rows.filter((row) => !own.has(row.key ?? ""));
};

/** The bars of the keys, each stacked by the series. */
export const stacksOf = (
  rows: readonly TotalRow[],
  keys: readonly string[],
  bucket: Bucket,
  series: readonly Series[],
  measure: Measure,
): Stack[] => {
  const found = byKey(rows, bucket);
  return keys.map((key) => {
    const all = found.get(key) ?? [];
    const whole = sumsOf(all);
    const parts = series.map((one) => {
      const mine = rowsOf(all, one, series);
      const sums = sumsOf(mine);
      return [one, sums, mine.length ? valueOf(measure, sums, whole) : undefined] as const;
    });
    const value = all.length ? valueOf(measure, whole, whole) : undefined;
    return { key, segments: pile(parts), value, estimated: whole.estimated };
  });
};

/** Rows without groups as rows of the sources that their energy came from; `names` has their words. */
export const bySource = (
  rows: readonly TotalRow[],
  names: Readonly<Record<"solar" | "battery" | "grid" | "unknown", string>>,
): TotalRow[] =>
  rows.flatMap((row) => {
    const none = { ...row, grid_wh: null, solar_wh: null, battery_wh: null, cost: null };
    const unknown = Math.max(row.energy_wh - knownWh(row), 0);
    const parts = [
      ["solar", row.solar_wh],
      ["battery", row.battery_wh],
      ["grid", row.grid_wh],
      ["unknown", unknown >= 1 ? unknown : null],
    ] as const;
    return parts
      .filter(([, wh]) => wh !== null && wh > 0)
      .map(([key, wh]) => ({ ...none, key, name: names[key], energy_wh: wh ?? 0 }));
  });

/** Values between which a chart has lines, such as 0, 5, 10, that hold all bars. */
export const ticksOf = (least: number, most: number, lines = 4): number[] => {
  const range = Math.max(most, 0) - Math.min(least, 0);
  if (!(range > 0)) return [0, 1];
  const rough = range / lines;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
  const first = Math.floor(Math.min(least, 0) / step + 1e-9);
  const last = Math.ceil(Math.max(most, 0) / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
};
