/** `custom:plug-control-sessions-card`: the sessions of the ledger as a chart and a table, with totals, details and a download. */

import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";

import { labelOf } from "../card/config-form";
import { shared } from "../card/style";
import { Format, formatOf } from "../format";
import { messageOf } from "../ha/act";
import { connectorsOf, PLATFORM } from "../ha/connectors";
import { mayAnswer, readinessOf, retryMs } from "../ha/ready";
import type { CardConfig, ConfigForm, HomeAssistant } from "../ha/types";
import { say, type Word } from "../i18n";
import { chartChoices, groupOf, hasSun, loadChart, type Chart } from "./chart-data";
import { chartSection } from "./chart-section";
import { choicesOf, type Choice } from "./choices";
import { downloadButtons, downloadSigned, downloadTable } from "./downloads";
import { filters } from "./filters";
import { PAGE, pagesOf } from "./pages";
import { houseFormat, momentsOf, spanOf, type Period, type Span } from "./period";
import { pageOf, totalsOf, type Filter } from "./queries";
import type { Session } from "./session";
import { GROUPS, type Group, type Measure } from "./stack";
import { stretchOf } from "./stretch";
import { sessionsStyle } from "./style";
import { tableSection } from "./table";
import type { Texts } from "./texts";
import { totalTiles } from "./totals";

export interface SessionsCardConfig extends CardConfig {
  device_id?: string;
  days?: number;
}

const DAYS = 30;
const REFRESH_MS = 60_000;
/** The parts of `hass` that the card shows something of. */
const PARTS = ["language", "locale", "entities", "devices", "services", "config", "user"] as const;

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
    return (
      PARTS.some((part) => before[part] !== hass[part]) || readinessOf(before) !== readinessOf(hass)
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

  readonly #show = (span: Span) => {
    this.span = span;
    this.offset = 0;
    void this.#load(true);
  };

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
        loadChart(hass, this.#filter(), this.span, this.#group, this.#today),
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
      source: hasSun(chart?.rows ?? []),
      none: true,
    };
    return GROUPS.filter((group) => several[group]);
  }

  get #group(): Group {
    return groupOf(this.#groups, this.group, this.measure);
  }

  protected override render() {
    const { hass } = this;
    if (!hass || !this.config) return nothing;
    return html`<ha-card>
      <h2>${this.#say("sessions")}</h2>
      ${this.#filters(hass)}
      ${stretchOf(this.span, { ...this.#texts, house: this.#house, today: this.#today, show: this.#show })}
      ${this.#body(hass)} ${this.#dialogs(hass)}
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
    return html`${error} ${own} ${totalTiles(chart.rows, this.hass?.language, this.#texts)}
    ${this.#choices(chart)} ${this.#chart(chart)} ${this.#table(sessions)} ${this.#buttons(hass)}`;
  }

  // ---- what is shown of the ledger

  #filters(hass: HomeAssistant) {
    const { span, device, person, car, persons, cars } = this;
    return filters(
      hass,
      { span, device, person, car },
      {
        ...this.#texts,
        persons,
        cars,
        days: this.config?.days ?? DAYS,
        begin: (period) => {
          const { last } = this.span;
          const today = this.#today;
          this.#begin(period, last && last < today && period !== "last" ? last : today);
        },
        show: this.#show,
        chooseDevice: (chosen) => {
          this.device = chosen;
          this.#show(this.span);
        },
        choose: (chosen) => {
          this.person = chosen.person ?? this.person;
          this.car = chosen.car ?? this.car;
          this.offset = 0;
          void this.#load();
        },
      },
    );
  }

  #choices({ rows }: Chart) {
    const shown = { measure: this.measure, group: this.#group, groups: this.#groups };
    return chartChoices(rows, shown, {
      ...this.#texts,
      measured: (measure) => {
        this.measure = measure;
        void this.#load();
      },
      grouped: (group) => {
        this.group = group;
        void this.#load();
      },
    });
  }

  #chart(chart: Chart) {
    return chartSection(
      { ...chart, measure: this.measure },
      {
        ...this.#texts,
        house: this.#house,
        open: (key) => {
          const period = ({ 4: "year", 7: "month" } as const)[key.length] ?? "day";
          this.#begin(period, `${key}-01-01`.slice(0, 10));
        },
      },
    );
  }

  #table(sessions: readonly Session[]) {
    return html`${tableSection(sessions, {
      ...this.#texts,
      open: (session) => {
        this.opened = session;
      },
      signed: (session) => {
        void this.#downloadSigned(session);
      },
    })}
    ${pagesOf(
      { offset: this.offset, shown: sessions.length, total: this.total },
      this.#texts,
      (offset) => {
        this.offset = offset;
        void this.#load();
      },
    )}`;
  }

  // ---- what leaves the page

  #buttons(hass: HomeAssistant) {
    return downloadButtons(hass, {
      ...this.#texts,
      saving: this.saving,
      document: () => {
        this.documents = true;
      },
      csv: () => {
        void this.#download(hass);
      },
    });
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

  async #download(hass: HomeAssistant) {
    this.saving = true;
    try {
      await downloadTable(hass, this.#filter(), this.span);
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
      await downloadSigned(hass, row);
    } catch (error) {
      this.error = await messageOf(hass, error);
    }
  }

  get #texts(): Texts {
    return { format: this.#format, say: (word) => this.#say(word) };
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
