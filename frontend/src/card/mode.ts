import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";

import type { EntityState, HomeAssistant } from "../ha/types";
import { shared } from "./style";

/** The charging mode as a row of radio buttons; tells a choice by the event `choose`. */
export class PlugControlMode extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  @property({ attribute: false }) state?: EntityState;
  @property() label = "";
  @property({ type: Boolean }) disabled = false;
  /** Changes when a choice was carried out or refused: what is shown goes back to what is true. */
  @property({ type: Number }) revision = 0;

  static override styles = [
    shared,
    css`
      fieldset,
      label {
        position: relative; /* keeps what is not seen inside */
      }
      fieldset {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: 1fr;
        margin: 0;
        padding: 3px;
        border: 0;
        border-radius: var(--ha-border-radius-lg, 12px);
        background: color-mix(in srgb, var(--primary-text-color) 7%, transparent);
      }
      legend,
      input {
        position: absolute;
        inset: 0 auto auto 0;
        margin: 0;
        opacity: 0;
        pointer-events: none;
      }
      label {
        display: grid;
        place-items: center;
        min-height: 38px;
        padding: 2px 4px;
        border-radius: calc(var(--ha-border-radius-lg, 12px) - 3px);
        text-align: center;
        font-size: var(--ha-font-size-s, 13px);
        line-height: 1.15;
        color: var(--primary-text-color);
        cursor: pointer;
        overflow-wrap: anywhere;
      }
      label span {
        font-size: inherit;
        color: inherit;
      }
      label:has(:checked) {
        background: var(--fill);
        color: var(--on-fill);
        font-weight: var(--ha-font-weight-medium, 500);
      }
      label:has(:focus-visible) {
        outline: 2px solid var(--primary-color);
        outline-offset: 2px;
      }
    `,
  ];

  protected override render() {
    const { state } = this;
    const options = state?.attributes.options;
    if (!state || !Array.isArray(options)) return nothing;
    return html`<fieldset ?disabled=${this.disabled}>
      <legend>${this.label}</legend>
      ${options.map((option: string) => this.#option({ ...state, state: option }))}
    </fieldset>`;
  }

  #option(option: EntityState) {
    return html`<label>
      <input
        type="radio"
        name="mode"
        .value=${option.state}
        .checked=${live(this.state?.state === option.state)}
        @change=${() => this.dispatchEvent(new CustomEvent("choose", { detail: option.state }))}
      />
      <span>${this.hass?.formatEntityState?.(option) ?? option.state}</span>
    </label>`;
  }
}
