/** The dialog of one session: its power, where its energy came from, what it cost, its meter readings, and what may be corrected. */

import { css, html, LitElement, nothing, svg } from "lit";
import { property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";

import { areaPath, hoursOf } from "../card/graph";
import { shared } from "../card/style";
import { formatOf, type Format } from "../format";
import { messageOf } from "../ha/act";
import { connectorsOf, PLATFORM } from "../ha/connectors";
import type { HomeAssistant } from "../ha/types";
import { say, type Word } from "../i18n";
import { curveOf, slotMs, type Curve } from "./curve";
import { CLOSE, dialogStyle } from "./dialog-style";
import { figuresOf, measuredOf, planOf, type Fact } from "./facts";
import { REST_COLOR, SOURCE_COLORS } from "./palette";
import { correct, detailOf, type Correction, type SessionDetail, type Slot } from "./queries";
import { knownWh, personOf, type Session } from "./session";
import type { Bar } from "./chart";
import { isEstimated } from "./table";
import type { Series } from "./stack";

const LEAST_SCALE_W = 1400;
const HEIGHT = 72;
const WIDTH = 320;
/** So many quarters of an hour are drawn as such; those of longer sessions become hours. */
const MOST_SLOTS = 64;
const HOUR_MS = 3_600_000;

/** Options of a connector's car that are none. */
const NO_CAR: ReadonlySet<string> = new Set(["auto", "other"]);

/** A car that a session can be given to. */
export interface Choice {
  key: string;
  name: string;
}

type Text = (key: string) => string | undefined;

export class PlugControlSessionDetail extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  @property({ attribute: false }) session?: Session;
  @property({ attribute: false }) cars: readonly Choice[] = [];
  @property({ attribute: false }) persons: readonly string[] = [];
  @state() private detail: SessionDetail | undefined;
  @state() private curve: Curve | undefined;
  @state() private error: string | undefined;
  @state() private editing = false;
  @state() private busy = false;
  @state() private text: Text = () => undefined;

  static override styles = [
    shared,
    dialogStyle,
    css`
      .figures,
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(140px, 1fr));
        gap: 12px 16px;
        margin: 0;
      }
      dt {
        font-size: var(--ha-font-size-s, 12px);
        color: var(--secondary-text-color);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .figures dd {
        font-size: var(--ha-font-size-xl, 20px);
      }
      dd small {
        display: block;
        font-size: var(--ha-font-size-s, 12px);
        color: var(--secondary-text-color);
      }
      section,
      form {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 8px;
      }
      svg.curve {
        display: block;
        width: 100%;
        height: 120px;
        overflow: visible;
      }
      svg.curve * {
        vector-effect: non-scaling-stroke;
      }
      .power {
        fill: color-mix(in srgb, var(--primary-color) 35%, transparent);
        stroke: var(--primary-color);
        stroke-width: 1.5;
      }
      .base,
      .hour {
        stroke: var(--divider-color);
      }
      .by {
        stroke: var(--primary-text-color);
        stroke-width: 1.5;
        stroke-dasharray: 4 3;
      }
      .axis {
        position: relative;
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
      .note {
        padding: 8px 12px;
        border-radius: var(--ha-border-radius-lg, 12px);
        background: color-mix(in srgb, var(--primary-text-color) 5%, transparent);
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        font-size: var(--ha-font-size-s, 12px);
      }
      .legend i {
        display: inline-block;
        width: 10px;
        height: 10px;
        margin-inline-end: 6px;
        border-radius: 2px;
      }
    `,
  ];

  protected override firstUpdated() {
    this.renderRoot.querySelector("dialog")?.showModal();
    void this.#load();
  }

  async #load() {
    const { hass, session } = this;
    if (!hass || !session) return;
    void this.#words(hass);
    try {
      this.detail = await detailOf(hass, session);
    } catch (error) {
      this.error = await messageOf(hass, error);
    }
    const { started_at, stopped_at } = session;
    if (!started_at) return;
    const [from, to] = [Date.parse(started_at), stopped_at ? Date.parse(stopped_at) : Date.now()];
    if (to <= from) return;
    const slots = this.detail?.slots ?? [];
    this.curve = await curveOf(hass, this.#entity(hass, session), slots, from, to);
  }

  /** Home Assistant's own words for why a session ended, in the reader's language. */
  async #words(hass: HomeAssistant) {
    const localize = await hass
      .loadBackendTranslation?.("entity", "plug_control")
      .catch(() => undefined);
    if (localize) {
      this.text = (key) =>
        localize(`component.plug_control.entity.sensor.stop_reason.state.${key}`);
    }
  }

  /** The power sensor of the connector that charged; undefined where it is gone. */
  #entity(hass: HomeAssistant, session: Session): string | undefined {
    const { charge_point_id, connector_id } = session;
    const ids = [`${charge_point_id}#${String(connector_id)}`, charge_point_id];
    const isIts = (deviceId: string, id: string) =>
      hass.devices[deviceId]?.identifiers?.some(([kind, own]) => kind === PLATFORM && own === id);
    const connectors = connectorsOf(hass);
    const found = ids
      .map((id) => connectors.find(({ deviceId }) => isIts(deviceId, id)))
      .find((each) => each !== undefined);
    return found?.entities.get("sensor.power")?.[0];
  }

  protected override render() {
    const { hass, session } = this;
    if (!hass || !session) return nothing;
    const row: SessionDetail = { ...session, ...this.detail };
    const format = formatOf(hass);
    const began = row.started_at ?? row.stopped_at;
    const where = row.connector_name ?? row.charge_point_name ?? row.charge_point_id;
    const who = [where, personOf(row), row.car ?? ""].filter(Boolean).join(" · ");
    const marked = isEstimated(row) || row.time_estimated;
    return html`<dialog
      aria-labelledby="title"
      @close=${this.#closed}
      @click=${(event: Event) => {
        if (event.target === event.currentTarget) this.#close();
      }}
    >
      <div class="frame">
        <header>
          <h2 id="title">
            ${this.#say("session")}${began ? html` · ${format.dateTime(new Date(began))}` : nothing}
          </h2>
          <button class="close" aria-label=${this.#say("close")} @click=${this.#close}>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${CLOSE}></path></svg>
          </button>
        </header>
        <p class="secondary">${who}</p>
        <div role="alert">${this.error ?? nothing}</div>
        ${this.#facts(
          figuresOf(row, row.currency ?? undefined, format, {
            estimated: row.worth_estimated,
            energyEstimated: row.energy_estimated,
          }),
          "figures",
        )}
        ${this.#power(row, format)} ${this.#sources(row, format)} ${this.#plan(row, format)}
        ${this.#facts(measuredOf(row, format).concat(this.#others(row)), "")}
        ${row.note && !this.editing ? html`<p class="note">${row.note}</p>` : nothing}
        ${marked ? html`<p class="secondary">≈ ${this.#say("estimated_legend")}</p>` : nothing}
        ${this.editing ? this.#form(row) : this.#buttons(row)}
      </div>
    </dialog>`;
  }

  #facts(facts: readonly Fact[], kind: string) {
    return html`<dl class=${kind || nothing}>
      ${facts.map(
        ({ word, text, more }) =>
          html`<div>
            <dt>${this.#say(word)}</dt>
            <dd>${text}${more ? html`<small>${more}</small>` : nothing}</dd>
          </div>`,
      )}
    </dl>`;
  }

  #others(row: SessionDetail): Fact[] {
    const facts: Fact[] = [];
    const card = row.card_name ?? row.id_tag;
    if (card && card !== personOf(row)) facts.push({ word: "card", text: card });
    const by = row.started_by_name;
    if (by && by !== personOf(row)) facts.push({ word: "started_by", text: by });
    const key = row.why_ended ?? row.stop_reason;
    const why = key && key !== "unknown" ? this.text(key) : undefined;
    if (why) facts.push({ word: "stop_reason", text: why });
    return facts;
  }

  #plan(row: SessionDetail, format: Format) {
    const plan = planOf(row, format);
    if (!plan) return nothing;
    const share = plan.share === undefined ? "" : ` (${format.percent(plan.share)})`;
    return this.#facts(
      [
        { word: "plan", text: plan.planned },
        { word: "plan_came", text: `${plan.came}${share}` },
      ],
      "",
    );
  }

  #power(row: SessionDetail, format: Format) {
    const { curve } = this;
    if (!curve || !row.started_at) return nothing;
    const from = Date.parse(row.started_at);
    const to = row.stopped_at ? Date.parse(row.stopped_at) : Date.now();
    const highest = Math.max(...curve.points.map(({ powerW }) => powerW), 0);
    const topW = Math.max(LEAST_SCALE_W, highest);
    const by = row.plan?.ready_by ? Date.parse(row.plan.ready_by) : Number.NaN;
    const byX = ((by - from) / (to - from)) * WIDTH;
    const origin = curve.origin === "states" ? "" : this.#say("power_means");
    const share = (at: number) => (at - from) / (to - from);
    return html`<section>
      <h3>${this.#say("power")}</h3>
      <div>
        <div class="axis" aria-hidden="true">${format.power(topW)}</div>
        <svg
          class="curve"
          viewBox="0 0 ${WIDTH} ${HEIGHT}"
          preserveAspectRatio="none"
          role="img"
          aria-label="${this.#say("power")}: ≤ ${format.power(highest)}"
        >
          ${hoursOf(from, to, format).map((at) => {
            const x = share(at) * WIDTH;
            return svg`<line class="hour" y1="0" y2=${HEIGHT} x1=${x} x2=${x}></line>`;
          })}
          <path class="power" d=${areaPath(curve.points, from, to, to, topW)}></path>
          <line class="base" x1="0" x2=${WIDTH} y1=${HEIGHT} y2=${HEIGHT}></line>
          ${
            byX > 0 && byX < WIDTH
              ? svg`<line class="by" y1="0" y2=${HEIGHT} x1=${byX} x2=${byX}></line>`
              : nothing
          }
        </svg>
        <div class="axis hours" aria-hidden="true">
          ${hoursOf(from, to, format).map((at) => {
            const edge = share(at) < 0.04 ? "first" : share(at) > 0.96 ? "last" : "";
            return html`<span class=${edge} style=${`left:${(share(at) * 100).toFixed(1)}%`}
              >${format.time(new Date(at))}</span
            >`;
          })}
        </div>
      </div>
      ${origin ? html`<p class="secondary">${origin}</p>` : nothing}
    </section>`;
  }

  /** The energy of each quarter of an hour or hour by its source; only where there is more than the grid. */
  #sources(row: SessionDetail, format: Format) {
    const slots = row.slots ?? [];
    if (!slots.some((slot) => (slot.solar_wh ?? 0) > 0 || (slot.battery_wh ?? 0) > 0))
      return nothing;
    const drawn = slots.length > MOST_SLOTS && slotMs(slots) < HOUR_MS ? hourly(slots) : slots;
    const series = this.#series();
    const bars = drawn.map((slot): Bar => barOf(slot, series, format));
    const used = series.filter((one) =>
      bars.some((bar) => bar.segments.some((s) => s.series === one)),
    );
    return html`<section>
      <h3>${this.#say("sources")}</h3>
      <plug-control-sessions-chart
        .bars=${bars}
        .heading=${this.#say("sources")}
        .estimated=${this.#say("estimated_legend")}
        .axis=${(wh: number) => `${format.number(wh / 1000, 3, 0)} kWh`}
        .whole=${(bar: Bar) => format.energy(bar.value ?? 0)}
        .partly=${(segment: Bar["segments"][number]) => format.energy(segment.to - segment.from)}
      ></plug-control-sessions-chart>
      <div class="legend" aria-hidden="true">
        ${used.map(
          ({ name, color }) => html`<span><i style=${`background:${color}`}></i>${name}</span>`,
        )}
      </div>
    </section>`;
  }

  #series(): Series[] {
    return [
      { key: "solar", name: this.#say("sun"), color: SOURCE_COLORS.solar },
      { key: "battery", name: this.#say("home_battery"), color: SOURCE_COLORS.battery },
      { key: "grid", name: this.#say("grid"), color: SOURCE_COLORS.grid },
      { key: "unknown", name: this.#say("source_unknown"), color: REST_COLOR },
    ];
  }

  // ---- correcting

  #mayCorrect(row: SessionDetail): boolean {
    const { hass } = this;
    const actions = hass?.services.plug_control as Record<string, unknown> | undefined;
    if (!actions || !("correct_session" in actions) || row.anonymised) return false;
    return row.may_correct ?? hass?.user?.is_admin === true;
  }

  #buttons(row: SessionDetail) {
    return html`<div class="buttons">
      ${
        row.signed_values
          ? html`<button
              @click=${() => {
                this.dispatchEvent(new CustomEvent("signed"));
              }}
            >
              ${this.#say("signed")}
            </button>`
          : nothing
      }
      ${
        this.detail && this.#mayCorrect(row)
          ? html`<button @click=${this.#edit}>${this.#say("correct")}</button>`
          : nothing
      }
    </div>`;
  }

  readonly #edit = async () => {
    this.editing = true;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("form select, form input")?.focus();
  };

  #form(row: SessionDetail) {
    const present = row.car_id ?? row.car ?? "";
    const cars = this.#cars(row, present);
    return html`<form @submit=${this.#save}>
      ${
        cars.length
          ? html`<label
              ><span>${this.#say("car")}</span>
              <select name="car">
                <option value="">${this.#say("no_car")}</option>
                ${cars.map(
                  ({ key, name }) =>
                    html`<option value=${key} .selected=${live(key === present)}>${name}</option>`,
                )}
              </select></label
            >`
          : nothing
      }
      <label
        ><span>${this.#say("person")}</span>
        <input
          type="text"
          name="person"
          maxlength="100"
          list="persons"
          autocomplete="off"
          .value=${personOf(row)}
        />
      </label>
      <datalist id="persons">
        ${this.persons.map((name) => html`<option value=${name}></option>`)}
      </datalist>
      <label
        ><span>${this.#say("note")}</span>
        <input
          type="text"
          name="note"
          maxlength="500"
          autocomplete="off"
          .value=${row.note ?? ""}
        />
      </label>
      <p class="secondary">${this.#say("correct_hint")}</p>
      <div class="buttons">
        <button
          type="button"
          @click=${() => {
            this.editing = false;
          }}
        >
          ${this.#say("cancel")}
        </button>
        <button class="primary" ?disabled=${this.busy}>${this.#say("save")}</button>
      </div>
    </form>`;
  }

  /** The cars that sessions had, those that can be plugged in, and the session's own, each once. */
  #cars(row: SessionDetail, present: string): Choice[] {
    const cars = new Map(this.cars.map(({ key, name }) => [key, name]));
    const names = new Set(cars.values());
    for (const name of this.hass ? carNames(this.hass) : []) {
      if (!names.has(name)) cars.set(name, name);
    }
    if (present && !cars.has(present)) cars.set(present, row.car ?? present);
    return [...cars].map(([key, name]) => ({ key, name }));
  }

  readonly #save = async (event: Event) => {
    event.preventDefault();
    const { hass, session, detail } = this;
    if (!hass || !session || !detail) return;
    const form = new FormData(event.target as HTMLFormElement);
    const given = (name: string) => {
      const value = form.get(name);
      return typeof value === "string" ? value.trim() : undefined;
    };
    const [car, person, note] = [given("car"), given("person"), given("note")];
    const correction: Correction = {
      ...(car !== undefined && car !== (detail.car_id ?? detail.car ?? "") && { car }),
      ...(person !== undefined && person !== personOf(detail) && { person }),
      ...(note !== undefined && note !== (detail.note ?? "") && { note }),
    };
    this.busy = true;
    try {
      if (Object.keys(correction).length) {
        await correct(hass, session, correction);
        this.detail = await detailOf(hass, session);
        this.dispatchEvent(new CustomEvent("corrected"));
      }
      this.editing = false;
      this.error = undefined;
    } catch (error) {
      this.error = await messageOf(hass, error);
    } finally {
      this.busy = false;
    }
  };

  readonly #close = () => {
    this.renderRoot.querySelector("dialog")?.close();
  };

  readonly #closed = () => {
    this.dispatchEvent(new CustomEvent("closed"));
  };

  #say(word: Word) {
    return say(this.hass?.language, word);
  }
}

/** What the selects of the connectors' cars have to choose from. */
const carNames = (hass: HomeAssistant): string[] => {
  const selects = Object.values(hass.entities).filter(
    ({ platform, translation_key, entity_id }) =>
      platform === PLATFORM && translation_key === "car" && entity_id.startsWith("select."),
  );
  const options = selects.flatMap(({ entity_id }) => hass.states[entity_id]?.attributes.options);
  return options.filter(
    (option): option is string => typeof option === "string" && !NO_CAR.has(option),
  );
};

/** The slots of a long session by the hour. */
export const hourly = (slots: readonly Slot[]): Slot[] => {
  const hours = new Map<number, Slot>();
  for (const slot of slots) {
    const hour = Math.floor(Date.parse(slot.start) / HOUR_MS) * HOUR_MS;
    const sum = hours.get(hour);
    const plus = (one: number | null, other: number | null) =>
      one === null && other === null ? null : (one ?? 0) + (other ?? 0);
    hours.set(hour, {
      start: new Date(hour).toISOString(),
      energy_wh: (sum?.energy_wh ?? 0) + slot.energy_wh,
      grid_wh: plus(sum?.grid_wh ?? null, slot.grid_wh),
      solar_wh: plus(sum?.solar_wh ?? null, slot.solar_wh),
      battery_wh: plus(sum?.battery_wh ?? null, slot.battery_wh),
      price: slot.price,
      estimated: (sum?.estimated ?? false) || slot.estimated,
    });
  }
  return [...hours.values()];
};

/** A slot as a bar of its sources, the sun at the bottom. */
const barOf = (slot: Slot, series: readonly Series[], format: Format): Bar => {
  const parts: Readonly<Record<string, number>> = {
    solar: slot.solar_wh ?? 0,
    battery: slot.battery_wh ?? 0,
    grid: slot.grid_wh ?? 0,
    unknown: Math.max(slot.energy_wh - knownWh(slot), 0),
  };
  const none = { grid_wh: null, solar_wh: null, battery_wh: null };
  const sums = { ...none, cost: null, saved: null, co2_g: null, sessions: 1, without_cost: 1 };
  let from = 0;
  const segments = series.flatMap((one) => {
    const wh = parts[one.key] ?? 0;
    if (wh < 1) return [];
    from += wh;
    const { estimated } = slot;
    return [
      {
        series: one,
        from: from - wh,
        to: from,
        sums: { ...sums, energy_wh: wh, estimated },
        estimated,
      },
    ];
  });
  const at = new Date(slot.start);
  return {
    key: slot.start,
    segments,
    value: slot.energy_wh,
    estimated: slot.estimated,
    label: format.time(at),
    name: format.dateTime(at),
  };
};
