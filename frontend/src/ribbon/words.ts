/** What the ribbon says: of now, of any moment, and of what one pulls. */

import { reasonOf } from "../card/reason";
import type { PlannedWindow } from "../card/view";
import { formatDuration, formatOf, formatWait, type Format } from "../format";
import { isKnown, stateOf } from "../ha/connectors";
import type { HomeAssistant } from "../ha/types";
import { fill, say, type Word } from "../i18n";
import type { Change, Ribbon } from "./data";
import { MINUTE_MS, pricesIn, stepAt } from "./geometry";
import type { Displaced, Preview, Pulled } from "./preview";

const HOUR_S = 3600;

/** Writes sentences in the language and the formats of a user's profile. */
export class Words {
  readonly format: Format;
  readonly #hass: HomeAssistant;
  readonly #reasonEntity: string | undefined;

  /** `reasonEntity` is the sensor of the connector's reason, whose states Home Assistant can translate. */
  constructor(hass: HomeAssistant, reasonEntity: string | undefined) {
    this.#hass = hass;
    this.#reasonEntity = reasonEntity;
    this.format = formatOf(hass);
  }

  say(word: Word, values: Readonly<Record<string, string>> = {}): string {
    return fill(say(this.#hass.language, word), new Map(Object.entries(values)));
  }

  /** Now, in one sentence: limit and since when, why, until when, how much of the sun, at what cost. */
  now(ribbon: Ribbon, facts: Facts, now: number, withReason: boolean): string {
    const change = ribbon.changes.findLast((each) => each.at <= now);
    const live = stateOf(this.#hass, this.#reasonEntity);
    const reason = withReason
      ? (reasonOf(this.#hass, live, new Date(now)) ?? (change && this.why(change)))
      : undefined;
    return [
      ...this.#since(change, facts.isCharging, now),
      ...(reason === undefined ? [] : [reason]),
      ...this.#end(ribbon, now),
      ...this.#unused(ribbon),
      ...(facts.solarShare === undefined
        ? []
        : [this.say("ribbon_sun_share", { percent: this.format.percent(facts.solarShare / 100) })]),
      ...(facts.cost === undefined ? [] : [facts.cost]),
    ].join("; ");
  }

  #since(change: Change | undefined, isCharging: boolean, now: number): string[] {
    if (!change?.limitA || !isCharging) return [];
    const time = this.#near(change.at, now);
    return [this.say("ribbon_since", { limit: this.#limit(change.limitA), time })];
  }

  #end(ribbon: Ribbon, now: number): string[] {
    if (ribbon.readyAt === undefined || !ribbon.planned.length) return [];
    if (ribbon.shortfallKwh > 0.05) return [this.#short(ribbon.shortfallKwh)];
    const end = ribbon.planned.at(-1)?.end.getTime() ?? now;
    return [this.say("ribbon_done", { time: this.#near(end, now) })];
  }

  #unused({ readyAt, energyKwh, wish }: Ribbon): string[] {
    if (readyAt === undefined || wish.unusedSocPercent === undefined) return [];
    const percent = this.format.percent(wish.unusedSocPercent / 100);
    return [this.say("plan_soc_unknown", { energy: this.#energy(energyKwh), percent })];
  }

  /** Why something was decided. */
  why(change: Change): string {
    const state = {
      entity_id: this.#reasonEntity ?? "",
      state: change.code,
      attributes: change.attributes,
      last_changed: "",
    };
    return reasonOf(this.#hass, state, new Date(change.at)) ?? change.code;
  }

  /** What was at a moment, or what is expected then. */
  at(ribbon: Ribbon, at: number, now: number): string {
    const isPast = at <= now;
    const index = ribbon.changes.findLastIndex((each) => each.at <= at);
    const change = isPast ? ribbon.changes[index] : undefined;
    const parts: string[] = [];
    if (change) parts.push(this.#decided(change, ribbon.changes[index + 1]?.at, now));
    else if (!isPast) parts.push(`${this.#near(at, now)}: ${this.#planned(ribbon, at)}`);
    else parts.push(`${this.#moment(at, now)}: ${this.say("ribbon_unknown")}`);
    parts.push(...this.#around(ribbon, at, isPast));
    return parts.join(" · ");
  }

  #decided(change: Change, until: number | undefined, now: number): string {
    const end = until === undefined ? "" : this.format.time(new Date(until));
    const limit = change.limitA ? [this.#limit(change.limitA)] : [];
    return [`${this.#moment(change.at, now)}–${end}: ${this.why(change)}`, ...limit].join(" · ");
  }

  #planned(ribbon: Ribbon, at: number): string {
    const window = ribbon.planned.find(
      (each) => each.start.getTime() <= at && at < each.end.getTime(),
    );
    if (!window) return this.say("ribbon_not_planned");
    return [this.say("plan_planned"), ...this.#current(window)].join(" ");
  }

  #current({ currentA }: PlannedWindow): string[] {
    return currentA === undefined ? [] : [this.#limit(currentA)];
  }

  /** The power taken, the sun and the price at a moment, as far as they are known. */
  #around(ribbon: Ribbon, at: number, isPast: boolean): string[] {
    const { format } = this;
    const power = isPast ? stepAt(ribbon.power, at) : undefined;
    const sun = stepAt(isPast ? ribbon.sun : ribbon.forecast, at);
    const sunWord: Word = !isPast
      ? "ribbon_forecast"
      : ribbon.sunKind === "surplus"
        ? "ribbon_surplus"
        : "sun";
    const [price] = pricesIn(ribbon.prices, { from: at, to: at + 1 });
    return [
      ...(power && power.powerW > 0
        ? [this.say("ribbon_took", { power: format.power(power.powerW) })]
        : []),
      ...(sun ? [`${this.say(sunWord)} ${format.power(sun.powerW)}`] : []),
      ...(price ? [format.price(price.price, ribbon.priceUnit)] : []),
    ];
  }

  /** What pulling comes to: the deadline, and what it gives as far as that is known. */
  pulled(pulled: Pulled, preview: Preview | undefined, now: number): string {
    const by = this.say("ribbon_by", { time: this.#near(pulled.readyAt, now) });
    const target =
      pulled.socPercent === undefined ? [] : [this.format.percent(pulled.socPercent / 100)];
    if (!preview) {
      const energy = pulled.energyKwh === undefined ? [] : [this.#energy(pulled.energyKwh)];
      return `${by}: ${[...target, ...energy].join(", ")}`;
    }
    const parts = [
      ...target,
      this.#energy(preview.energyKwh),
      ...(preview.cost === undefined ? [] : [this.format.money(preview.cost, preview.currency)]),
      ...(preview.sunPercent === undefined
        ? []
        : [
            this.say("ribbon_sun_share", {
              percent: this.format.percent(preview.sunPercent / 100),
            }),
          ]),
      ...this.#lacks(preview, now),
      ...preview.displaces.map((each) => this.#displaced(each)),
    ];
    return `${by}: ${parts.join(", ")}`;
  }

  /** What another plan loses; whose it is, only where the user may know it. */
  #displaced({ name, laterMin, shortfallKwh }: Displaced): string {
    const who = name || this.say("others");
    return laterMin > 0
      ? this.say("ribbon_displaces", { name: who, wait: formatWait(laterMin * 60) })
      : `${who}: ${this.#short(shortfallKwh)}`;
  }

  #lacks({ shortfallKwh, reachableAt }: Preview, now: number): string[] {
    if (shortfallKwh <= 0.05) return [];
    if (reachableAt === undefined) return [this.#short(shortfallKwh)];
    const time = this.#near(reachableAt, now);
    return [this.#short(shortfallKwh), this.say("ribbon_reachable", { time })];
  }

  /** A deadline as its flag shows it. */
  flag(at: number): string {
    return this.format.time(new Date(at));
  }

  /** A deadline for those who hear it: with how long that is from now. */
  deadline(at: number, now: number): string {
    const seconds = Math.max(0, Math.round((at - now) / MINUTE_MS) * 60);
    const long = formatDuration(seconds >= HOUR_S ? seconds : Math.max(seconds, 60));
    return `${this.#near(at, now)} (${long})`;
  }

  target(energyKwh: number, socPercent: number | undefined): string {
    return socPercent === undefined
      ? this.#energy(energyKwh)
      : this.format.percent(socPercent / 100);
  }

  #short(energyKwh: number): string {
    return this.say("ribbon_short", { energy: this.#energy(energyKwh) });
  }

  #energy(energyKwh: number): string {
    return `${this.format.number(energyKwh, 1, 0)} kWh`;
  }

  #limit(limitA: number): string {
    return `${this.format.number(limitA, 0)} A`;
  }

  /** A time, with its day where that is not within a day from now. */
  #near(at: number, now: number): string {
    return this.format.timeNear(new Date(at), new Date(now));
  }

  /** A time of the past, with its date where it was on another day. */
  #moment(at: number, now: number): string {
    const moment = new Date(at);
    return this.format.dayOf(moment) === this.format.dayOf(new Date(now))
      ? this.format.time(moment)
      : this.format.dateTime(moment);
  }
}

/** What else is known of the present session. */
export interface Facts {
  isCharging: boolean;
  solarShare: number | undefined;
  cost: string | undefined;
}

/** The cost of the running session as its sensor has it; undefined where none is known. */
export const costOf = (hass: HomeAssistant, entityId: string | undefined): string | undefined => {
  const state = stateOf(hass, entityId);
  if (!isKnown(state) || !Number.isFinite(Number(state.state))) return undefined;
  const unit = state.attributes.unit_of_measurement;
  return formatOf(hass).money(Number(state.state), typeof unit === "string" ? unit : "");
};
