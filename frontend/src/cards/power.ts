/** `custom:plug-control-power-card`: a power of the house in kW; of one that goes two ways the name tells which, never the sign too. */

import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";

import { shared } from "../card/style";
import { formatOf } from "../format";
import { numberOf } from "../ha/connectors";
import type { CardConfig, HomeAssistant } from "../ha/types";

export interface PowerCardConfig extends CardConfig {
  entity: string;
  name: string;
  icon?: string;
  /** One of the theme's colours. */
  color?: string;
  /** What it is called while it is above and below zero, where it goes two ways. */
  above?: string;
  below?: string;
}

/** Less than the exactness of what is shown, in W. */
const NOTHING_W = 5;

/** What the power is called, and how much it is. */
export const shownPower = (hass: HomeAssistant, config: PowerCardConfig): [string, string] => {
  const { name, above, below } = config;
  const state = hass.states[config.entity];
  const powerW = numberOf(state);
  if (powerW === undefined) return [name, state ? (hass.formatEntityState?.(state) ?? "–") : "–"];
  if (above === undefined || below === undefined) return [name, formatOf(hass).power(powerW)];
  const way = powerW > 0 ? above : below;
  return [Math.abs(powerW) < NOTHING_W ? name : way, formatOf(hass).power(Math.abs(powerW))];
};

export class PlugControlPowerCard extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  @state() private config?: PowerCardConfig;

  static override styles = [
    shared,
    css`
      ha-card {
        height: 100%;
      }
      button {
        display: grid;
        grid-template-columns: 36px minmax(0, 1fr);
        grid-template-rows: 1fr auto auto 1fr;
        align-items: center;
        column-gap: 10px;
        width: 100%;
        height: 100%;
        min-height: 56px;
        padding: 0 10px;
        border: 0;
        text-align: start;
      }
      ha-icon {
        grid-row: 1 / -1;
        justify-self: center;
        --mdc-icon-size: 24px;
      }
      b {
        grid-row: 2;
        font-weight: var(--ha-font-weight-medium, 500);
        overflow-wrap: anywhere;
      }
      span {
        grid-row: 3;
        font-size: var(--ha-font-size-s, 12px);
      }
    `,
  ];

  setConfig(config: PowerCardConfig) {
    this.config = config;
  }

  getCardSize() {
    return 1;
  }

  getGridOptions() {
    return { columns: 6, rows: 1, min_columns: 6, min_rows: 1 };
  }

  protected override render() {
    const { hass, config } = this;
    if (!hass || !config) return nothing;
    const [name, text] = shownPower(hass, config);
    const color = config.color ? `color: var(--${config.color}-color)` : "";
    return html`<ha-card>
      <button
        @click=${() => {
          const detail = { entityId: config.entity };
          const bubbling = { bubbles: true, composed: true, detail };
          this.dispatchEvent(new CustomEvent("hass-more-info", bubbling));
        }}
      >
        <ha-icon .icon=${config.icon} style=${color} aria-hidden="true"></ha-icon>
        <b>${name}</b><span>${text}</span>
      </button>
    </ha-card>`;
  }
}
