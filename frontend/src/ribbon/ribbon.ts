/**
 * 24 hours of a connector on one ribbon: the sun and the prices, what it did and will do, and its deadline as a flag to pull. Tells what the
 * user wants by the event `wishes`.
 */

import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";

import { hoursOf } from "../card/graph";
import { shared } from "../card/style";
import { entityOf, type AllowedPeriod } from "../card/view";
import type { Wish } from "../ha/act";
import { isKnown, numberOf, stateOf, type Connector } from "../ha/connectors";
import { mayAnswer } from "../ha/ready";
import type { HomeAssistant } from "../ha/types";
import { say, type Word } from "../i18n";
import { houseFormat } from "../sessions/period";
import { askRibbon, type Ribbon } from "./data";
import {
  atOf,
  clamp,
  HOUR_MS,
  isIn,
  MINUTE_MS,
  mostKwhOf,
  nextTimeOf,
  pricesIn,
  pullRangeOf,
  shareOf,
  snap,
  SNAP_MS,
  spanOf,
  timeOfDayOf,
  type Span,
} from "./geometry";
import { isEmpty, picture, scaleOf } from "./picture";
import { askPreview, OneAtATime, type Preview, type Pulled } from "./preview";
import { ribbonStyle } from "./style";
import { costOf, Words } from "./words";

const REFRESH_MS = 120_000;
const CLOCK_MS = 30_000;
/** So long after a change in Home Assistant's states the ribbon is asked for anew. */
const SETTLE_MS = 1_000;
const SHIFT_MS = 6 * HOUR_MS;
/** How far ahead one can look: prices and forecast end there. */
const MOST_SHIFT_MS = 24 * HOUR_MS;
/** A press that moves less is none. */
const LEAST_MOVE_PX = 4;
const FLIP_AT = 0.82;
const EDGE_AT = 0.06;

/** States that say that the ribbon is another one now. */
const WATCHED = [
  "sensor.charging_reason",
  "sensor.planned_start",
  "switch.plan",
  "time.ready_by",
  "select.plan_repeat",
  "number.target_energy",
  "number.target_soc",
] as const;

/** The deadline and the target that are shown: as they are, or as one pulls them. */
interface Flag {
  readyAt: number;
  energyKwh: number;
  socPercent: number | undefined;
}

type Part = "deadline" | "target";

/** A pull: with a finger, from where it began, or with keys. */
interface Pull {
  part: Part;
  flag: Flag;
  from: Flag;
  finger?: { x: number; y: number; width: number; height: number; moved: boolean };
}

/** What a target can be: in kWh or in percent. */
interface Scale {
  value: number;
  least: number;
  most: number;
  step: number;
  entity: string | undefined;
}

