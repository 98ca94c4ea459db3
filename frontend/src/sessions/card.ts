/** `custom:plug-control-sessions-card`: the sessions of the ledger as a table and a chart, with totals and a download. */

import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";

import { labelOf } from "../card/config-form";
import { shared } from "../card/style";
import { Format, formatDuration, formatOf } from "../format";
import { ask, messageOf } from "../ha/act";
import { connectorsOf, PLATFORM, titleOf } from "../ha/connectors";
import { mayAnswer, readinessOf } from "../ha/ready";
import type { CardConfig, ConfigForm, HomeAssistant } from "../ha/types";
import { fill, say, sayOf, type Word } from "../i18n";
import { toCsv } from "./csv";
import { daysOf, type Period, PERIODS } from "./period";
import { byDay, durationS, personOf, totalWh, type Session } from "./session";
import { type SignedValues, toXml } from "./signed";
import { sessionsStyle } from "./style";

export interface SessionsCardConfig extends CardConfig {
  device_id?: string;
  days?: number;
}

const DAYS = 30;
const REFRESH_MS = 60_000;
const RETRY_MS = 60_000;
const DAY_MS = 86_400_000;
const PAGE = 200;
/** So many the action gives at once at most. */
const MOST = 5000;

interface Answer {
  sessions: Session[];
  total_count: number;
  totals: { energy_wh: number };
  only_own?: boolean;
}

/** Have the browser save a text as a file. */
const save = (text: string, type: string, name: string) => {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  });
};

