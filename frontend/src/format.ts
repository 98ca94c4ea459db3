/** Numbers and times as the user's profile in Home Assistant has them written. */

import type { HomeAssistant, Locale } from "./ha/types";

const DAY_MS = 86_400_000;

/** The languages whose way of writing numbers a profile can choose, as Home Assistant's frontend maps them. */
const NUMBERS: Readonly<Record<string, string[] | undefined>> = {
  comma_decimal: ["en-US", "en"],
  decimal_comma: ["de", "es", "it"],
  quote_decimal: ["de-CH", "it-CH"],
  space_comma: ["fr", "sv", "cs"],
  none: ["en-US"],
};

/** To make one takes longer than to write a hundred numbers with it. */
const numbers = new Map<string, Intl.NumberFormat>();

const ORDERS: Readonly<Record<string, Intl.DateTimeFormatPartTypes[] | undefined>> = {
  DMY: ["day", "month", "year"],
  MDY: ["month", "day", "year"],
  YMD: ["year", "month", "day"],
};

/** Whether a language (undefined: the browser's) counts hours to twelve. */
const countsToTwelve = (language: string | undefined) =>
  new Intl.DateTimeFormat(language, { hour: "numeric" }).resolvedOptions().hour12 ?? false;

/** How one profile has numbers and times written. */
export class Format {
  readonly timeZone: string;
  readonly #locale: Locale;

  constructor(locale: Locale, serverTimeZone: string) {
    this.#locale = locale;
    const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    this.timeZone = locale.time_zone === "local" && own ? own : serverTimeZone;
  }

  get language() {
    return this.#locale.language;
  }

  number(value: number, digits: number, least = digits): string {
    return this.#number(value, { minimumFractionDigits: least, maximumFractionDigits: digits });
  }

