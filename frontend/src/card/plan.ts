import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";

import { formatOf, type Format } from "../format";
import type { Wish } from "../ha/act";
import { isKnown, stateOf, type Connector } from "../ha/connectors";
import type { EntityState, HomeAssistant } from "../ha/types";
import { fill, say, type Word } from "../i18n";
import { shared } from "./style";
import { entityOf, type PlannedWindow } from "./view";

const MINUTE_STEP = 5;

const twoDigits = (value: number) => String(value).padStart(2, "0");

/**
 * The plan of a connector: so much energy, or to a state of charge, by a time. Tells a wish by the event `wish`, and by `opened` whether its
 * details are seen.
 */
export class PlugControlPlan extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  @property({ attribute: false }) connector?: Connector;
  @property({ attribute: false }) planned: readonly PlannedWindow[] = [];
  /** The unit of the windows' prices. */
  @property() priceUnit = "";
  /** Changes when a wish was carried out or refused: what is shown goes back to what is true. */
  @property({ type: Number }) revision = 0;

  static override styles = [
    shared,
    css`
      summary {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 40px;
        cursor: pointer;
      }
      summary span:last-of-type {
        margin-inline-start: auto;
        color: var(--secondary-text-color);
      }
      summary::marker {
        content: "";
      }
      summary::after {
        content: "";
        width: 7px;
        height: 7px;
        margin: 0 4px;
        border: solid var(--secondary-text-color);
        border-width: 0 2px 2px 0;
        transform: rotate(45deg) translate(-2px, -2px);
      }
      details[open] summary::after {
        transform: rotate(-135deg) translate(-2px, -2px);
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 176px), 1fr));
        gap: var(--gap);
        padding-top: 4px;
      }
      .on {
        grid-column: 1 / -1;
      }
      .on span {
        display: flex;
        align-items: center;
        min-height: 40px;
      }
      input[type="checkbox"] {
        width: 20px;
        height: 20px;
        margin: 0 8px 0 0;
        accent-color: var(--primary-color);
      }
      fieldset {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 4px;
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0 0 4px;
        font-size: var(--ha-font-size-m, 14px);
      }
      ul {
        display: grid;
        gap: 4px;
        margin: 8px 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 12px;
      }
    `,
  ];

  protected override render() {
    const { hass, connector } = this;
    const plan = connector && this.#state("switch.plan");
    if (!hass || !connector || !plan) return nothing;
    const format = formatOf(hass);
    return html`<details
      @toggle=${(event: Event) => {
        const { open } = event.target as HTMLDetailsElement;
        this.dispatchEvent(new CustomEvent("opened", { detail: open }));
      }}
    >
      <summary>
        <span>${this.#say("plan")}</span><span>${this.#summary(plan, format)}</span>
      </summary>
      <div class="fields">
        <label class="on">
          <span
            ><input
              type="checkbox"
              .checked=${live(plan.state === "on")}
              @change=${(event: Event) => {
                const on = (event.target as HTMLInputElement).checked;
                this.#wish("switch.plan", on ? "turn_on" : "turn_off");
              }}
            />${this.#say("plan_use")}</span
          >
        </label>
        ${this.#number("number.target_energy", "energy_kwh")}
        ${this.#number("number.target_soc", "target_soc")} ${this.#readyBy(format)}
        ${this.#repeat()}
      </div>
      ${plan.state === "on" ? [this.#unused(format), this.#windows(format)] : nothing}
    </details>`;
  }

  #summary(plan: EntityState, format: Format): string {
    if (plan.state !== "on") return this.#say("plan_none");
    const ready = format.timeOfDay(this.#state("time.ready_by")?.state ?? "");
    const next = this.planned[0];
    if (!next) return ready && `${this.#say("ready_by")} ${ready}`;
    const more = this.planned.length > 1 ? ` +${this.planned.length - 1}` : "";
    return `${format.span(next.start, next.end, new Date())}${more} → ${ready}`;
  }

  /** That it does not go by the state of charge that is wanted, since the car tells none. */
  #unused(format: Format) {
    const attributes = this.#state("sensor.planned_start")?.attributes;
    const [wanted, energyKwh] = [attributes?.unused_target_soc, attributes?.energy_kwh];
    if (typeof wanted !== "number" || typeof energyKwh !== "number") return nothing;
    const values = new Map([
      ["energy", `${format.number(energyKwh, 1, 0)} kWh`],
      ["percent", format.percent(wanted / 100)],
    ]);
    return html`<p class="secondary">${fill(this.#say("plan_soc_unknown"), values)}</p>`;
  }

  /** Every stretch in which the plan charges, with its current and its price or the sun. */
  #windows(format: Format) {
    if (!this.planned.length) return nothing;
    const now = new Date();
    return html`<ul aria-label=${this.#say("plan_planned")}>
      ${this.planned.map(
        (window) =>
          html`<li>
            <span>${format.span(window.start, window.end, now)}</span>
            <span class="secondary">${this.#details(window, format)}</span>
          </li>`,
      )}
    </ul>`;
  }

  #details(window: PlannedWindow, format: Format): string {
    const price = window.price === undefined ? "" : format.price(window.price, this.priceUnit);
    return [
      ...(window.currentA === undefined ? [] : [`${format.number(window.currentA, 0)} A`]),
      ...(window.solar ? [this.#say("sun")] : [price].filter(Boolean)),
    ].join(" · ");
  }

  #number(key: string, word: Word): TemplateResult | typeof nothing {
    const state = this.#state(key);
    if (!isKnown(state)) return nothing;
    const { min, max, step } = state.attributes as Record<string, number | undefined>;
    return html`<label>
      <span>${this.#say(word)}</span>
      <input
        type="number"
        min=${min ?? nothing}
        max=${max ?? nothing}
        step=${step ?? "any"}
        .value=${live(String(Number(state.state)))}
        @change=${(event: Event) => {
          const input = event.target as HTMLInputElement;
          if (!input.reportValidity() || input.value === "") return;
          this.#wish(key, "set_value", { value: Number(input.value) });
        }}
      />
    </label>`;
  }

  /** The time as hours and minutes to choose from: a browser's own field has the browser's clock, not the profile's. */
  #readyBy(format: Format) {
    const state = this.#state("time.ready_by");
    const [hour, minute] = (state?.state ?? "").split(":").map(Number);
    if (!isKnown(state) || hour === undefined || minute === undefined) return nothing;
    const steps = Array.from({ length: 60 / MINUTE_STEP }, (_, index) => index * MINUTE_STEP);
    const minutes = [...new Set([...steps, minute])].sort((one, other) => one - other);
    const hours = Array.from({ length: 24 }, (_, index) => index);
    const choose = (chosen: { hour?: number; minute?: number }) => {
      const time = { hour, minute, ...chosen };
      const text = `${twoDigits(time.hour)}:${twoDigits(time.minute)}:00`;
      this.#wish("time.ready_by", "set_value", { time: text });
    };
    return html`<fieldset>
      <legend>${this.#say("ready_by")}</legend>
      ${this.#choice("hour", hours, hour, format.hour, (value) => {
        choose({ hour: value });
      })}
      ${this.#choice("minute", minutes, minute, twoDigits, (value) => {
        choose({ minute: value });
      })}
    </fieldset>`;
  }

  #choice(
    word: Word,
    values: readonly number[],
    present: number,
    written: (value: number) => string,
    choose: (value: number) => void,
  ) {
    return html`<select
      aria-label=${this.#say(word)}
      @change=${(event: Event) => {
        choose(Number((event.target as HTMLSelectElement).value));
      }}
    >
      ${values.map(
        (value) =>
          html`<option value=${value} .selected=${live(value === present)}>
            ${written(value)}
          </option>`,
      )}
    </select>`;
  }

  #repeat() {
    const state = this.#state("select.plan_repeat");
    const options = state?.attributes.options;
    if (!state || !Array.isArray(options)) return nothing;
    return html`<label>
      <span>${this.#say("every")}</span>
      <select
        @change=${(event: Event) => {
          const option = (event.target as HTMLSelectElement).value;
          this.#wish("select.plan_repeat", "select_option", { option });
        }}
      >
        ${options.map(
          (option: string) =>
            html`<option value=${option} .selected=${live(option === state.state)}>
              ${this.hass?.formatEntityState?.({ ...state, state: option }) ?? option}
            </option>`,
        )}
      </select>
    </label>`;
  }

  #state(key: string): EntityState | undefined {
    if (!this.hass || !this.connector) return undefined;
    return stateOf(this.hass, entityOf(this.connector, key));
  }

  #wish(key: string, service: string, data?: Record<string, unknown>) {
    const entityId = this.connector && entityOf(this.connector, key);
    if (!entityId) return;
    const detail: Wish = { entityId, service, ...(data && { data }) };
    this.dispatchEvent(new CustomEvent("wish", { detail }));
  }

  #say(word: Word) {
    return say(this.hass?.language, word);
  }
}
