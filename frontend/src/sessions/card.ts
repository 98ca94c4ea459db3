/** `custom:plug-control-sessions-card`: the sessions of the ledger as a chart and a table, with totals, details and a download. */

import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";

import { labelOf } from "../card/config-form";
import { shared } from "../card/style";
import { Format, formatOf } from "../format";
import { ask, messageOf } from "../ha/act";
import { connectorsOf, PLATFORM, titleOf } from "../ha/connectors";
import { mayAnswer, readinessOf, retryMs } from "../ha/ready";
import type { CardConfig, ConfigForm, HomeAssistant } from "../ha/types";
import { fill, say, type Word } from "../i18n";
import { chartSection } from "./chart-section";
import { HEAD, linesOf } from "./csv";
import type { Choice } from "./choices";
import { totalFigures } from "./facts";
import {
  bucketOf,
  houseFormat,
  momentsOf,
  PERIODS,
  spanOf,
  stepped,
  type Bucket,
  type Period,
  type Span,
} from "./period";
import { allOf, namedBy, pageOf, totalsOf, type Filter } from "./queries";
import { save } from "./save";
import type { Session } from "./session";
import { type SignedValues, toXml } from "./signed";
import { currenciesOf, GROUPS, MEASURES, type Group, type Measure, type TotalRow } from "./stack";
import { sessionsStyle } from "./style";
import { isEstimated, tableOf } from "./table";

export interface SessionsCardConfig extends CardConfig {
  device_id?: string;
  days?: number;
}

const DAYS = 30;
const REFRESH_MS = 60_000;
/** So many rows are on the page at most; the others are a page further. */
const PAGE = 50;

/** The chart's rows, and what they are of. */
interface Chart {
  rows: readonly TotalRow[];
  first: string;
  last: string;
  bucket: Bucket;
  group: Group;
}