  #number(value: number, options: Intl.NumberFormatOptions): string {
    const how = this.#locale.number_format ?? "language";
    const language = how === "system" ? undefined : (NUMBERS[how] ?? this.language);
    const key = `${how}|${String(language)}|${JSON.stringify(options)}`;
    const format =
      numbers.get(key) ??
      new Intl.NumberFormat(language, { ...options, useGrouping: how !== "none" });
    numbers.set(key, format);
    return format.format(value);
  }

  /** Money with the sign of its currency, in its usual digits or `digits`; of no known currency, as a number with its name. */
  money(value: number, currency: string, digits?: number): string {
    const exact = digits === undefined ? {} : { maximumFractionDigits: digits };
    try {
      return this.#number(value, { style: "currency", currency, ...exact });
    } catch {
      return `${this.number(value, digits ?? 2)} ${currency}`.trim();
    }
  }

  /** A share (0–1) in percent. */
  percent(share: number): string {
    return this.#number(share, { style: "percent", maximumFractionDigits: 0 });
  }

  /** A mass in kg, or in g below one of them. */
  mass(massG: number): string {
    return massG < 1000
      ? `${this.number(massG, 0)} g`
      : `${this.number(massG / 1000, massG < 100_000 ? 1 : 0)} kg`;
  }

  /** A power in kW, always: `7.4 kW`, `0.85 kW`, `0 kW`. */
  power(powerW: number): string {
    const digits = Math.abs(powerW) < 995 ? 2 : 1;
    const isNone = Math.abs(powerW) < 5;
    return `${this.number(isNone ? 0 : powerW / 1000, isNone ? 0 : digits)} kW`;
  }

  /** An energy as `12.34 kWh`. */
  energy(energyWh: number): string {
    return `${this.number(energyWh / 1000, energyWh < 100_000 ? 2 : 1)} kWh`;
  }

  current(currentA: number): string {
    return `${this.number(currentA, 1)} A`;
  }

  /** A price, as exact as prices of its size are. */
  price(value: number, unit = ""): string {
    return `${this.number(value, Math.abs(value) < 1 ? 3 : 2, 2)} ${unit}`.trim();
  }

  time(moment: Date): string {
    return this.#time(moment, this.timeZone);
  }

  /** A time of day such as `06:30:00`, which has no time zone. */
  timeOfDay(text: string): string {
    const moment = new Date(`2000-01-01T${text.slice(0, 5)}Z`);
    return Number.isNaN(moment.getTime()) ? "" : this.#time(moment, "UTC");
  }

  /** An hour of the day (0–23) alone: `06` or `6 AM`. */
  readonly hour = (hour: number): string => {
    if (!this.#countsToTwelve()) return String(hour).padStart(2, "0");
    return new Intl.DateTimeFormat(this.language, {
      hour: "numeric",
      hourCycle: "h12",
      timeZone: "UTC",
    }).format(Date.UTC(2000, 0, 1, hour));
  };

  /** The hour of the day (0–23) of a moment in the profile's time zone. */
  hourOf(moment: Date): number {
    const { timeZone } = this;
    const format = new Intl.DateTimeFormat("en", { hour: "numeric", hourCycle: "h23", timeZone });
    return Number(format.format(moment));
  }

  #time(moment: Date, timeZone: string): string {
    const twelve = this.#countsToTwelve();
    return new Intl.DateTimeFormat(this.language, {
      hour: twelve ? "numeric" : "2-digit",
      minute: "2-digit",
      hourCycle: twelve ? "h12" : "h23",
      timeZone,
    }).format(moment);
  }

  #countsToTwelve(): boolean {
    const { time_format: how, language } = this.#locale;
    if (how === "12") return true;
    if (how === "24") return false;
    return countsToTwelve(how === "system" ? undefined : language);
  }

  /** A time with its day of the week where that is a day away or more from `reference`. */
  timeNear(moment: Date, reference: Date): string {
    const time = this.time(moment);
    if (moment.getTime() - reference.getTime() < DAY_MS) return time;
    return `${this.dayName(moment)} ${time}`;
  }

  /** The day of the week of a moment, such as `Mon`. */
  dayName(moment: Date): string {
    const { timeZone } = this;
    return new Intl.DateTimeFormat(this.language, { weekday: "short", timeZone }).format(moment);
  }

  /** A stretch of time: `01:00–04:00`. */
  span(start: Date, end: Date, now: Date): string {
    const began = start > now ? start : now;
    return `${this.timeNear(start, now)}–${this.timeNear(end, began)}`;
  }

  date(moment: Date): string {
    return this.#date(moment, { year: "numeric" }, this.timeZone);
  }

  /** A day such as `2026-11-30` without its year. */
  dayAndMonth(day: string): string {
    return this.#date(new Date(`${day}T00:00Z`), {}, "UTC");
  }

  /** A day such as `2026-11-30`; an empty text for none. */
  day(day: string): string {
    return day && this.#date(new Date(`${day}T00:00Z`), { year: "numeric" }, "UTC");
  }

  /** A day such as `2026-11-30` with its weekday. */
  weekday(day: string): string {
    const format = new Intl.DateTimeFormat(this.language, { weekday: "short", timeZone: "UTC" });
    return `${format.format(new Date(`${day}T00:00Z`))}, ${this.day(day)}`;
  }

  /** A month such as `2026-11` by its name, with its year where it is `long`. */
  month(month: string, length: "short" | "long" = "long"): string {
    return new Intl.DateTimeFormat(this.language, {
      month: length,
      ...(length === "long" && { year: "numeric" }),
      timeZone: "UTC",
    }).format(new Date(`${month.slice(0, 7)}-01T00:00Z`));
  }

  /** Two days such as `2026-11-30` as a stretch of time. */
  days(first: string, last: string): string {
    return `${this.day(first)} – ${this.day(last)}`;
  }

  dateTime(moment: Date): string {
    return `${this.date(moment)}, ${this.time(moment)}`;
  }

  #date(moment: Date, more: Intl.DateTimeFormatOptions, timeZone: string): string {
    const how = this.#locale.date_format ?? "language";
    const format = new Intl.DateTimeFormat(how === "system" ? undefined : this.language, {
      ...{ day: "numeric", month: "numeric", timeZone },
      ...more,
    });
    const order = ORDERS[how];
    if (!order) return format.format(moment);
    const parts = format.formatToParts(moment);
    const mark = parts.find((part) => part.type === "literal")?.value ?? "/";
    return order
      .flatMap((type) => parts.find((part) => part.type === type)?.value ?? [])
      .join(mark);
  }

  /** The day of a moment in the profile's time zone, as `2026-11-30`. */
  dayOf(moment: Date): string {
    const { timeZone } = this;
    return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(moment);
  }

  /** The moment at which a day such as `2026-11-30` begins in the profile's time zone. */
  midnight(day: string): Date {
    const utc = Date.parse(`${day}T00:00Z`);
    const first = utc - this.#offsetMs(utc);
    return new Date(utc - this.#offsetMs(first)); // the zone's offset may change in between
  }

  #offsetMs(at: number): number {
    const { timeZone } = this;
    const local = new Intl.DateTimeFormat("sv-SE", {
      ...{ year: "numeric", month: "2-digit", day: "2-digit" },
      ...{ hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone },
    }).format(at);
    return Date.parse(`${local.replace(" ", "T")}Z`) - at;
  }
}

/** A duration as `2 h 05 min` or `4 min`. */
export const formatDuration = (seconds: number): string => {
  const minutes = Math.floor(seconds / 60);
  const rest = minutes % 60;
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(rest).padStart(2, "0")} min`;
};

/** A wait: `60 s`, `3 min`, `2 h 10 min`. */
export const formatWait = (seconds: number): string => {
  if (seconds <= 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : formatDuration(seconds);
};

/** How the user of a page has numbers and times written. */
export const formatOf = (hass: HomeAssistant): Format =>
  new Format(hass.locale ?? { language: hass.language }, hass.config.time_zone);
