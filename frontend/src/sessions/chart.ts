/** Stacked bars with an axis, drawn as SVG in the card's real width; each bar can be reached by keyboard, and pressed. */

import { css, html, LitElement, nothing, svg, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";

import { ticksOf, type Series, type Stack } from "./stack";

export interface Bar extends Stack {
  /** What stands under the bar. */
  label: string;
  /** What it stands for, in full. */
  name: string;
}

const HEIGHT = 200;
const TOP = 8;
const BOTTOM = 22;
const RIGHT = 4;
const LETTER = 6.4;
const MOST_BAR = 44;
const LABEL_GAP = 10;
const MOST_TIP = 260;
/** How wide a bar is in its band. */
const wideOf = (band: number) => Math.max(1, Math.min(band * 0.72, MOST_BAR));
/** So wide it is drawn before its real width is known. */
const FIRST_WIDTH = 640;

const isTouch = (event: Event) => (event as PointerEvent).pointerType === "touch";

export class PlugControlSessionsChart extends LitElement {
  @property({ attribute: false }) bars: readonly Bar[] = [];
  /** What the chart is about. */
  @property() heading = "";
  /** What the hatched bars mean. */
  @property() estimated = "";
  /** A value of the axis, written. */
  @property({ attribute: false }) axis: (value: number) => string = String;
  /** A bar's value, written. */
  @property({ attribute: false }) whole: (bar: Bar) => string = () => "";
  /** A part of a bar, written. */
  @property({ attribute: false }) partly: (segment: Stack["segments"][number]) => string = () => "";
  @property({ attribute: false }) named: (series: Series) => string = ({ name }) => name ?? "";
  /** Whether pressing a bar leads anywhere. */
  @property({ type: Boolean }) opens = false;
  @state() private width = FIRST_WIDTH;
  @state() private active: number | undefined;
  /** The bar that the tabulator key reaches. */
  @state() private current = 0;
  /** A finger only shows what a bar has; it opens the bar when it touches it again. */
  #touched = false;
  #observer: ResizeObserver | undefined;

  static override styles = css`
    :host {
      display: block;
      position: relative;
    }
    svg {
      display: block;
      width: 100%;
      height: ${HEIGHT}px;
      overflow: visible;
    }
    text {
      font-size: 11px;
      fill: var(--secondary-text-color);
    }
    .line {
      stroke: var(--divider-color);
    }
    .zero {
      stroke: var(--secondary-text-color);
    }
    .hatch {
      stroke: var(--card-background-color, #fff);
      stroke-width: 2.5;
    }
    .bar {
      outline: none;
    }
    .opens {
      cursor: pointer;
    }
    .band {
      fill: transparent;
    }
    .active .band {
      fill: color-mix(in srgb, var(--primary-text-color) 8%, transparent);
    }
    .bar:focus-visible .band {
      stroke: var(--primary-color);
      stroke-width: 2;
    }
    .tip {
      position: absolute;
      z-index: 1;
      box-sizing: border-box;
      padding: 8px 12px;
      border: 1px solid var(--divider-color);
      border-radius: var(--ha-border-radius-md, 8px);
      background: var(--card-background-color, #fff);
      box-shadow: 0 2px 8px rgb(0 0 0 / 25%);
      font-size: var(--ha-font-size-s, 12px);
      pointer-events: none;
    }
    .tip div {
      display: grid;
      grid-template-columns: auto 1fr auto;
      align-items: center;
      gap: 8px;
    }
    .tip b,
    .tip span {
      overflow-wrap: anywhere;
    }
    .tip span:last-child,
    .tip b:last-child {
      white-space: nowrap;
      text-align: end;
    }
    i {
      width: 10px;
      height: 10px;
      border-radius: 2px;
    }
  `;

  override connectedCallback() {
    super.connectedCallback();
    if (typeof ResizeObserver === "undefined") return;
    this.#observer = new ResizeObserver(([entry]) => {
      const width = Math.round(entry?.contentRect.width ?? 0);
      if (width) this.width = width;
    });
    this.#observer.observe(this);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#observer?.disconnect();
  }

  protected override willUpdate(changed: PropertyValues) {
    if (!changed.has("bars")) return;
    if (this.active !== undefined && this.active >= this.bars.length) this.active = undefined;
    const reached = this.bars[this.current];
    if (!reached?.segments.length) {
      this.current = Math.max(
        this.bars.findIndex((bar) => bar.segments.length > 0),
        0,
      );
    }
  }

  protected override render() {
    const { bars, width } = this;
    if (!bars.length) return nothing;
    const most = Math.max(0, ...bars.flatMap(({ segments }) => segments.map(({ to }) => to)));
    const least = Math.min(0, ...bars.flatMap(({ segments }) => segments.map(({ to }) => to)));
    const ticks = ticksOf(least, most);
    const texts = ticks.map((tick) => this.axis(tick));
    const left = Math.ceil(Math.max(...texts.map((text) => text.length)) * LETTER) + 8;
    const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
    const scale = (HEIGHT - TOP - BOTTOM) / (high - low);
    const y = (value: number) => TOP + (high - value) * scale;
    const band = (width - left - RIGHT) / bars.length;
    const longest = Math.max(...bars.map(({ label }) => label.length));
    const every = Math.max(1, Math.ceil((longest * LETTER + LABEL_GAP) / band));
    return html`<svg
        viewBox="0 0 ${width} ${HEIGHT}"
        role="group"
        aria-label=${this.heading}
        @keydown=${this.#onKey}
      >
        <defs>
          <pattern
            id="estimated"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line class="hatch" y2="6"></line>
          </pattern>
        </defs>
        ${ticks.map(
          (tick, index) =>
            svg`<line class=${tick === 0 ? "line zero" : "line"} x1=${left} x2=${width - RIGHT} y1=${y(tick)} y2=${y(tick)} aria-hidden="true"></line>
              <text x=${left - 6} y=${y(tick) + 4} text-anchor="end" aria-hidden="true">${texts[index]}</text>`,
        )}
        ${bars.map((bar, index) => this.#bar(bar, index, left + index * band, band, y))}
        ${bars.map((bar, index) =>
          index % every
            ? nothing
            : svg`<text x=${left + (index + 0.5) * band} y=${HEIGHT - 4} text-anchor="middle" aria-hidden="true">${bar.label}</text>`,
        )}
      </svg>
      ${this.#tip(left, band)}`;
  }

  #bar(bar: Bar, index: number, x: number, band: number, y: (value: number) => number) {
    const wide = wideOf(band);
    const at = x + (band - wide) / 2;
    const isEmpty = !bar.segments.length;
    const opens = this.opens && !isEmpty;
    const enter = (event: Event) => {
      this.#touched = isTouch(event) && this.active !== index;
      this.active = index;
    };
    return svg`<g
      class="bar ${index === this.active && !isEmpty ? "active" : ""} ${opens ? "opens" : ""}"
      role=${opens ? "button" : "img"}
      aria-label=${this.#told(bar)}
      tabindex=${isEmpty ? nothing : index === this.current ? 0 : -1}
      data-index=${index}
      @pointerenter=${enter}
      @pointerleave=${this.#leave}
      @focus=${enter}
      @blur=${this.#leave}
      @click=${() => {
        if (opens && !this.#touched) this.#open(bar);
        this.#touched = false;
      }}
    >
      <rect class="band" x=${x} y=${TOP} width=${band} height=${HEIGHT - TOP - BOTTOM}></rect>
      ${bar.segments.map((segment) => {
        const upper = y(Math.max(segment.from, segment.to));
        const height = Math.max(y(Math.min(segment.from, segment.to)) - upper, 0);
        // A gap of the card's colour between the parts of a bar.
        const drawn = Math.max(height - (height > 3 ? 1 : 0), 0.5);
        return svg`<rect x=${at} y=${upper} width=${wide} height=${drawn} rx=${Math.min(2, drawn / 2)} fill=${segment.series.color}></rect>
          ${segment.estimated ? svg`<rect x=${at} y=${upper} width=${wide} height=${drawn} fill="url(#estimated)"></rect>` : nothing}`;
      })}
    </g>`;
  }

  #told(bar: Bar): string {
    const parts = bar.segments.map(
      (segment) => `${this.named(segment.series)} ${this.partly(segment)}`,
    );
    const estimated = bar.estimated && this.estimated ? ` (${this.estimated})` : "";
    const whole = `${bar.name}: ${this.whole(bar)}${estimated}`;
    return parts.length > 1 ? `${whole}: ${parts.join(", ")}` : whole;
  }

  #tip(left: number, band: number) {
    const { active } = this;
    const bar = active === undefined ? undefined : this.bars[active];
    if (active === undefined || !bar?.segments.length) return nothing;
    const middle = left + (active + 0.5) * band;
    const isRight = middle > this.width / 2;
    const edge = Math.max((isRight ? this.width - middle : middle) + wideOf(band) / 2 + TOP, 0);
    const room = Math.min(this.width - edge, MOST_TIP);
    const side = `${isRight ? "right" : "left"}:${edge}px;max-width:${room}px`;
    const several = bar.segments.length > 1;
    return html`<div class="tip" style=${`${side};top:${TOP}px`} aria-hidden="true">
      <b>${bar.name}</b>
      ${[...bar.segments].reverse().map(
        (segment) =>
          html`<div>
            <i style=${`background:${segment.series.color}`}></i>
            <span>${this.named(segment.series)}</span><span>${this.partly(segment)}</span>
          </div>`,
      )}
      ${several ? html`<div><i></i><b></b><b>${this.whole(bar)}</b></div>` : nothing}
      ${bar.estimated && this.estimated ? html`<span>≈ ${this.estimated}</span>` : nothing}
    </div>`;
  }

  readonly #leave = (event: Event) => {
    if (!isTouch(event)) this.active = undefined;
  };

  #open(bar: Bar) {
    this.dispatchEvent(new CustomEvent("open-bar", { detail: bar.key }));
  }

  /** The arrow keys go from bar to bar, over those without anything. */
  readonly #onKey = (event: KeyboardEvent) => {
    const bar = this.bars[this.current];
    const used = this.bars.flatMap(({ segments }, index) => (segments.length ? [index] : []));
    const at = used.indexOf(this.current);
    const goal = {
      ArrowRight: used[at + 1],
      ArrowLeft: used[at - 1],
      Home: used[0],
      End: used.at(-1),
    }[event.key];
    if ((event.key === "Enter" || event.key === " ") && bar && this.opens) {
      event.preventDefault();
      this.#open(bar);
    }
    if (goal === undefined) return;
    event.preventDefault();
    this.current = goal;
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<SVGElement>(`[data-index="${goal}"]`)?.focus();
    });
  };
}
