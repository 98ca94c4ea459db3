/** `custom:plug-control-waiting-card`: why there is no dashboard, until there can be one. */

import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";

import { shared } from "../card/style";
import { PLATFORM } from "../ha/connectors";
import { readinessOf } from "../ha/ready";
import type { CardConfig, HomeAssistant } from "../ha/types";
import { say, type Word } from "../i18n";
import { noteStyle } from "./style";

export interface WaitingCardConfig extends CardConfig {
  error?: string;
}

/** So long after a dashboard that failed the next one is asked for, at the earliest. */
const PATIENCE_MS = 10_000;

export class PlugControlWaitingCard extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  @state() private config?: WaitingCardConfig;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #earliest = 0;

  static override styles = [shared, noteStyle];

  setConfig(config: WaitingCardConfig) {
    this.config = config;
    this.#earliest = config.error ? Date.now() + PATIENCE_MS : 0;
  }

  getCardSize() {
    return 2;
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  protected override updated() {
    if (!this.hass || this.#timer !== undefined || readinessOf(this.hass) !== "ready") return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.dispatchEvent(new CustomEvent("config-refresh", { bubbles: true, composed: true }));
      },
      Math.max(0, this.#earliest - Date.now()),
    );
  }

  protected override render() {
    const { hass, config } = this;
    if (!hass || !config) return nothing;
    const starts = hass.config.state !== undefined && hass.config.state !== "RUNNING";
    const isGone = readinessOf(hass) === "gone";
    const word: Word = starts ? "ha_starts" : isGone ? "not_set_up" : "not_running";
    return html`<ha-card>
      <h2>Plug Control</h2>
      <p role="status">${say(hass.language, word)}</p>
      ${config.error ? html`<p class="secondary">${config.error}</p>` : nothing}
      ${
        starts
          ? nothing
          : html`<a
              href=${isGone ? "/config/integrations/dashboard" : `/config/integrations/integration/${PLATFORM}`}
              >${say(hass.language, "open_settings")}</a
            >`
      }
    </ha-card>`;
  }
}
