/** `custom:plug-control-ribbon-card`: 24 hours of one connector or of all, large, for a view of their own or a tablet on the wall. */

import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import { labelOf } from "../card/config-form";
import { shared } from "../card/style";
import { entityOf } from "../card/view";
import { formatOf } from "../format";
import { actAll, type Wish } from "../ha/act";
import {
  connectorOf,
  connectorsOf,
  numberOf,
  PLATFORM,
  stateOf,
  titleOf,
  type Connector,
} from "../ha/connectors";
import { Rights } from "../ha/rights";
import type { CardConfig, ConfigForm, HomeAssistant } from "../ha/types";
import { say, type Word } from "../i18n";

export interface RibbonCardConfig extends CardConfig {
  /** The connector; without one, all. */
  device_id?: string;
}

const ERROR_STAYS_MS = 20_000;

export class PlugControlRibbonCard extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  @state() private config?: RibbonCardConfig;
  @state() private error: string | undefined;
  @state() private revision = 0;
  #errorTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #rights = new Map<string, Rights>();

  static override styles = [
    shared,
    css`
      ha-card {
        display: grid;
        gap: 20px;
        padding: 16px;
      }
      section {
        min-width: 0;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 0 12px;
      }
      h2,
      p {
        margin: 0;
      }
      h2 {
        font-size: var(--ha-font-size-l, 16px);
        font-weight: var(--ha-font-weight-medium, 500);
        overflow-wrap: anywhere;
      }
      [role="alert"]:empty {
        position: absolute;
      }
      [role="alert"] {
        color: var(--error-color);
        overflow-wrap: anywhere;
      }
    `,
  ];

  static getConfigForm(): ConfigForm {
    return {
      schema: [
        {
          name: "device_id",
          selector: { device: { integration: PLATFORM, entity: { domain: "number" } } },
        },
      ],
      computeLabel: labelOf,
    };
  }

  static getStubConfig(): Partial<RibbonCardConfig> {
    return {};
  }

  setConfig(config: RibbonCardConfig) {
    this.config = config;
  }

  getCardSize() {
    return 6;
  }

  getGridOptions() {
    return { columns: "full", min_columns: 6 };
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#errorTimer);
  }

  protected override render() {
    const { hass, config } = this;
    if (!hass || !config) return nothing;
    const shown = config.device_id
      ? [connectorOf(hass, config.device_id)].filter((each) => each !== undefined)
      : connectorsOf(hass);
    if (!shown.length) {
      const word = config.device_id ? "choose_connector" : "no_connectors";
      return html`<ha-card><p class="secondary">${this.#say(word)}</p></ha-card>`;
    }
    return html`<ha-card>
      ${repeat(
        shown,
        (connector) => connector.deviceId,
        (connector) => this.#section(hass, connector),
      )}
      <div role="alert">
        ${this.error === undefined ? nothing : `${this.#say("failed")}: ${this.error}`}
      </div>
    </ha-card>`;
  }

  #section(hass: HomeAssistant, connector: Connector) {
    const powerW = numberOf(stateOf(hass, entityOf(connector, "sensor.power")));
    return html`<section>
      <header>
        <h2>${titleOf(hass, connector)}</h2>
        ${powerW ? html`<span>${formatOf(hass).power(powerW)}</span>` : nothing}
      </header>
      <plug-control-ribbon
        large
        .hass=${hass}
        .connector=${this.#rightsOf(connector).within(hass, connector)}
        .revision=${this.revision}
        @wishes=${(event: CustomEvent<Wish[]>) => this.#do(event.detail)}
      ></plug-control-ribbon>
    </section>`;
  }

  #rightsOf(connector: Connector): Rights {
    const rights = this.#rights.get(connector.deviceId) ?? new Rights(this);
    this.#rights.set(connector.deviceId, rights);
    return rights;
  }

  async #do(wishes: readonly Wish[]) {
    if (!this.hass) return;
    clearTimeout(this.#errorTimer);
    this.error = await actAll(this.hass, wishes);
    this.revision += 1;
    if (this.error === undefined) return;
    this.#errorTimer = setTimeout(() => {
      this.error = undefined;
    }, ERROR_STAYS_MS);
  }

  #say(word: Word) {
    return say(this.hass?.language, word);
  }
}
