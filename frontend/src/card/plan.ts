import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";

import { formatOf } from "../format";
import { isKnown, stateOf, type Connector } from "../ha/connectors";
import type { EntityState, HomeAssistant } from "../ha/types";
import { say, type Word } from "../i18n";
import { shared } from "./style";
import { entityOf, type PlannedWindow } from "./view";

/** An action that the user asked for. */
export interface Wish {
  entityId: string;
  service: string;
  data?: Record<string, unknown>;
}

/** The plan of a connector: so much energy, or to a state of charge, by a time; tells a wish by the event `wish`. */
export class PlugControlPlan extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  @property({ attribute: false }) connector?: Connector;
  @property({ attribute: false }) planned: readonly PlannedWindow[] = [];
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
        grid-template-columns: repeat(auto-fit, minmax(120px, 1fr));
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
    `,
  ];

  protected override render() {
    const { hass, connector } = this;
    const plan = connector && this.#state("switch.plan");
    if (!hass || !connector || !plan) return nothing;
    return html`<details>
      <summary><span>${this.#say("plan")}</span><span>${this.#summary(plan)}</span></summary>
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
            />${this.#say("plan")}</span
          >
        </label>
        ${this.#input("number.target_energy", "energy_kwh", "number")}
        ${this.#input("number.target_soc", "target_soc", "number")}
        ${this.#input("time.ready_by", "ready_by", "time")} ${this.#repeat()}
      </div>
    </details>`;
  }

  #summary(plan: EntityState): string {
    if (plan.state !== "on") return this.#say("plan_none");
    const hass = this.hass;
    if (!hass) return "";
    const format = formatOf(hass);
    const ready = format.timeOfDay(this.#state("time.ready_by")?.state ?? "");
    const next = this.planned[0];
    if (!next) return ready && `${this.#say("ready_by")} ${ready}`;
    return `${format.span(next.start, next.end, new Date())} → ${ready}`;
  }

  #input(key: string, word: Word, type: "number" | "time"): TemplateResult | typeof nothing {
    const state = this.#state(key);
    if (!isKnown(state)) return nothing;
    const { min, max, step } = state.attributes as Record<string, number | undefined>;
    return html`<label>
      <span>${this.#say(word)}</span>
      <input
        type=${type}
        min=${min ?? nothing}
        max=${max ?? nothing}
        step=${type === "number" ? (step ?? "any") : nothing}
        .value=${live(type === "time" ? state.state.slice(0, 5) : state.state)}
        @change=${(event: Event) => {
          this.#take(key, type, event.target as HTMLInputElement);
        }}
      />
    </label>`;
  }

  #take(key: string, type: "number" | "time", input: HTMLInputElement) {
    if (!input.reportValidity() || input.value === "") return;
    if (type === "time") this.#wish(key, "set_value", { time: `${input.value}:00` });
    else this.#wish(key, "set_value", { value: Number(input.value) });
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
