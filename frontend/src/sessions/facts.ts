/** What is known of a session or of the sum of some, as pairs of a word and a text; what nobody knows has none. */

import { formatDuration, type Format } from "../format";
import { fill, sayOf, type Word } from "../i18n";
import type { SessionDetail } from "./queries";
import { durationS, sunShare, type Session } from "./session";
import { currenciesOf, inCurrency, sumsOf, type TotalRow } from "./stack";

export interface Fact {
  word: Word;
  text: string;
  /** A second, smaller text. */
  more?: string;
}

const isKnown = (value: number | null | undefined): value is number => typeof value === "number";

interface Worth {
  energy_wh: number;
  grid_wh?: number | null;
  solar_wh?: number | null;
  battery_wh?: number | null;
  co2_g?: number | null;
}

/** Why we set a session aside ourselves; any other note is what the back end said. */
const REASONS = [
  "restored_backup",
  "no_start",
  "no_answer",
  "closes_connection",
  "no_transaction_id",
] as const;

const isReason = (note: string | null): note is (typeof REASONS)[number] =>
  REASONS.some((reason) => reason === note);

/** Where a session was reported, and when or why not. */
export const deliveriesOf = (
  row: Session,
  { format, say }: { format: Format; say: (word: Word) => string },
): Fact[] =>
  (row.back_ends ?? []).map(({ back_end, state, delivered_at, note }) => {
    const why = state === "set_aside" && isReason(note) ? note : undefined;
    if (why) {
      const text = fill(say("back_end_aside"), new Map([["why", say(`back_end_why_${why}`)]]));
      return { word: "reported_to", text: back_end, more: text };
    }
    const when = delivered_at ? format.dateTime(new Date(delivered_at)) : "";
    const told = fill(say(`back_end_${state}`), new Map([["when", when]])).trim();
    return {
      word: "reported_to",
      text: back_end,
      more: note && state !== "delivered" ? `${told} (${note})` : told,
    };
  });

/** Money of one currency. */
export interface Amounts {
  currency: string;
  cost: number | null;
  saved: number | null;
}

/** Money of several currencies, which are not added up. */
const moneyOf = (
  amounts: readonly Amounts[],
  name: "cost" | "saved",
  format: Format,
  least = -Infinity,
): string =>
  amounts
    .flatMap(({ currency, [name]: value }) =>
      value !== null && value >= least ? [format.money(value, currency)] : [],
    )
    .join(" + ");

/** The money of one session. */
export const amountsOf = ({ currency, cost, saved }: Session): Amounts[] =>
  currency ? [{ currency, cost: cost ?? null, saved: saved ?? null }] : [];

/** What rows cost, in each currency; empty where it is unknown. */
export const costOf = (rows: readonly TotalRow[], format: Format): string =>
  moneyOf(sumsIn(rows), "cost", format);

const sumsIn = (rows: readonly TotalRow[]): Amounts[] =>
  currenciesOf(rows).map((currency) => {
    const { cost, saved } = sumsOf(inCurrency(rows, currency));
    return { currency, cost, saved };
  });

/** The figures of what was charged: energy, cost, sun, what it saved, CO2; `isPart`: the cost is not that of all energy. */
export const figuresOf = (
  worth: Worth,
  amounts: readonly Amounts[],
  format: Format,
  about: { estimated?: boolean | undefined; energyEstimated?: boolean; isPart?: boolean } = {},
): Fact[] => {
  const mark = (text: string, estimated: boolean | undefined) => (estimated ? `≈ ${text}` : text);
  const facts: Fact[] = [
    { word: "energy", text: mark(format.energy(worth.energy_wh), about.energyEstimated) },
  ];
  const cost = moneyOf(amounts, "cost", format);
  if (cost) {
    const [only] = amounts;
    const isWhole = worth.energy_wh > 0 && !about.isPart && amounts.length === 1;
    facts.push({
      word: "cost",
      text: mark(cost, about.estimated),
      ...(isWhole &&
        only && {
          more: `${format.money((only.cost ?? 0) / (worth.energy_wh / 1000), only.currency, 3)}/kWh`,
        }),
    });
  }
  const sun = sunShare(worth);
  if (sun !== undefined && (worth.solar_wh ?? 0) > 0) {
    facts.push({
      word: "solar_share",
      text: mark(format.percent(sun), about.estimated),
      more: format.energy(worth.solar_wh ?? 0),
    });
  }
  const saved = moneyOf(amounts, "saved", format, 0.005);
  if (saved) facts.push({ word: "saved", text: mark(saved, about.estimated) });
  if (isKnown(worth.co2_g)) {
    facts.push({ word: "co2", text: mark(format.mass(worth.co2_g), about.estimated) });
  }
  return facts;
};