export class PlugControlRibbon extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  /** With those of its controls that the user may use. */
  @property({ attribute: false }) connector?: Connector;
  @property({ attribute: false }) allowed: readonly AllowedPeriod[] = [];
  @property({ type: Boolean, reflect: true }) large = false;
  /** Changes when a wish was carried out or refused: what is shown goes back to what is true. */
  @property({ type: Number }) revision = 0;
  /** There is nothing to draw: it takes no room. */
  @property({ type: Boolean, reflect: true }) empty = true;
  @state() private ribbon: Ribbon | undefined;
  @state() private shiftMs = 0;
  @state() private chosen: number | undefined;
  @state() private pull: Pull | undefined;
  /** What was wished, until it is so. */
  @state() private wished: Flag | undefined;
  @state() private preview: Preview | undefined;
  @query(".picture") private pictureElement?: HTMLElement;
  @query(".pole") private pole?: HTMLElement;
  @query(".knob") private knob?: HTMLElement;
  #timers: ReturnType<typeof setInterval>[] = [];
  #settling: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #seen = "";
  #frame: number | undefined;
  #finger: { x: number; y: number } | undefined;
  readonly #previews = new OneAtATime<Pulled, Preview | undefined>(
    async (pulled) =>
      this.hass && this.connector ? askPreview(this.hass, this.connector, pulled) : undefined,
    (preview) => {
      if (this.pull) this.preview = preview;
    },
  );

  static override styles = [shared, ribbonStyle];

  override connectedCallback() {
    super.connectedCallback();
    this.#timers = [
      setInterval(() => void this.#load(), REFRESH_MS),
      setInterval(() => {
        this.requestUpdate();
      }, CLOCK_MS),
    ];
    if (this.hasUpdated) void this.#load();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#timers.forEach(clearInterval);
    clearTimeout(this.#settling);
    this.#leave();
  }

  protected override willUpdate(changed: PropertyValues) {
    const seen = this.#watched();
    const isAnother = seen.split("|", 1)[0] !== this.#seen.split("|", 1)[0];
    if (isAnother) {
      this.ribbon = undefined;
      this.chosen = this.wished = undefined;
      this.#leave();
    }
    if (isAnother || changed.has("shiftMs") || changed.has("revision")) void this.#load();
    else if (seen !== this.#seen) this.#loadSoon();
    this.#seen = seen;
    this.empty = !this.ribbon || (!this.large && isEmpty(this.ribbon, this.allowed));
  }

  /** The connector and when its states changed last. */
  #watched(): string {
    const { hass, connector } = this;
    if (!hass || !connector) return "";
    const changed = WATCHED.map((key) => stateOf(hass, entityOf(connector, key))?.last_changed);
    return [connector.deviceId, mayAnswer(hass), ...changed].join("|");
  }

  #loadSoon() {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => void this.#load(), SETTLE_MS);
  }

  async #load() {
    const { hass, connector } = this;
    if (!hass || !connector || !mayAnswer(hass)) return;
    const asked = (this.#asked += 1);
    try {
      const ribbon = await askRibbon(hass, connector, this.#span(Date.now()));
      if (asked === this.#asked) {
        this.ribbon = ribbon;
        this.wished = undefined;
      }
    } catch {
      if (asked === this.#asked) this.wished = undefined; // what is shown stays; it is asked for again
    }
  }

  #span(now: number): Span {
    return spanOf(now, this.#flag(now)?.readyAt, this.shiftMs);
  }

  /** The deadline and the target as they are; undefined where the connector has no plan to make. */
  #flag(now: number): Flag | undefined {
    const { hass, ribbon, wished } = this;
    if (!hass || !ribbon) return undefined;
    if (wished) return wished;
    const { wish } = ribbon;
    const house = houseFormat(hass);
    // Right after a wish, the plan may still be the one before.
    const isCurrent = (at: number) =>
      at > now && timeOfDayOf(at, house).slice(0, 5) === wish.readyBy.slice(0, 5);
    const planned = wish.plan ? ribbon.readyAt : undefined;
    const readyAt =
      planned !== undefined && isCurrent(planned) ? planned : nextTimeOf(wish.readyBy, now, house);
    if (readyAt === undefined) return undefined;
    return { readyAt, energyKwh: wish.energyKwh, socPercent: wish.socPercent };
  }

  protected override render() {
    const { hass, connector, ribbon } = this;
    if (!hass || !connector || !ribbon || this.empty) return nothing;
    const now = Date.now();
    const rest = this.#flag(now);
    const span = this.#span(now);
    const words = new Words(hass, entityOf(connector, "sensor.charging_reason"));
    return html`${this.#scale(ribbon, span, words)}
      <div class="track ${rest ? "" : "bare"}">
        ${this.#picture(ribbon, span, now, words)}
        ${rest ? this.#pole(ribbon, rest, span, now, words) : nothing}
      </div>
      ${this.#hours(span, words)}
      <p class="said" aria-live="polite">${this.#said(ribbon, rest, now, words)}</p>
      ${this.large || this.allowed.length ? this.#legend(ribbon) : nothing}`;
  }

  // ---- the picture

  #picture(ribbon: Ribbon, span: Span, now: number, words: Words) {
    const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
    const shown = {
      ...{ ribbon, span, allowed: this.allowed, chosen: this.chosen },
      now: minute,
      hours: hoursOf(span.from, span.to, words.format),
      preview: this.#previewed,
    };
    const looked = clamp(this.chosen ?? now, span.from, span.to);
    return html`<div
      class="picture"
      role="slider"
      tabindex="0"
      aria-label=${this.#say("ribbon_look")}
      aria-valuemin="0"
      aria-valuemax=${Math.round((span.to - span.from) / MINUTE_MS)}
      aria-valuenow=${Math.round((looked - span.from) / MINUTE_MS)}
      aria-valuetext=${words.at(ribbon, looked, now)}
      @click=${(event: MouseEvent) => {
        this.#look(event, span);
      }}
      @keydown=${(event: KeyboardEvent) => {
        this.#lookByKeys(event, span);
      }}
    >
      <svg viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">
        ${guard(
          [
            ribbon,
            span.from,
            minute,
            this.allowed,
            this.chosen,
            shown.preview,
            words.format.timeZone,
          ],
          () => picture(shown),
        )}
      </svg>
    </div>`;
  }

  #scale(ribbon: Ribbon, span: Span, words: Words) {
    const { format } = words;
    const values = pricesIn(ribbon.prices, span).map((step) => step.price);
    const prices = values.length
      ? `${this.#say("price")} ${format.price(Math.min(...values))}–${format.price(Math.max(...values), ribbon.priceUnit)}`
      : "";
    return html`<div class="scale">
      <span aria-hidden="true"
        >${format.power(scaleOf({ ribbon, allowed: this.allowed, preview: this.#previewed }))}</span
      >
      <span>${prices}</span>
      ${this.large ? this.#shifts(ribbon, span) : nothing}
    </div>`;
  }

  #shifts(ribbon: Ribbon, span: Span) {
    const button = (word: Word, sign: string, byMs: number, ends: boolean) =>
      html`<button
        aria-label=${this.#say(word)}
        title=${this.#say(word)}
        ?disabled=${ends}
        @click=${() => {
          this.chosen = undefined;
          this.shiftMs += byMs;
        }}
      >
        ${sign}
      </button>`;
    return html`${button("previous", "‹", -SHIFT_MS, span.from <= ribbon.keptSince)}
    ${this.shiftMs ? button("ribbon_now", "●", -this.shiftMs, false) : nothing}
    ${button("next", "›", SHIFT_MS, this.shiftMs >= MOST_SHIFT_MS)}`;
  }

  #hours(span: Span, words: Words) {
    const { format } = words;
    return html`<div class="hours" aria-hidden="true">
      ${hoursOf(span.from, span.to, format).map((at) => {
        const share = shareOf(at, span);
        const edge = share < 0.04 ? "first" : share > 0.96 ? "last" : "";
        const moment = new Date(at);
        const text = format.hourOf(moment) === 0 ? format.dayName(moment) : format.time(moment);
        return html`<span class=${edge} style="left: ${(share * 100).toFixed(1)}%">${text}</span>`;
      })}
    </div>`;
  }

  /** What the flag that is pulled would plan; undefined: none is, or nothing is known yet. */
  get #previewed() {
    return this.pull && this.preview ? this.preview.windows : undefined;
  }

  #legend(ribbon: Ribbon) {
    const shone = ribbon.sun.some((step) => step.powerW > 0);
    const entries: [boolean, string, string, Word][] = [
      [shone && ribbon.sunKind === "solar", "", "var(--sun)", "sun"],
      [shone && ribbon.sunKind === "surplus", "", "var(--sun)", "ribbon_surplus"],
      [ribbon.forecast.length > 0, "dashed", "var(--sun)", "ribbon_forecast"],
      [true, "", "var(--primary-color)", "charging"],
      [ribbon.planned.length > 0, "dashed", "var(--primary-color)", "plan_planned"],
      [this.allowed.length > 0, "", "var(--success-color)", "charger_allows"],
    ];
    const shown = this.large ? entries : entries.slice(-1);
    return html`<div class="legend" aria-hidden="true">
      ${shown
        .filter(([isShown]) => isShown)
        .map(
          ([, kind, swatch, word]) =>
            html`<span class=${kind} style="--swatch: ${swatch}">${this.#say(word)}</span>`,
        )}
    </div>`;
  }

  /** What is pulled, or what was at the moment that one looks at, or now. */
  #said(ribbon: Ribbon, rest: Flag | undefined, now: number, words: Words): string {
    const { hass, connector, pull } = this;
    if (!hass || !connector) return "";
    if (pull) return words.pulled(pulledOf(pull.flag), this.preview, now);
    if (this.wished) return words.pulled(pulledOf(this.wished), undefined, now);
    if (this.chosen !== undefined) return words.at(ribbon, this.chosen, now);
    const isCharging = stateOf(hass, entityOf(connector, "binary_sensor.charging"))?.state === "on";
    const isRunning = stateOf(hass, entityOf(connector, "switch.charging"))?.state === "on";
    const share = numberOf(stateOf(hass, entityOf(connector, "sensor.session_solar_share")));
    const facts = {
      isCharging,
      // The card says these itself.
      solarShare: this.large && isRunning ? share : undefined,
      cost: isRunning ? costOf(hass, entityOf(connector, "sensor.session_cost")) : undefined,
    };
    const sentence = words.now(ribbon, facts, now, this.large);
    const isToPull = this.large && rest && !ribbon.wish.plan && this.#canPull();
    return [sentence, ...(isToPull ? [`${this.#say("ribbon_hint")}.`] : [])]
      .filter(Boolean)
      .join(". ");
  }

  // ---- the flag

  #canPull(): boolean {
    const { connector } = this;
    return (
      !!connector && !!entityOf(connector, "time.ready_by") && !!entityOf(connector, "switch.plan")
    );
  }

  #range(ribbon: Ribbon, rest: Flag, span: Span, now: number): Span | undefined {
    if (!this.hass || !this.#canPull()) return undefined;
    return pullRangeOf(now, rest.readyAt, ribbon.wish.repeat, span, houseFormat(this.hass));
  }

  #pole(ribbon: Ribbon, rest: Flag, span: Span, now: number, words: Words) {
    const range = this.#range(ribbon, rest, span, now);
    const { pull } = this;
    const flag = pull?.flag ?? rest;
    if (!isIn(rest.readyAt, span)) {
      if (!ribbon.wish.plan || rest.readyAt < span.to) return nothing;
      return html`<span class="beyond">⚑ ${words.deadline(rest.readyAt, now)}</span>`;
    }
    // With a finger, the pole stays where it began, and is moved by its transform alone.
    const stands = pull && !pull.finger ? flag.readyAt : rest.readyAt;
    const share = shareOf(flag.readyAt, span);
    const classes = [
      "pole",
      ...(ribbon.wish.plan || pull || this.wished ? [] : ["none"]),
      ...(share > FLIP_AT ? ["left"] : share < EDGE_AT ? ["right"] : []),
      ...(pull ? ["pulling"] : []),
    ].join(" ");
    return html`<div
        class=${classes}
        ?data-fixed=${!range}
        style="left: ${(shareOf(stands, span) * 100).toFixed(2)}%"
      >
        ${range ? this.#deadline(flag, range, now, words) : html`<span class="flag">${words.flag(flag.readyAt)}</span>`}
        <div class="rail">
          ${ribbon.wish.plan || pull || this.wished ? this.#target(rest, flag, words) : nothing}
        </div>
      </div>
      <span class="hidden" id="keys">${this.#say("ribbon_keys")}</span>`;
  }

  #deadline(flag: Flag, range: Span, now: number, words: Words) {
    return html`<div
      class="flag"
      role="slider"
      tabindex="0"
      aria-label=${this.#say("ready_by")}
      aria-describedby="keys"
      aria-valuemin="0"
      aria-valuemax=${Math.round((range.to - range.from) / MINUTE_MS)}
      aria-valuenow=${Math.round((clamp(flag.readyAt, range.from, range.to) - range.from) / MINUTE_MS)}
      aria-valuetext=${words.deadline(flag.readyAt, now)}
      @pointerdown=${(event: PointerEvent) => {
        this.#take(event, "deadline");
      }}
      @pointermove=${this.#move}
      @pointerup=${this.#release}
      @pointercancel=${this.#leave}
      @keydown=${(event: KeyboardEvent) => {
        this.#keys(event, "deadline");
      }}
      @blur=${this.#blur}
    >
      ${words.flag(flag.readyAt)}
    </div>`;
  }

  #target(rest: Flag, flag: Flag, words: Words) {
    const scale = this.#targetScale(flag, rest);
    if (!scale) return nothing;
    const { pull } = this;
    const stands = pull?.part === "target" && !pull.finger ? scale.value : targetIn(rest);
    const share = (stands - scale.least) / (scale.most - scale.least);
    const text = words.target(flag.energyKwh, flag.socPercent);
    const bottom = `bottom: ${(clamp(share, 0, 1) * 100).toFixed(2)}%`;
    if (!scale.entity) return html`<span class="knob" style=${bottom}>${text}</span>`;
    return html`<div
      class="knob"
      role="slider"
      tabindex="0"
      aria-orientation="vertical"
      aria-label=${this.#say("ribbon_target")}
      aria-describedby="keys"
      aria-valuemin=${scale.least}
      aria-valuemax=${scale.most}
      aria-valuenow=${scale.value}
      aria-valuetext=${text}
      style=${bottom}
      @pointerdown=${(event: PointerEvent) => {
        this.#take(event, "target");
      }}
      @pointermove=${this.#move}
      @pointerup=${this.#release}
      @pointercancel=${this.#leave}
      @keydown=${(event: KeyboardEvent) => {
        this.#keys(event, "target");
      }}
      @blur=${this.#blur}
    >
      ${text}
    </div>`;
  }

  /** What the target can be, and where it is; undefined where the connector has none. */
  #targetScale(flag: Flag, rest: Flag): Scale | undefined {
    const { hass, connector } = this;
    if (!hass || !connector) return undefined;
    const isPercent = flag.socPercent !== undefined;
    const entity = entityOf(connector, isPercent ? "number.target_soc" : "number.target_energy");
    const state = stateOf(hass, entity);
    const { max, min } = (state?.attributes ?? {}) as Record<string, number | undefined>;
    return {
      value: targetIn(flag),
      least: isPercent ? 10 : Math.max(min ?? 1, 1),
      most: isPercent ? 100 : mostKwhOf(rest.energyKwh, max ?? 200),
      step: isPercent ? 5 : 1,
      entity: isKnown(state) ? entity : undefined,
    };
  }

  #take(event: PointerEvent, part: Part) {
    const now = Date.now();
    const [rest, picture] = [this.#flag(now), this.pictureElement];
    if (!rest || !picture || event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    const { width, height } = picture.getBoundingClientRect();
    const finger = { x: event.clientX, y: event.clientY, width, height, moved: false };
    this.preview = undefined;
    this.pull = { part, flag: rest, from: rest, finger };
  }

  readonly #move = (event: PointerEvent) => {
    if (!this.pull?.finger) return;
    this.#finger = { x: event.clientX, y: event.clientY };
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#follow();
    });
  };

  /** Bring the flag to where the finger is: by its transform alone. */
  #follow() {
    const { pull, ribbon, hass } = this;
    const [finger, at] = [pull?.finger, this.#finger];
    if (!pull || !finger || !at || !ribbon || !hass) return;
    const [dx, dy] = [at.x - finger.x, at.y - finger.y];
    const along = pull.part === "deadline" ? dx : dy;
    if (!finger.moved && Math.abs(along) < LEAST_MOVE_PX) return;
    finger.moved = true;
    const now = Date.now();
    if (pull.part === "deadline") {
      const span = this.#span(now);
      const range = this.#range(ribbon, pull.from, span, now);
      if (!range) return;
      const began = shareOf(pull.from.readyAt, span);
      const share = clamp(
        began + dx / finger.width,
        shareOf(range.from, span),
        shareOf(range.to, span),
      );
      if (this.pole) {
        this.pole.style.transform = `translateX(${((share - began) * finger.width).toFixed(1)}px)`;
      }
      const readyAt = clamp(snap(atOf(share, span)), range.from, range.to);
      this.#pullTo({ ...pull.flag, readyAt });
    } else {
      const scale = this.#targetScale(pull.flag, pull.from);
      if (!scale) return;
      const range = scale.most - scale.least;
      const began = (targetIn(pull.from) - scale.least) / range;
      const share = clamp(began - dy / finger.height, 0, 1);
      this.knob?.style.setProperty("--dy", `${((began - share) * finger.height).toFixed(1)}px`);
      this.#pullTo(withTarget(pull.flag, toStep(scale.least + share * range, scale)));
    }
  }

  #pullTo(flag: Flag) {
    const { pull } = this;
    if (!pull || sameFlag(flag, pull.flag)) return;
    this.pull = { ...pull, flag };
    this.#previews.ask(pulledOf(flag));
  }

  readonly #release = () => {
    if (!this.pull?.finger) return;
    if (this.#frame !== undefined) {
      cancelAnimationFrame(this.#frame);
      this.#frame = undefined;
      this.#follow();
    }
    this.#set();
  };

  readonly #leave = () => {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = this.#finger = undefined;
    this.#previews.stop();
    this.#rest();
    this.pull = this.preview = undefined;
  };

  readonly #blur = () => {
    if (this.pull && !this.pull.finger) this.#leave();
  };

  #rest() {
    if (this.pole) this.pole.style.transform = "";
    this.knob?.style.removeProperty("--dy");
  }

  /** Make a wish of what was pulled. */
  #set() {
    const { pull, connector, hass, ribbon } = this;
    this.#leave();
    if (!pull || !connector || !hass || !ribbon || sameFlag(pull.flag, pull.from)) return;
    const wishes: Wish[] = [];
    const add = (key: string, service: string, data?: Record<string, unknown>) => {
      const entityId = entityOf(connector, key);
      if (entityId) wishes.push({ entityId, service, ...(data && { data }) });
    };
    if (pull.part === "deadline") {
      const time = timeOfDayOf(pull.flag.readyAt, houseFormat(hass));
      add("time.ready_by", "set_value", { time });
    } else {
      const key = pull.flag.socPercent === undefined ? "number.target_energy" : "number.target_soc";
      add(key, "set_value", { value: targetIn(pull.flag) });
    }
    if (!ribbon.wish.plan) add("switch.plan", "turn_on");
    this.wished = pull.flag;
    this.dispatchEvent(new CustomEvent("wishes", { detail: wishes }));
  }

  /** Pull by keys: arrows and page keys move, Enter sets, Escape leaves. */
  #keys(event: KeyboardEvent, part: Part) {
    const now = Date.now();
    const { ribbon } = this;
    const rest = this.#flag(now);
    if (!rest || !ribbon || this.pull?.finger) return;
    if (event.key === "Enter" || event.key === " ") {
      if (!this.pull) return;
      event.preventDefault();
      this.#set();
      return;
    }
    if (event.key === "Escape") {
      if (this.pull) event.stopPropagation();
      this.#leave();
      return;
    }
    const flag = this.pull?.flag ?? rest;
    const moved =
      part === "deadline"
        ? this.#laterBy(event.key, flag, this.#range(ribbon, rest, this.#span(now), now))
        : this.#moreBy(event.key, flag, rest);
    if (!moved) return;
    event.preventDefault();
    this.pull ??= { part, flag: rest, from: rest };
    this.#pullTo(moved);
  }

  #laterBy(key: string, flag: Flag, range: Span | undefined): Flag | undefined {
    const steps = STEPS[key];
    if (!range || (steps === undefined && key !== "Home" && key !== "End")) return undefined;
    const wanted =
      steps === undefined
        ? key === "Home"
          ? range.from
          : range.to
        : snap(flag.readyAt) + steps * SNAP_MS;
    return { ...flag, readyAt: clamp(wanted, range.from, range.to) };
  }

  #moreBy(key: string, flag: Flag, rest: Flag): Flag | undefined {
    const scale = this.#targetScale(flag, rest);
    const steps = STEPS[key];
    if (!scale || (steps === undefined && key !== "Home" && key !== "End")) return undefined;
    const wanted =
      steps === undefined
        ? key === "Home"
          ? scale.least
          : scale.most
        : scale.value + steps * scale.step;
    return withTarget(flag, toStep(wanted, scale));
  }

  // ---- looking at a moment

  #look(event: MouseEvent, span: Span) {
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const at = atOf((event.clientX - left) / width, span);
    const isSame =
      this.chosen !== undefined && Math.abs(this.chosen - at) < 0.01 * (span.to - span.from);
    this.chosen = isSame ? undefined : at;
  }

  #lookByKeys(event: KeyboardEvent, span: Span) {
    if (event.key === "Escape") {
      if (this.chosen !== undefined) event.stopPropagation();
      this.chosen = undefined;
      return;
    }
    const steps = STEPS[event.key];
    const ends: Readonly<Record<string, number | undefined>> = { Home: span.from, End: span.to };
    const wanted =
      steps === undefined ? ends[event.key] : snap(this.chosen ?? Date.now()) + steps * SNAP_MS;
    if (wanted === undefined) return;
    event.preventDefault();
    this.chosen = clamp(wanted, span.from, span.to);
  }

  #say(word: Word) {
    return say(this.hass?.language, word);
  }
}

/** Quarters of an hour, or steps of a target, by key. */
const STEPS: Readonly<Record<string, number | undefined>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -4,
  PageUp: 4,
};

const targetIn = (flag: Flag): number => flag.socPercent ?? flag.energyKwh;

const withTarget = (flag: Flag, value: number): Flag =>
  flag.socPercent === undefined ? { ...flag, energyKwh: value } : { ...flag, socPercent: value };

const toStep = (value: number, { least, most, step }: Scale): number =>
  clamp(Math.round(value / step) * step, least, most);

const sameFlag = (one: Flag, other: Flag): boolean =>
  one.readyAt === other.readyAt && targetIn(one) === targetIn(other);

const pulledOf = (flag: Flag): Pulled => ({
  readyAt: flag.readyAt,
  ...(flag.socPercent === undefined
    ? { energyKwh: flag.energyKwh }
    : { socPercent: flag.socPercent }),
});
