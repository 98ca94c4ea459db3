/** `custom:plug-control-month-card`: what was charged this month, what it cost and how much was sun; by person and car where there are several. */

import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";

import { shared } from "../card/style";
import { formatOf } from "../format";
import { messageOf } from "../ha/act";
import { mayAnswer, readinessOf, retryMs } from "../ha/ready";
import type { CardConfig, HomeAssistant } from "../ha/types";
import { say, type Word } from "../i18n";
import { costOf, totalFigures, unpaidText } from "../sessions/facts";
import { houseFormat, momentsOf, spanOf } from "../sessions/period";
import { totalsOf } from "../sessions/queries";
import { sunShare } from "../sessions/session";
import { currenciesOf, sumsOf, type TotalRow } from "../sessions/stack";

export interface MonthCardConfig extends CardConfig {
  /** Where a press leads to: the view of the sessions. */
  navigation_path?: string;
}

const REFRESH_MS = 300_000;
/** So many people and so many cars are named; the sessions' view has all. */
const MOST_NAMES = 6;

export class PlugControlMonthCard extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  @state() private config?: MonthCardConfig;
  @state() private persons: readonly TotalRow[] | undefined;
  @state() private cars: readonly TotalRow[] = [];
  @state() private onlyOwn = false;
  @state() private error: string | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  static override styles = [
    shared,
    css`
      ha-card {
        display: grid;
        gap: 12px;
        padding: 16px;
      }
      h2,
      dl,
      p {
        margin: 0;
      }
      h2 {
        font-size: var(--ha-font-size-l, 16px);
        font-weight: var(--ha-font-weight-medium, 500);
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(118px, 1fr));
        gap: 12px;
      }
      dt,
      small {
        font-size: var(--ha-font-size-s, 12px);
        font-weight: normal;
        color: var(--secondary-text-color);
      }
      dd {
        margin: 0;
        font-size: var(--ha-font-size-xl, 20px);
        white-space: nowrap;
      }
      small {
        display: block;
        white-space: normal;
      }
      table {
        width: 100%;
        border-collapse: collapse;
      }
      th,
      td {
        padding: 6px 0 6px 12px;
        border-top: 1px solid var(--divider-color);
        text-align: end;
        white-space: nowrap;
      }
      th {
        padding-inline-start: 0;
        font-weight: normal;
        text-align: start;
        white-space: normal;
        overflow-wrap: anywhere;
      }
      caption {
        text-align: start;
        font-size: var(--ha-font-size-s, 12px);
        color: var(--secondary-text-color);
      }
      a {
        color: inherit;
        text-decoration: none;
      }
      a:hover,
      a:focus-visible {
        text-decoration: underline;
      }
    `,
  ];

  setConfig(config: MonthCardConfig) {
    this.config = config;
  }

  getCardSize() {
    return 3;
  }

  getGridOptions() {
    return { columns: 12, min_columns: 6 };
  }

  override connectedCallback() {
    super.connectedCallback();
    this.#timer = setInterval(() => {
      if (!document.hidden) void this.#load();
    }, REFRESH_MS);
    if (this.hasUpdated) void this.#load();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    clearTimeout(this.#retry);
  }

  protected override updated(changed: PropertyValues) {
    const before = changed.get("hass") as HomeAssistant | undefined;
    const { hass } = this;
    if (!hass || !changed.has("hass")) return;
    const isReady = readinessOf(hass) === "ready";
    if (!before || (isReady && readinessOf(before) !== "ready")) void this.#load();
  }

  protected override shouldUpdate(changed: PropertyValues) {
    const before = changed.get("hass") as HomeAssistant | undefined;
    const { hass } = this;
    if (changed.size > 1 || !before || !hass) return true;
    return (
      before.language !== hass.language ||
      before.locale !== hass.locale ||
      readinessOf(before) !== readinessOf(hass)
    );
  }

  async #load() {
    const { hass } = this;
    if (!hass || !mayAnswer(hass)) return;
    const house = houseFormat(hass);
    const filter = momentsOf(spanOf("month", house.dayOf(new Date())), house);
    try {
      const [persons, cars] = await Promise.all([
        totalsOf(hass, filter, "all", "person"),
        totalsOf(hass, filter, "all", "car"),
      ]);
      this.persons = persons.totals;
      this.cars = cars.totals;
      this.onlyOwn = persons.only_own === true;
      this.error = undefined;
      this.#failures = 0;
    } catch (error) {
      this.error = await messageOf(hass, error);
      clearTimeout(this.#retry);
      const after = retryMs((this.#failures += 1), REFRESH_MS);
      if (this.isConnected) this.#retry = setTimeout(() => void this.#load(), after);
    }
  }

  protected override render() {
    const { hass, config, persons } = this;
    if (!hass || !config) return nothing;
    const title = this.#say("this_month");
    const path = config.navigation_path;
    return html`<ha-card>
      <h2>${path ? html`<a href=${path} @click=${this.#go}>${title}</a>` : title}</h2>
      ${persons ? this.#month(hass, persons) : html`<p class="secondary">${this.error ?? this.#say("loading")}</p>`}
    </ha-card>`;
  }

  #month(hass: HomeAssistant, persons: readonly TotalRow[]) {
    const sums = sumsOf(persons);
    if (!sums.sessions) return html`<p class="secondary">${this.#say("month_empty")}</p>`;
    const format = formatOf(hass);
    const figures = totalFigures(persons, format, hass.language).filter(
      ({ word }) => word !== "co2",
    );
    return html`<dl>
        ${figures.map(
          ({ word, text, more }) =>
            html`<div>
              <dt>${this.#say(word)}</dt>
              <dd>${text}${more ? html`<small>${more}</small>` : nothing}</dd>
            </div>`,
        )}
      </dl>
      ${this.onlyOwn ? html`<small>${this.#say("only_own")}</small>` : nothing}
      ${sums.estimated ? html`<small>≈ ${this.#say("estimated_legend")}</small>` : nothing}
      ${this.#each(hass, "person", "nobody", persons)}
      ${this.#each(hass, "car", "no_car", this.cars)}`;
  }

  /** A line for each person or car, where there are several. */
  #each(hass: HomeAssistant, word: Word, none: Word, rows: readonly TotalRow[]) {
    const groups = new Map<string, TotalRow[]>();
    for (const row of rows) groups.set(row.key ?? "", [...(groups.get(row.key ?? "") ?? []), row]);
    if (groups.size < 2) return nothing;
    const format = formatOf(hass);
    const sorted = [...groups.values()]
      .map((own) => ({ own, sums: sumsOf(own) }))
      .sort((one, other) => other.sums.energy_wh - one.sums.energy_wh);
    // One more than there is room for takes the room of the line that it would be counted in
    const shown = sorted.length > MOST_NAMES + 1 ? MOST_NAMES : sorted.length;
    const rest = sorted.slice(shown).flatMap(({ own }) => own);
    const lines = sorted.slice(0, shown).map(({ own, sums }) => {
      const name = own[0]?.name ?? own[0]?.key ?? "";
      return { name: name || this.#say(none), own, sums };
    });
    if (rest.length) lines.push({ name: this.#say("others"), own: rest, sums: sumsOf(rest) });
    const hasSun = rows.some((row) => (row.solar_wh ?? 0) > 0);
    const hasCost = currenciesOf(rows).length > 0;
    return html`<table>
      <caption>
        ${this.#say(word)}
      </caption>
      <tbody>
        ${lines.map(({ name, own, sums }) => {
          const sun = sunShare(sums);
          const unpaid = sums.without_cost;
          const cost = costOf(own, format);
          const paid = cost ? `${sums.estimated ? "≈ " : ""}${cost}` : "–";
          return html`<tr>
            <th scope="row">${name}</th>
            <td>${format.energy(sums.energy_wh)}</td>
            ${hasSun ? html`<td>${sun === undefined ? "–" : format.percent(sun)} ${this.#say("sun")}</td>` : nothing}
            ${
              hasCost
                ? html`<td>
                    ${paid}
                    ${unpaid ? html`<small>${unpaidText(unpaid, format, hass.language)}</small>` : nothing}
                  </td>`
                : nothing
            }
          </tr>`;
        })}
      </tbody>
    </table>`;
  }

  /** Home Assistant's own way to another view: without loading the page anew. */
  readonly #go = (event: MouseEvent) => {
    const path = this.config?.navigation_path;
    if (!path || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    history.pushState(null, "", new URL(path, location.href).pathname);
    window.dispatchEvent(new CustomEvent("location-changed", { detail: { replace: false } }));
  };

  #say(word: Word) {
    return say(this.hass?.language, word);
  }
}
