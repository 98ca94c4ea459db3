/** `custom:plug-control-waiting-card`: why there is no dashboard, until there can be one. */

import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";

import { shared } from "../card/style";
import { PLATFORM } from "../ha/connectors";
import { readinessOf, type Readiness } from "../ha/ready";
import type { CardConfig, HomeAssistant } from "../ha/types";
import { say, type Word } from "../i18n";
import { noteStyle } from "./style";

export interface WaitingCardConfig extends CardConfig {
  error?: string;
}

/** So long after a dashboard that failed the next one is asked for, at the earliest; each failure is a line in the log. */
const PATIENCE_MS = 10_000;
const UNSURE_PATIENCE_MS = 60_000;

export class PlugControlWaitingCard extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  @state() private config?: WaitingCardConfig;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failedAt: number | undefined;
  #awaited: Readiness | undefined;

  static override styles = [shared, noteStyle];

  setConfig(config: WaitingCardConfig) {
    this.config = config;
    this.#failedAt = config.error ? Date.now() : undefined;
    this.#awaited = undefined;
  }

  getCardSize() {
    return 2;
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#awaited = undefined;
  }

  protected override updated() {
    if (!this.hass) return;
    const readiness = readinessOf(this.hass);
    if (readiness === this.#awaited) return;
    this.#awaited = readiness;
    clearTimeout(this.#timer);
    if (readiness === "gone" || readiness === "stopped") return;
    const patience = readiness === "ready" ? PATIENCE_MS : UNSURE_PATIENCE_MS;
    const earliest = this.#failedAt === undefined ? 0 : this.#failedAt + patience;
    this.#timer = setTimeout(
      () => {
        this.dispatchEvent(new CustomEvent("config-refresh", { bubbles: true, composed: true }));
      },
      Math.max(0, earliest - Date.now()),
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
