/** The last hours of power and the coming hours of a plan with their prices, as one small picture. */

import { css, html, LitElement, nothing, svg } from "lit";
import { property, state } from "lit/decorators.js";

import { formatOf, type Format } from "../format";
import type { HomeAssistant } from "../ha/types";
import { say, type Word } from "../i18n";
import { shared } from "./style";
import type { AllowedPeriod, PlannedWindow, PriceStep } from "./view";

const HOUR_MS = 3_600_000;
const PAST_MS = 8 * HOUR_MS;
/** Beside a plan it is about what comes. */
const PAST_OF_PLAN_MS = 3 * HOUR_MS;
/** What the charger will allow is seen so far ahead, where no plan reaches further. */
const AHEAD_MS = 6 * HOUR_MS;
const MOST_AHEAD_MS = 24 * HOUR_MS;
const REFRESH_MS = 60_000;
const WIDTH = 320;
const HEIGHT = 72;
const LEAST_SCALE_W = 1400;
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

/** How far the picture goes: to the plan's end, at least an hour ahead where there is a plan. */
export const endOf = (planned: readonly PlannedWindow[], now: number): number => {
  const last = Math.max(now, ...planned.map((window) => window.end.getTime()));
  return last === now ? now : Math.min(Math.max(last, now + HOUR_MS), now + MOST_AHEAD_MS);
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

/** The prices that are seen between two moments, and the least and the highest of them. */
export const pricesIn = (prices: readonly PriceStep[], from: number, to: number) => {
  const seen = prices.filter((step) => step.end.getTime() > from && step.start.getTime() < to);
  const values = seen.map((step) => step.price);
  return { seen, least: Math.min(...values), most: Math.max(...values) };
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

export class PlugControlGraph extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  @property() entity = "";
  @property({ attribute: false }) planned: readonly PlannedWindow[] = [];
  /** What the charger says it will allow, beside what was meant; empty while nobody asked. */
  @property({ attribute: false }) allowed: readonly AllowedPeriod[] = [];
  @property({ attribute: false }) prices: readonly PriceStep[] = [];
  @property() priceUnit = "";
  /** There is nothing to draw: it takes no room. */
  @property({ type: Boolean, reflect: true }) empty = true;
  @state() private points: readonly Point[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  static override styles = [
    shared,
    css`
      :host([empty]) {
        display: none;
      }
      svg {
        display: block;
        width: 100%;
        height: 72px;
        overflow: visible;
      }
      svg * {
        vector-effect: non-scaling-stroke;
      }
      .power {
        fill: color-mix(in srgb, var(--primary-color) 35%, transparent);
        stroke: var(--primary-color);
        stroke-width: 1.5;
      }
      .plan {
        fill: color-mix(in srgb, var(--primary-color) 18%, transparent);
        stroke: var(--primary-color);
        stroke-dasharray: 3 2;
      }
      .plan.solar {
        fill: color-mix(in srgb, var(--energy-solar-color, #ff9800) 25%, transparent);
        stroke: var(--energy-solar-color, #ff9800);
      }
      .price {
        fill: none;
        stroke: var(--secondary-text-color);
        stroke-width: 1.5;
      }
      .allowed {
        fill: none;
        stroke: var(--success-color, #43a047);
        stroke-width: 1.5;
        stroke-dasharray: 6 3;
      }
      .legend::before {
        content: "";
        display: inline-block;
        width: 16px;
        margin-inline-end: 6px;
        border-top: 2px dashed var(--success-color, #43a047);
        vertical-align: middle;
      }
      .base,
      .hour {
        stroke: var(--divider-color);
      }
      .now {
        stroke: var(--error-color, #db4437);
        stroke-width: 1.5;
      }
      .axis {
        position: relative;
        display: flex;
        justify-content: space-between;
        gap: 8px;
        min-height: 16px;
        font-size: var(--ha-font-size-xs, 11px);
        color: var(--secondary-text-color);
      }
      .hours span {
        position: absolute;
        transform: translateX(-50%);
        white-space: nowrap;
      }
      .hours span.first {
        transform: none;
      }
      .hours span.last {
        transform: translateX(-100%);
      }
    `,
  ];

  override connectedCallback() {
    super.connectedCallback();
    this.#timer = setInterval(() => void this.#load(), REFRESH_MS);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  protected override willUpdate(changed: Map<string, unknown>) {
    if (changed.has("entity")) void this.#load();
    this.empty =
      !this.planned.length &&
      !this.allowed.length &&
      this.points.every((point) => point.powerW <= 0);
  }

  async #load() {
    const { hass, entity } = this;
    if (!hass || !entity) return;
    const unit = hass.states[entity]?.attributes.unit_of_measurement;
    try {
      const history = await hass.callWS<Record<string, HistoryState[]>>({
        type: "history/history_during_period",
        start_time: new Date(Date.now() - PAST_MS).toISOString(),
        entity_ids: [entity],
        minimal_response: true,
        no_attributes: true,
        significant_changes_only: false,
      });
      if (entity === this.entity) {
        this.points = pointsOf(history[entity] ?? [], unit === "kW" ? 1000 : 1);
      }
    } catch {
      this.points = []; // without the recorder there is no past to draw
    }
  }

  protected override render() {
    const hass = this.hass;
    if (!hass || this.empty) return nothing;
    const now = Date.now();
    const ahead = this.planned.length || this.allowed.length;
    const from = now - (ahead ? PAST_OF_PLAN_MS : PAST_MS);
    const to = Math.max(endOf(this.planned, now), now + (this.allowed.length ? AHEAD_MS : 0));
    const topW = Math.max(
      LEAST_SCALE_W,
      ...this.points.map((point) => point.powerW),
      ...this.allowed.map((period) => period.powerW),
    );
    const format = formatOf(hass);
    const drawn = this.allowed.length || this.points.some((point) => point.powerW > 0);
    const scale = drawn ? format.power(topW) : "";
    const hours = hoursOf(from, to, format);
    return html`<div class="axis" aria-hidden="true">
        <span>${scale}</span><span>${this.#priceScale(from, to, format)}</span>
      </div>
      <svg
        viewBox="0 0 ${WIDTH} ${HEIGHT}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${this.#summary(format)}
      >
        ${hours.map((at) => this.#line("hour", at, from, to))}
        ${this.planned.map((window) => this.#window(window, from, to))}
        <path class="power" d=${areaPath(this.points, from, to, now, topW)}></path>
        ${
          this.allowed.length
            ? svg`<path class="allowed" d=${allowedPath(this.allowed, from, to, topW)}></path>`
            : nothing
        }
        ${this.#prices(from, to)}
        <line class="base" x1="0" x2=${WIDTH} y1=${HEIGHT} y2=${HEIGHT}></line>
        ${this.#line("now", now, from, to)}
      </svg>
      <div class="axis hours" aria-hidden="true">
        ${hours.map((at) => this.#hour(at, from, to, format))}
      </div>
      ${
        this.allowed.length
          ? html`<div class="axis"><span class="legend">${this.#say("charger_allows")}</span></div>`
          : nothing
      }`;
  }

  #x(at: number, from: number, to: number) {
    return ((Math.min(Math.max(at, from), to) - from) / (to - from)) * WIDTH;
  }

  #line(kind: "hour" | "now", at: number, from: number, to: number) {
    const x = this.#x(at, from, to);
    return svg`<line class=${kind} y1="0" y2=${HEIGHT} x1=${x} x2=${x}></line>`;
  }

  #hour(at: number, from: number, to: number, format: Format) {
    const share = (at - from) / (to - from);
    const edge = share < 0.04 ? "first" : share > 0.96 ? "last" : "";
    return html`<span class=${edge} style="left: ${(share * 100).toFixed(1)}%"
      >${format.time(new Date(at))}</span
    >`;
  }

  #window(window: PlannedWindow, from: number, to: number) {
    const x = this.#x(window.start.getTime(), from, to);
    const width = this.#x(window.end.getTime(), from, to) - x;
    return svg`<rect class=${window.solar ? "plan solar" : "plan"} x=${x} y="12" width=${width} height=${HEIGHT - 12}></rect>`;
  }

  /** The prices as a line of steps, the highest at the top; only where a plan goes by them. */
  #prices(from: number, to: number) {
    if (!this.planned.length) return nothing;
    const { seen, least, most } = pricesIn(this.prices, from, to);
    if (!seen.length) return nothing;
    const y = (price: number) =>
      most > least ? 6 + (1 - (price - least) / (most - least)) * (HEIGHT - 12) : HEIGHT / 2;
    const steps = seen.map((step, index) => {
      const x = this.#x(step.start.getTime(), from, to).toFixed(1);
      const until = this.#x(step.end.getTime(), from, to).toFixed(1);
      return `${index ? "L" : "M"}${x},${y(step.price).toFixed(1)}H${until}`;
    });
    return svg`<path class="price" d=${steps.join("")}></path>`;
  }

  #priceScale(from: number, to: number, format: Format): string {
    if (!this.planned.length) return "";
    const { seen, least, most } = pricesIn(this.prices, from, to);
    if (!seen.length) return "";
    return `${this.#say("price")} ${format.price(least)}–${format.price(most, this.priceUnit)}`;
  }

  #summary(format: Format): string {
    const highest = Math.max(0, ...this.points.map((point) => point.powerW));
    const now = new Date();
    const plan = this.planned.map((window) => format.span(window.start, window.end, now));
    const planText = plan.length ? `. ${this.#say("plan_planned")}: ${plan.join(", ")}` : "";
    const allowed = this.allowed.map(
      (period) =>
        `${format.span(period.start, period.end, now)} ${format.number(period.currentA, 0)} A`,
    );
    const allowedText = allowed.length
      ? `. ${this.#say("charger_allows")}: ${allowed.join(", ")}`
      : "";
    return `${this.#say("history")}: ≤ ${format.power(highest)}${planText}${allowedText}`;
  }

  #say(word: Word) {
    return say(this.hass?.language, word);
  }
}
