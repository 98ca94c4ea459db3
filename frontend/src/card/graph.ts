/** The last hours of power and the coming hours of a plan, as one small picture. */

import { css, html, LitElement, nothing, svg } from "lit";
import { property, state } from "lit/decorators.js";

import { formatOf, type Format } from "../format";
import type { HomeAssistant } from "../ha/types";
import { shared } from "./style";
import type { PlannedWindow } from "./view";

const HOUR_MS = 3_600_000;
const PAST_MS = 8 * HOUR_MS;
const MOST_AHEAD_MS = 24 * HOUR_MS;
const REFRESH_MS = 60_000;
const WIDTH = 320;
const HEIGHT = 72;
const LEAST_SCALE_W = 1400;

/** A power from a moment on. */
export interface Point {
  at: number;
  powerW: number;
}

interface HistoryState {
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

export class PlugControlGraph extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  @property() entity = "";
  @property({ attribute: false }) planned: readonly PlannedWindow[] = [];
  @property() label = "";
  @property() plannedLabel = "";
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
      .power {
        fill: color-mix(in srgb, var(--primary-color) 35%, transparent);
        stroke: var(--primary-color);
        stroke-width: 1.5;
        vector-effect: non-scaling-stroke;
      }
      .plan {
        fill: color-mix(in srgb, var(--primary-color) 18%, transparent);
        stroke: var(--primary-color);
        stroke-dasharray: 3 2;
        vector-effect: non-scaling-stroke;
      }
      .plan.solar {
        fill: color-mix(in srgb, var(--energy-solar-color, #ff9800) 25%, transparent);
        stroke: var(--energy-solar-color, #ff9800);
      }
      .base,
      .now {
        stroke: var(--divider-color);
        vector-effect: non-scaling-stroke;
      }
      .axis {
        display: flex;
        justify-content: space-between;
        font-size: var(--ha-font-size-xs, 11px);
        color: var(--secondary-text-color);
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
    this.empty = !this.planned.length && this.points.every((point) => point.powerW <= 0);
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
    const from = now - PAST_MS;
    const to = endOf(this.planned, now);
    const topW = Math.max(LEAST_SCALE_W, ...this.points.map((point) => point.powerW));
    const format = formatOf(hass);
    const time = (at: number) => format.time(new Date(at));
    const scale = this.points.some((point) => point.powerW > 0) ? format.power(topW) : "";
    return html`<div class="axis" aria-hidden="true">
        <span>${scale}</span>
      </div>
      <svg
        viewBox="0 0 ${WIDTH} ${HEIGHT}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${this.#summary(time, format)}
      >
        ${this.planned.map((window) => this.#window(window, from, to))}
        <path class="power" d=${areaPath(this.points, from, to, now, topW)}></path>
        <line class="base" x1="0" x2=${WIDTH} y1=${HEIGHT} y2=${HEIGHT}></line>
        ${
          to > now
            ? svg`<line class="now" y1="0" y2=${HEIGHT} x1=${this.#x(now, from, to)} x2=${this.#x(now, from, to)}></line>`
            : nothing
        }
      </svg>
      <div class="axis" aria-hidden="true">
        <span>${time(from)}</span><span>${time(to)}</span>
      </div>`;
  }

  #x(at: number, from: number, to: number) {
    return ((Math.min(Math.max(at, from), to) - from) / (to - from)) * WIDTH;
  }

  #window(window: PlannedWindow, from: number, to: number) {
    const x = this.#x(window.start.getTime(), from, to);
    const width = this.#x(window.end.getTime(), from, to) - x;
    return svg`<rect class=${window.solar ? "plan solar" : "plan"} x=${x} y="12" width=${width} height=${HEIGHT - 12}></rect>`;
  }

  #summary(time: (at: number) => string, format: Format): string {
    const highest = Math.max(0, ...this.points.map((point) => point.powerW));
    const plan = this.planned.map(
      (window) => `${time(window.start.getTime())}–${time(window.end.getTime())}`,
    );
    const planText = plan.length ? `. ${this.plannedLabel}: ${plan.join(", ")}` : "";
    return `${this.label}: ≤ ${format.power(highest)}${planText}`;
  }
}