export class PlugControlSessionsCard extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  @state() private config?: SessionsCardConfig;
  @state() private sessions: readonly Session[] | undefined;
  @state() private total = 0;
  @state() private chart: Chart | undefined;
  @state() private error: string | undefined;
  @state() private onlyOwn = false;
  @state() private device = "";
  @state() private person = "";
  @state() private car = "";
  @state() private span: Span = { period: "month", first: "", last: "" };
  @state() private measure: Measure = "energy";
  /** Undefined while nobody chose one: what there is several of. */
  @state() private group: Group | undefined;
  @state() private persons: readonly Choice[] = [];
  @state() private cars: readonly Choice[] = [];
  @state() private offset = 0;
  @state() private opened: Session | undefined;
  @state() private documents = false;
  @state() private saving = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #failures = 0;

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
    return {};
  }

  setConfig(config: SessionsCardConfig) {
    this.config = config;
    this.device = config.device_id ?? "";
    if (this.hass) this.#begin(this.#firstPeriod());
  }

  getCardSize() {
    return 12;
  }

  getGridOptions() {
    return { columns: "full", min_columns: 6 };
  }

  override connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) void this.#load(true); // back on the page: else the first update asks
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  /** Home Assistant gives a new `hass` with each state that changes; most of them change nothing here. */
  protected override shouldUpdate(changed: PropertyValues) {
    const before = changed.get("hass") as HomeAssistant | undefined;
    const { hass } = this;
    if (changed.size > 1 || !before || !hass) return true;
    const parts = [
      "language",
      "locale",
      "entities",
      "devices",
      "services",
      "config",
      "user",
    ] as const;
    return (
      parts.some((part) => before[part] !== hass[part]) || readinessOf(before) !== readinessOf(hass)
    );
  }

  protected override updated(changed: PropertyValues) {
    const { hass } = this;
    if (!hass || !changed.has("hass")) return;
    const before = changed.get("hass") as HomeAssistant | undefined;
    if (!before) this.#begin(this.#firstPeriod());
    else if (readinessOf(hass) === "ready" && readinessOf(before) !== "ready")
      void this.#load(true);
  }

  #firstPeriod(): Period {
    return this.config?.days ? "last" : "month";
  }

  get #today() {
    return this.#house.dayOf(new Date());
  }

  /** Take a period around a day, and ask. */
  #begin(period: Period, day = this.#today) {
    this.#show(spanOf(period, day, this.config?.days ?? DAYS, this.span));
  }

  #show(span: Span) {
    this.span = span;
    this.offset = 0;
    void this.#load(true);
  }

  /** Ask for the sums and a page of sessions, and again after a while; an answer that was overtaken is dropped. */
  async #load(all = false) {
    clearTimeout(this.#timer);
    const { hass } = this;
    if (!hass) return;
    const number = (this.#asked += 1);
    if (!mayAnswer(hass)) {
      this.error = this.#say("not_running");
      return;
    }
    try {
      if (all) await this.#loadChoices(hass, number);
      const [page, chart] = await Promise.all([
        pageOf(hass, this.#filter(), { limit: PAGE, offset: this.offset }),
        this.#loadChart(hass),
      ]);
      if (number !== this.#asked) return;
      this.sessions = page.sessions;
      this.total = page.total_count;
      this.onlyOwn = page.only_own === true;
      this.chart = chart;
      this.error = undefined;
    } catch (error) {
      if (number !== this.#asked) return;
      this.error = await messageOf(hass, error);
    }
    this.#failures = this.error ? this.#failures + 1 : 0;
    const again = this.error ? { all, after: retryMs(this.#failures, REFRESH_MS) } : {};
    if (this.isConnected) this.#askAgain(again);
  }

  /** Ask again after a while; a page that nobody sees waits until somebody does. */
  #askAgain({ all = false, after = REFRESH_MS }) {
    this.#timer = setTimeout(() => {
      if (document.hidden) this.#askAgain({ all });
      else void this.#load(all);
    }, after);
  }

  /** Whom and which cars the stretch of time has. */
  async #loadChoices(hass: HomeAssistant, number: number) {
    const filter = { ...this.#device(), ...momentsOf(this.span, this.#house) };
    const [persons, cars] = await Promise.all(
      (["person", "car"] as const).map((by) => totalsOf(hass, filter, "all", by)),
    );
    if (number !== this.#asked) return;
    this.persons = choicesOf(persons?.totals ?? []);
    this.cars = choicesOf(cars?.totals ?? []);
  }

  async #loadChart(hass: HomeAssistant): Promise<Chart> {
    const group = this.#group;
    const by = group === "source" ? "none" : group;
    const filter = this.#filter();
    let { first, last } = this.span;
    if (!first) {
      const { totals } = await totalsOf(hass, filter, "year", "none");
      const known = totals.flatMap(({ period }) => (period ? [period.slice(0, 4)] : [])).sort();
      last = this.#today;
      first = `${known[0] ?? last.slice(0, 4)}-01-01`;
    }
    const bucket = bucketOf(first, last);
    const { totals: rows } = await totalsOf(hass, filter, bucket, by);
    if (bucket === "month" && !this.span.first) first = firstMonth(rows) ?? first;
    return { rows, first, last, bucket, group };
  }

  #device(): Filter {
    return this.device ? { device_id: this.device } : {};
  }

  #filter(): Filter {
    return {
      ...this.#device(),
      ...(this.person && { person: this.person }),
      ...(this.car && { car_id: this.car }),
      ...momentsOf(this.span, this.#house),
    };
  }

  /** The moments of what the chart shows; all of time begins with its first bar. */
  #drawn(): Filter {
    const { chart } = this;
    return chart ? momentsOf({ ...this.span, ...chart }, this.#house) : {};
  }

  /** What there is to group by: of what there is several, and the source where there is more than the grid. */
  get #groups(): Group[] {
    const { hass, chart } = this;
    const several: Readonly<Record<Group, boolean>> = {
      person: this.persons.length > 1 && !this.person,
      car: this.cars.length > 1 && !this.car,
      connector: !this.device && hass !== undefined && connectorsOf(hass).length > 1,
      source: this.#hasSun(chart?.rows ?? []),
      none: true,
    };
    return GROUPS.filter((group) => several[group]);
  }

  get #group(): Group {
    const groups = this.#groups;
    const wanted =
      this.measure === "energy" ? this.group : this.group === "source" ? "none" : this.group;
    if (wanted && groups.includes(wanted)) return wanted;
    return groups.find((group) => group !== "source" || this.measure === "energy") ?? "none";
  }

  #hasSun(rows: readonly TotalRow[]) {
    return rows.some((row) => (row.solar_wh ?? 0) > 0);
  }

  protected override render() {
    const { hass } = this;
    if (!hass || !this.config) return nothing;
    return html`<ha-card>
      <h2>${this.#say("sessions")}</h2>
      ${this.#filters(hass)} ${this.#stretch()} ${this.#body(hass)} ${this.#dialogs(hass)}
    </ha-card>`;
  }

  #body(hass: HomeAssistant) {
    const { sessions, chart } = this;
    if (!sessions || !chart) {
      return html`<p class="secondary" role="status">${this.error ?? this.#say("loading")}</p>`;
    }
    const error = this.error ? html`<p class="secondary" role="status">${this.error}</p>` : nothing;
    if (!this.total) {
      const word = this.onlyOwn ? "no_own_sessions" : "no_sessions";
      return html`${error}
        <p class="secondary">${this.#say(word)}</p>`;
    }
    const own = this.onlyOwn
      ? html`<p class="hint secondary">${this.#say("only_own")}</p>`
      : nothing;
    return html`${error} ${own} ${this.#totals(chart)} ${this.#choices(chart)} ${this.#chart(chart)}
    ${this.#table(sessions)} ${this.#buttons(hass)}`;
  }

  // ---- what is shown of the ledger

  #filters(hass: HomeAssistant) {
    const connectors = connectorsOf(hass).map((one): Choice => ({
      key: one.deviceId,
      name: titleOf(hass, one),
    }));
    const { persons, cars } = this;
    return html`<div class="filters">
      ${this.#select(
        "period",
        PERIODS.map((key) => ({ key, name: this.#periodName(key) })),
        this.span.period,
        (period) => {
          const { last } = this.span;
          const today = this.#today;
          this.#begin(period as Period, last && last < today && period !== "last" ? last : today);
        },
      )}
      ${
        connectors.length > 1 || this.device
          ? this.#select(
              "connector",
              [{ key: "", name: this.#say("connectors_all") }, ...connectors],
              this.device,
              (device) => {
                this.device = device;
                this.#show(this.span);
              },
            )
          : nothing
      }
      ${this.#choice("person", "persons_all", persons, this.person, (person) => {
        this.person = person;
      })}
      ${this.#choice("car", "cars_all", cars, this.car, (car) => {
        this.car = car;
      })}
      ${this.span.period === "own" ? html`${this.#day("first")} ${this.#day("last")}` : nothing}
    </div>`;
  }

  /** A filter that is there only where there is something to choose. */
  #choice(
    word: Word,
    everything: Word,
    choices: readonly Choice[],
    chosen: string,
    choose: (key: string) => void,
  ) {
    const named = choices.filter(({ key }) => key);
    if (!named.length && !chosen) return nothing;
    const gone = chosen && !named.some(({ key }) => key === chosen);
    const all = [
      { key: "", name: this.#say(everything) },
      ...named,
      ...(gone ? [{ key: chosen, name: chosen }] : []),
    ];
    return this.#select(word, all, chosen, (key) => {
      choose(key);
      this.offset = 0;
      void this.#load();
    });
  }

  #select(
    word: Word,
    options: readonly Choice[],
    chosen: string,
    choose: (key: string) => void,
    kind = "",
  ) {
    return html`<label class=${kind || nothing}
      ><span>${this.#say(word)}</span>
      <select
        @change=${(event: Event) => {
          choose((event.target as HTMLSelectElement).value);
        }}
      >
        ${options.map(
          ({ key, name }) =>
            html`<option value=${key} .selected=${live(key === chosen)}>${name}</option>`,
        )}
      </select></label
    >`;
  }

  #periodName(period: Period): string {
    const text = this.#say(`period_${period}`);
    return fill(text, new Map([["days", String(this.config?.days ?? DAYS)]]));
  }

  /** A day as the profile has it written; the browser's calendar opens under it, whose own text would be the browser's. */
  #day(which: "first" | "last") {
    const day = this.span[which];
    const text = this.#format.day(day);
    const label = this.#say(which === "first" ? "from" : "to");
    return html`<div class="day">
      <span>${label}</span>
      <input
        type="date"
        tabindex="-1"
        aria-hidden="true"
        min=${(which === "last" && this.span.first) || nothing}
        max=${(which === "first" && this.span.last) || nothing}
        .value=${live(day)}
        @change=${(event: Event) => {
          const chosen = (event.target as HTMLInputElement).value || day;
          this.#show({ ...this.span, [which]: chosen });
        }}
      />
      <button
        aria-label="${label}: ${text}"
        @click=${(event: Event) => {
          const button = event.currentTarget as HTMLElement;
          (button.previousElementSibling as HTMLInputElement).showPicker();
        }}
      >
        ${text}
      </button>
    </div>`;
  }

  /** The day, month or year that is shown, with the way to the one before and after it. */
  #stretch() {
    const { period, first, last } = this.span;
    const format = this.#format;
    if (period === "all" || !first) return nothing;
    const text = {
      day: () => format.weekday(first),
      month: () => format.month(first),
      year: () => first.slice(0, 4),
      last: () => format.days(first, last),
      own: () => format.days(first, last),
    }[period]();
    const house = this.#house;
    const isOther = [first, last].some((day) => +format.midnight(day) !== +house.midnight(day));
    const zone = new Map([["zone", house.timeZone]]);
    const other = isOther ? html`<small>${fill(this.#say("house_time"), zone)}</small>` : nothing;
    const isStep = period === "day" || period === "month" || period === "year";
    const arrow = (step: -1 | 1) =>
      html`<button
        class="arrow"
        aria-label=${this.#say(step < 0 ? "previous" : "next")}
        ?disabled=${step > 0 && last >= this.#today}
        @click=${() => {
          this.#show(stepped(this.span, step));
        }}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path
            d=${step < 0 ? "M15.4 7.4 14 6l-6 6 6 6 1.4-1.4L10.8 12Z" : "M8.6 16.6 10 18l6-6-6-6-1.4 1.4 4.6 4.6Z"}
          ></path>
        </svg>
      </button>`;
    return html`<div class="stretch">
      ${isStep ? arrow(-1) : nothing}
      <span aria-live="polite"><b>${text}</b>${other}</span>
      ${isStep ? arrow(1) : nothing}
    </div>`;
  }

  #totals({ rows }: Chart) {
    const tiles = totalFigures(rows, this.#format, this.hass?.language);
    return html`<dl class="totals">
      ${tiles.map(
        ({ word, text, more }) =>
          html`<div>
            <dt>${this.#say(word)}</dt>
            <dd>${text}${more ? html`<small>${more}</small>` : nothing}</dd>
          </div>`,
      )}
    </dl>`;
  }

  #choices({ rows }: Chart) {
    const has: Readonly<Record<Measure, boolean>> = {
      energy: true,
      cost: currenciesOf(rows).length > 0,
      sun: this.#hasSun(rows),
    };
    const measures = MEASURES.filter((measure) => has[measure]);
    const groups = this.#groups.filter((group) => group !== "source" || this.measure === "energy");
    if (measures.length < 2 && groups.length < 2) return nothing;
    return html`<div class="choices">
      ${
        measures.length < 2
          ? nothing
          : html`<div class="measures" role="group" aria-label=${this.#say("measure")}>
              ${measures.map(
                (measure) =>
                  html`<button
                    aria-pressed=${measure === this.measure}
                    @click=${() => {
                      this.measure = measure;
                      void this.#load();
                    }}
                  >
                    ${this.#say(`measure_${measure}`)}
                  </button>`,
              )}
            </div>`
      }
      ${
        groups.length < 2
          ? nothing
          : this.#select(
              "group_by",
              groups.map((key) => ({ key, name: this.#say(`group_${key}`) })),
              this.#group,
              (group) => {
                this.group = group as Group;
                void this.#load();
              },
              "group",
            )
      }
    </div>`;
  }

  #chart(chart: Chart) {
    return chartSection(
      { ...chart, measure: this.measure },
      {
        format: this.#format,
        house: this.#house,
        say: (word) => this.#say(word),
        open: (key) => {
          const period = ({ 4: "year", 7: "month" } as const)[key.length] ?? "day";
          this.#begin(period, `${key}-01-01`.slice(0, 10));
        },
      },
    );
  }

  #table(sessions: readonly Session[]) {
    return html`<div
        class="scroll sessions"
        tabindex="0"
        role="region"
        aria-label=${this.#say("sessions")}
      >
        ${tableOf(sessions, {
          format: this.#format,
          say: (word) => this.#say(word),
          open: (session) => {
            this.opened = session;
          },
          signed: (session) => {
            void this.#downloadSigned(session);
          },
        })}
      </div>
      ${
        sessions.some(isEstimated)
          ? html`<p class="hint secondary">≈ ${this.#say("estimated_legend")}</p>`
          : nothing
      }
      ${this.#pages(sessions.length)}`;
  }

  /** Which of all sessions are shown, and the way to the others. */
  #pages(shown: number) {
    if (this.total <= PAGE && !this.offset) return nothing;
    const written = (value: number) => this.#format.number(value, 0);
    const values = new Map([
      ["first", written(shown ? this.offset + 1 : 0)],
      ["last", written(this.offset + shown)],
      ["total", written(this.total)],
    ]);
    const go = (word: Word, offset: number, possible: boolean) =>
      html`<button
        ?disabled=${!possible}
        @click=${() => {
          this.offset = Math.max(offset, 0);
          void this.#load();
        }}
      >
        ${this.#say(word)}
      </button>`;
    return html`<div class="pages">
      ${go("newer", this.offset - PAGE, this.offset > 0)}
      <span class="secondary" aria-live="polite">${fill(this.#say("shown_range"), values)}</span>
      ${go("older", this.offset + PAGE, this.offset + shown < this.total)}
    </div>`;
  }

  // ---- what leaves the page

  #buttons(hass: HomeAssistant) {
    const actions = (hass.services[PLATFORM] ?? {}) as Record<string, unknown>;
    return html`<div class="buttons">
      ${
        "export_sessions" in actions
          ? html`<button
              @click=${() => {
                this.documents = true;
              }}
            >
              ${this.#say("document")}
            </button>`
          : nothing
      }
      <button
        ?disabled=${this.saving}
        @click=${() => {
          void this.#download(hass);
        }}
      >
        ${this.#say("csv")}
      </button>
    </div>`;
  }

  #dialogs(hass: HomeAssistant) {
    const { opened } = this;
    return html`${
      opened
        ? html`<plug-control-session-detail
            .hass=${hass}
            .session=${opened}
            .cars=${this.cars.filter(({ key }) => key)}
            .persons=${this.persons.flatMap(({ name }) => (name ? [name] : []))}
            @corrected=${() => void this.#load(true)}
            @signed=${() => void this.#downloadSigned(opened)}
            @closed=${() => {
              this.opened = undefined;
            }}
          ></plug-control-session-detail>`
        : nothing
    }${
      this.documents
        ? html`<plug-control-session-document
            .hass=${hass}
            .filter=${{ ...this.#filter(), ...this.#drawn() }}
            @closed=${() => {
              this.documents = false;
            }}
          ></plug-control-session-document>`
        : nothing
    }`;
  }

  /** All sessions that the filters leave, also those that are not shown, as one file. */
  async #download(hass: HomeAssistant) {
    const { first, last } = this.span;
    this.saving = true;
    try {
      const texts = [HEAD];
      for await (const rows of allOf(hass, this.#filter())) texts.push(linesOf(rows));
      const name = first ? `plug-control-${first}-${last}.csv` : "plug-control.csv";
      save(texts, "text/csv", name);
    } catch (error) {
      this.error = await messageOf(hass, error);
    } finally {
      this.saving = false;
    }
  }

  async #downloadSigned(row: Session) {
    const { hass } = this;
    if (!hass) return;
    try {
      const found = await ask<SignedValues>(hass, "get_signed_values", namedBy(hass, row));
      save([toXml(found)], "application/xml", `plug-control-${row.session_id}.xml`);
    } catch (error) {
      this.error = await messageOf(hass, error);
    }
  }

  get #format(): Format {
    return this.hass ? formatOf(this.hass) : new Format({ language: "en" }, "UTC");
  }

  get #house(): Format {
    return this.hass ? houseFormat(this.hass) : new Format({ language: "en" }, "UTC");
  }

  #say(word: Word) {
    return say(this.hass?.language, word);
  }
}

/** The first day of the first month with a session. */
const firstMonth = (rows: readonly TotalRow[]): string | undefined => {
  const months = rows.flatMap(({ period }) => (period ? [period.slice(0, 7)] : []));
  const first = months.sort()[0];
  return first && `${first}-01`;
};

/** The groups of sums by their names; sessions without one are a group, too. */
const choicesOf = (rows: readonly TotalRow[]): Choice[] =>
  [...new Map(rows.map((row) => [row.key ?? "", row.name ?? row.key ?? ""]))]
    .map(([key, name]) => ({ key, name }))
    .sort((one, other) => one.name.localeCompare(other.name));