/** How many sessions have no known cost, in words. */
export const unpaidText = (count: number, format: Format, language: string | undefined): string =>
  fill(sayOf(language, "cost_unknown", count), new Map([["count", format.number(count, 0)]]));

/** The figures of the sum of sessions: money of each currency, and how many sessions have none known. */
export const totalFigures = (
  rows: readonly TotalRow[],
  format: Format,
  language: string | undefined,
): Fact[] => {
  const all = sumsOf(rows);
  const unpaid = all.without_cost;
  const figures = figuresOf(all, sumsIn(rows), format, {
    estimated: all.estimated,
    isPart: unpaid > 0,
  });
  const more: Partial<Record<Word, string>> = {
    energy: fill(
      sayOf(language, "session_count", all.sessions),
      new Map([["count", format.number(all.sessions, 0)]]),
    ),
    ...(unpaid && { cost: unpaidText(unpaid, format, language) }),
    ...(all.without_co2 && {
      co2: fill(
        sayOf(language, "co2_unknown", all.without_co2),
        new Map([["count", format.number(all.without_co2, 0)]]),
      ),
    }),
  };
  return figures.map((fact) => {
    const text = more[fact.word];
    return text ? { ...fact, more: text } : fact;
  });
};

/** The session's times, powers and meter readings. */
export const measuredOf = (row: SessionDetail, format: Format): Fact[] => {
  const facts: Fact[] = [];
  const add = (word: Word, text: string | undefined, more?: string) => {
    if (text) facts.push({ word, text, ...(more && { more }) });
  };
  const moment = (text: string | null) => (text ? format.dateTime(new Date(text)) : undefined);
  add("start", moment(row.started_at));
  add("end", moment(row.stopped_at));
  const seconds = durationS(row);
  if (seconds !== undefined) add("duration", formatDuration(seconds));
  if (typeof row.charging_s === "number") add("charging_time", formatDuration(row.charging_s));
  if (row.peak_power_w !== null) add("peak_power", format.power(row.peak_power_w));
  if (typeof row.mean_power_w === "number") add("mean_power", format.power(row.mean_power_w));
  if (row.meter_start_wh !== null && row.meter_stop_wh !== null) {
    const reading = (wh: number) => format.number(wh / 1000, 3);
    add("meter", `${reading(row.meter_start_wh)} → ${reading(row.meter_stop_wh)} kWh`);
  }
  return facts;
};

/** The energy that had come at a moment, Wh; what came after it is left out as far as the slots tell. */
const cameBy = (row: SessionDetail, moment: number): number => {
  if (row.stopped_at && Date.parse(row.stopped_at) <= moment) return row.energy_wh;
  const late = (row.slots ?? []).filter(({ start }) => Date.parse(start) >= moment);
  return Math.max(row.energy_wh - late.reduce((sum, slot) => sum + slot.energy_wh, 0), 0);
};

export interface Plan {
  planned: string;
  came: string;
  /** Which part of what was planned came in time, 0–1; undefined where only a time was planned. */
  share: number | undefined;
}

/** What was planned beside what came in time; undefined where there was no plan. */
export const planOf = (row: SessionDetail, format: Format): Plan | undefined => {
  if (!row.plan) return undefined;
  const { energy_wh: energyWh, ready_by: readyBy } = row.plan;
  const cameWh = readyBy ? cameBy(row, Date.parse(readyBy)) : row.energy_wh;
  const planned = [
    energyWh === null ? "" : format.energy(energyWh),
    readyBy ? format.dateTime(new Date(readyBy)) : "",
  ];
  return {
    planned: planned.filter(Boolean).join(" · "),
    came: format.energy(cameWh),
    share: energyWh ? cameWh / energyWh : undefined,
  };
};