export class PlugControlSessionsCard extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  @state() private config?: SessionsCardConfig;
  @state() private sessions: readonly Session[] | undefined;
  @state() private error: string | undefined;
  @state() private onlyOwn = false;
  /** How many sessions there are, of which only the newest are loaded, and their energy. */
  @state() private total = { count: 0, energyWh: 0 };
  @state() private device = "";
  @state() private person = "";
  @state() private period: Period = "last";
  @state() private from = "";
  @state() private to = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #wanted = PAGE;

  static override styles = [shared, sessionsStyle];

  static getConfigForm(): ConfigForm {
    return {
      schema: [
        { name: "device_id", selector: { device: { integration: PLATFORM } } },
        { name: "days", selector: { number: { min: 1, max: 3660, mode: "box" } } },
      ],
      computeLabel: labelOf,
    };
  }

  static getStubConfig(): Partial<SessionsCardConfig> {
    return { days: DAYS };
  }

  setConfig(config: SessionsCardConfig) {
    this.config = config;
    this.device = config.device_id ?? "";
    this.period = "last";
    if (this.hass) this.#begin();
  }

  getCardSize() {
    return 8;
  }

  getGridOptions() {
    return { columns: "full", min_columns: 6 };
  }

  override connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) this.#begin(); // back on the page: else the first update asks
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override updated(changed: Map<string, unknown>) {
    const { hass } = this;
    if (!hass || !changed.has("hass")) return;
    const before = changed.get("hass") as HomeAssistant | undefined;
    const isReady = readinessOf(hass) === "ready";
    if (!before || (isReady && readinessOf(before) !== "ready")) this.#begin();
  }

  /** Take the days of the chosen period, in the user's time zone, and ask. */
  #begin() {
    this.#wanted = PAGE;
    const today = this.#format.dayOf(new Date());
    const days = this.config?.days ?? DAYS;
    [this.from, this.to] = daysOf(this.period, today, days) ?? [this.from, this.to];
    void this.#load();
  }

  /** Ask for the sessions, and again after a while; an answer that was overtaken is dropped. */
  async #load() {
    clearTimeout(this.#timer);
    const { hass } = this;
    if (!hass) return;
    const number = (this.#asked += 1);
    if (!mayAnswer(hass)) {
      this.error = this.#say("not_running");
      return;
    }
    let next = REFRESH_MS;
    try {
      const limit = this.person ? MOST : this.#wanted;
      const answer = await this.#ask(hass, { limit });
      if (number !== this.#asked) return;
      this.sessions = answer.sessions;
      this.total = { count: answer.total_count, energyWh: answer.totals.energy_wh };
      this.onlyOwn = answer.only_own === true;
      this.error = undefined;
    } catch (error) {
      if (number !== this.#asked) return;
      this.error = await messageOf(hass, error);
      next = RETRY_MS;
    }
    if (this.isConnected) this.#timer = setTimeout(() => void this.#load(), next);
  }

  #ask(hass: HomeAssistant, page: { limit: number; offset?: number }): Promise<Answer> {
    return ask<Answer>(hass, "get_sessions", { ...this.#filter(), ...page, newest_first: true });
  }

  #filter(): Record<string, unknown> {
    const format = this.#format;
    const after = (day: string) =>
      new Date(Date.parse(`${day}T00:00Z`) + DAY_MS).toISOString().slice(0, 10);
    const start = this.from && format.midnight(this.from).toISOString();
    const end = this.to && format.midnight(after(this.to)).toISOString();
    return {
      ...(this.device && { device_id: this.device }),
      ...(start && { start }),
      ...(end && { end }),
    };
  }

  protected override render() {
    const { hass } = this;
    if (!hass || !this.config) return nothing;
    return html`<ha-card>
      <h2>${this.#say("sessions")}</h2>
      ${this.#filters(hass)} ${this.#body()}
    </ha-card>`;
  }

  #body() {
    if (!this.sessions) {
      return html`<p class="secondary" role="status">${this.error ?? this.#say("loading")}</p>`;
    }
    const rows = this.#rows();
    if (!rows.length) {
      const word = this.onlyOwn ? "no_own_sessions" : "no_sessions";
      return html`<p class="secondary">${this.#say(word)}</p>`;
    }
    const error = this.error ? html`<p class="secondary" role="status">${this.error}</p>` : nothing;
    return html`${error} ${this.#totals(rows)} ${this.#chart(rows)} ${this.#table(rows)}`;
  }

  /** The sessions of the chosen person. */
  #rows(): readonly Session[] {
    const all = this.sessions ?? [];
    return this.person ? all.filter((session) => personOf(session) === this.person) : all;
  }

  #filters(hass: HomeAssistant) {
    const connectors = connectorsOf(hass);
    const persons = [...new Set((this.sessions ?? []).map(personOf))].filter(Boolean).sort();
    return html`<div class="filters">
      <label
        ><span>${this.#say("connector")}</span>
        <select
          @change=${(event: Event) => {
            this.device = (event.target as HTMLSelectElement).value;
            void this.#load();
          }}
        >
          <option value="">${this.#say("connectors_all")}</option>
          ${connectors.map(
            (one) =>
              html`<option value=${one.deviceId} .selected=${live(one.deviceId === this.device)}>
                ${titleOf(hass, one)}
              </option>`,
          )}
        </select></label
      >
      <label
        ><span>${this.#say("person")}</span>
        <select
          @change=${(event: Event) => {
            this.person = (event.target as HTMLSelectElement).value;
            void this.#load();
          }}
        >
          <option value="">${this.#say("persons_all")}</option>
          ${persons.map((one) => html`<option .selected=${live(one === this.person)}>${one}</option>`)}
        </select></label
      >
      <label
        ><span>${this.#say("period")}</span>
        <select
          @change=${(event: Event) => {
            this.period = (event.target as HTMLSelectElement).value as Period;
            this.#begin();
          }}
        >
          ${PERIODS.map(
            (one) =>
              html`<option value=${one} .selected=${live(one === this.period)}>
                ${this.#periodName(one)}
              </option>`,
          )}
        </select></label
      >
      ${this.period === "own" ? html`${this.#day("from")} ${this.#day("to")}` : nothing}
    </div>`;
  }

  #periodName(period: Period): string {
    const days = this.config?.days ?? DAYS;
    const text = sayOf(this.hass?.language, `period_${period}`, days);
    return fill(text, new Map([["days", String(days)]]));
  }

  /** A day as the profile has it written; the browser's calendar opens under it, whose own text would be the browser's. */
  #day(which: "from" | "to") {
    const day = this[which];
    const text = this.#format.day(day);
    return html`<div class="day">
      <span>${this.#say(which)}</span>
      <input
        type="date"
        tabindex="-1"
        aria-hidden="true"
        min=${(which === "to" && this.from) || nothing}
        max=${(which === "from" && this.to) || nothing}
        .value=${live(day)}
        @change=${(event: Event) => {
          this[which] = (event.target as HTMLInputElement).value || day;
          void this.#load();
        }}
      />
      <button
        aria-label="${this.#say(which)}: ${text}"
        @click=${(event: Event) => {
          const button = event.currentTarget as HTMLElement;
          (button.previousElementSibling as HTMLInputElement).showPicker();
        }}
      >
        ${text}
      </button>
    </div>`;
  }

  #totals(rows: readonly Session[]) {
    const { person, total } = this;
    const energyWh = person ? totalWh(rows) : total.energyWh;
    const count = person ? rows.length : total.count;
    return html`<div class="totals">
      <span
        ><b>${this.#format.energy(energyWh)}</b>
        <span class="secondary"
          >${this.#say("energy_total")} (${this.#format.number(count, 0)})</span
        ><br />
        <span class="secondary">${this.#format.days(this.from, this.to)}</span></span
      >
      <button
        @click=${() => {
          void this.#download(rows);
        }}
      >
        ${this.#say("csv")}
      </button>
    </div>`;
  }

  #chart(rows: readonly Session[]) {
    const bars = byDay(rows, this.#format);
    const top = Math.max(...bars.map((bar) => bar.energyWh), 1);
    return html`<div class="chart" role="img" aria-label=${this.#say("energy_total")}>
        ${bars.map(
          (bar) =>
            html`<div
              class="bar"
              style="height:${((bar.energyWh / top) * 100).toFixed(1)}%"
              title="${bar.label}: ${this.#format.energy(bar.energyWh)}"
            ></div>`,
        )}
      </div>
      <div class="axis secondary" aria-hidden="true">
        <span>${bars[0]?.label}</span>
        ${bars.length > 1 ? html`<span>${bars.at(-1)?.label}</span>` : nothing}
      </div>`;
  }

  #table(rows: readonly Session[]) {
    const several = new Set(rows.map((row) => row.charge_point_id)).size > 1;
    const moment = (text: string | null) => (text ? this.#format.dateTime(new Date(text)) : "–");
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${this.#say("sessions")}>
      <table>
        <thead>
          <tr>
            <th scope="col">${this.#say("start")}</th>
            ${several ? html`<th scope="col">${this.#say("charge_point")}</th>` : nothing}
            <th scope="col">${this.#say("person")}</th>
            <th scope="col" class="number">${this.#say("energy")}</th>
            <th scope="col" class="number">${this.#say("duration")}</th>
            <th scope="col" class="number">${this.#say("peak_power")}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <td class="start">${moment(row.started_at ?? row.stopped_at)}</td>
                ${
                  several
                    ? html`<td class="wallbox">${row.charge_point_name ?? row.charge_point_id}</td>`
                    : nothing
                }
                <td class="person">${personOf(row)}</td>
                <td class="number energy">
                  ${
                    row.energy_estimated
                      ? html`<abbr title=${this.#say("estimated")}>≈</abbr> `
                      : nothing
                  }${this.#format.energy(row.energy_wh)}
                  ${this.#signed(row)}
                </td>
                <td class="number duration">${this.#duration(row)}</td>
                <td class="number peak ${row.peak_power_w === null ? "none" : ""}">
                  ${row.peak_power_w === null ? "–" : this.#format.power(row.peak_power_w)}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${this.#more()}
    </div>`;
  }

  /** How many of all sessions are shown, and the way to more. */
  #more() {
    const shown = this.sessions?.length ?? 0;
    if (this.person || shown >= this.total.count) return nothing;
    const written = (value: number) => this.#format.number(value, 0);
    const values = new Map([
      ["shown", written(shown)],
      ["total", written(this.total.count)],
    ]);
    return html`<div class="more">
      <span class="secondary">${fill(this.#say("shown_of"), values)}</span>
      ${
        shown < MOST
          ? html`<button
              @click=${() => {
                this.#wanted = Math.min(this.#wanted + PAGE, MOST);
                void this.#load();
              }}
            >
              ${this.#say("more_sessions")}
            </button>`
          : nothing
      }
    </div>`;
  }

  #duration(row: Session): string {
    const seconds = durationS(row);
    if (seconds !== undefined) return formatDuration(seconds);
    return row.stopped_at === null ? this.#say("running") : "–";
  }

  /** All sessions that the filters leave, also those that are not shown. */
  async #all(rows: readonly Session[]): Promise<readonly Session[]> {
    const { hass } = this;
    if (!hass || this.person || rows.length >= this.total.count) return rows;
    const all: Session[] = [];
    for (;;) {
      const page = await this.#ask(hass, { limit: MOST, offset: all.length });
      all.push(...page.sessions);
      if (!page.sessions.length || all.length >= page.total_count) return all;
    }
  }

  async #download(shown: readonly Session[]) {
    const rows = await this.#all(shown);
    save(toCsv(rows), "text/csv", `plug-control-${this.from}-${this.to}.csv`);
  }

  /** The way to the session's signed meter values, where it has any. */
  #signed(row: Session) {
    if (!row.signed_values) return nothing;
    return html`<button
      class="signed"
      title=${this.#say("signed")}
      aria-label=${this.#say("signed")}
      @click=${() => {
        void this.#downloadSigned(row);
      }}
    >
      <ha-icon icon="mdi:certificate-outline"></ha-icon>
    </button>`;
  }

  async #downloadSigned(row: Session) {
    const { hass } = this;
    if (!hass) return;
    const { charge_point_id, session_id } = row;
    try {
      const found = await ask<SignedValues>(hass, "get_signed_values", {
        charge_point_id,
        session_id,
      });
      save(toXml(found), "application/xml", `plug-control-${String(session_id)}.xml`);
    } catch (error) {
      this.error = await messageOf(hass, error);
    }
  }

  get #format(): Format {
    return this.hass ? formatOf(this.hass) : new Format({ language: "en" }, "UTC");
  }

  #say(word: Word) {
    return say(this.hass?.language, word);
  }
}
