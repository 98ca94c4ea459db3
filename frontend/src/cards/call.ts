/** `custom:plug-control-call-card`: a charge point that is not connected: the address that it has to call, and who was refused. */

import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";

import { shared } from "../card/style";
import { formatOf } from "../format";
import type { CardConfig, EntityState, HomeAssistant } from "../ha/types";
import { fill, say } from "../i18n";
import { noteStyle } from "./style";

export interface CallCardConfig extends CardConfig {
  /** The binary sensor of the connection. */
  entity: string;
  name: string;
}

const textIn = (state: EntityState, name: string): string | undefined => {
  const value = state.attributes[name];
  return typeof value === "string" ? value : undefined;
};

export class PlugControlCallCard extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  @state() private config?: CallCardConfig;

  static override styles = [shared, noteStyle];

  setConfig(config: CallCardConfig) {
    this.config = config;
  }

  getCardSize() {
    return 3;
  }

  getGridOptions() {
    return { columns: 12, min_columns: 6 };
  }

  protected override render() {
    const { hass, config } = this;
    const connection = config && hass?.states[config.entity];
    if (!hass || !connection) return nothing;
    const address = textIn(connection, "address");
    return html`<ha-card>
      <h2>${fill(say(hass.language, "not_connected"), new Map([["name", config.name]]))}</h2>
      ${this.#refused(hass, connection)}
      ${
        address === undefined
          ? nothing
          : html`<p>${say(hass.language, "call_address")}</p>
              <p><code>${address}</code></p>`
      }
    </ha-card>`;
  }

  #refused(hass: HomeAssistant, connection: EntityState) {
    const at = new Date(textIn(connection, "refused_at") ?? "");
    const cause = textIn(connection, "refused");
    if (cause === undefined || Number.isNaN(at.getTime())) return nothing;
    const values = new Map([
      ["time", formatOf(hass).dateTime(at)],
      ["address", textIn(connection, "refused_from") ?? ""],
      ["cause", hass.formatEntityAttributeValue?.(connection, "refused") ?? cause],
    ]);
    return html`<p>
      ${fill(say(hass.language, "refused_call"), values)}
      <a href="/config/repairs">${say(hass.language, "repairs")}</a>
    </p>`;
  }
}
