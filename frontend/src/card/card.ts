/** `custom:plug-control-card`: one connector at a glance, and in hand. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";

import { Format, formatDuration, formatOf } from "../format";
import { actAll, ask, type Wish } from "../ha/act";
import { connectorOf, connectorsOf, isKnown, stateOf, type Connector } from "../ha/connectors";
import { Rights } from "../ha/rights";
import type { CardConfig, ConfigForm, EntityState, HomeAssistant } from "../ha/types";
import { say, type Word } from "../i18n";
import { carChoice } from "./car";
import { cardStyle } from "./card-style";
import { configForm } from "./config-form";
import { ICONS } from "./icons";
import { shared } from "./style";
import { allowedOf, entityOf, viewOf, type AllowedPeriod, type View } from "./view";

export interface PlugControlCardConfig extends CardConfig {
  device_id?: string;
  name?: string;
  show_controls?: boolean;
  show_plan?: boolean;
  show_graph?: boolean;
}

const ERROR_STAYS_MS = 20_000;
const CLOCK_MS = 15_000;

export class PlugControlCard extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  @state() private config?: PlugControlCardConfig;
  @state() private error: string | undefined;
  @state() private busy = false;
  @state() private revision = 0;
  /** What the charger says it will allow; asked for only when the plan's details are opened. */
  @state() private allowed: readonly AllowedPeriod[] = [];
  /** Counts the questions for what will be allowed: only the last one's answer counts. */
  #asked = 0;
  #errorTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #rights = new Rights(this);
  #clock: ReturnType<typeof setInterval> | undefined;

  static override styles = [shared, cardStyle];

  static getConfigForm(): ConfigForm {
    return configForm();
  }

  static getStubConfig(hass: HomeAssistant): Partial<PlugControlCardConfig> {
    const first = connectorsOf(hass)[0];
    const shown = { show_controls: true, show_plan: true, show_graph: true };
    return first ? { device_id: first.deviceId, ...shown } : shown;
  }

  setConfig(config: PlugControlCardConfig) {
    if (config.device_id !== this.config?.device_id) {
      this.allowed = [];
      this.#asked += 1;
    }
    this.config = config;
  }

  getCardSize() {
    return 6;
  }

  getGridOptions() {
    return { columns: 12, min_columns: 6 };
  }

  override connectedCallback() {
    super.connectedCallback();
    this.#clock = setInterval(() => {
      this.requestUpdate();
    }, CLOCK_MS);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#clock);
    clearTimeout(this.#errorTimer);
  }

  protected override render() {
    const { hass, config } = this;
    if (!hass || !config) return nothing;
    const connector = connectorOf(hass, config.device_id);
    if (!connector) return this.#empty(config.device_id ? "choose_connector" : "no_connectors");
    const view = viewOf(hass, connector);
    const inHand = this.#rights.within(hass, connector);
    const hasChoice = config.show_controls !== false && !!entityOf(inHand, "select.car");
    return html`<ha-card>
      ${this.#head(view, config)} ${this.#reason(view)} ${this.#facts(view, hasChoice)}
      ${config.show_controls === false ? nothing : this.#controls(inHand, view)} ${this.#error()}
      ${
        config.show_plan === false
          ? nothing
          : html`<plug-control-plan
              .hass=${hass}
              .connector=${inHand}
              .planned=${view.planned}
              .priceUnit=${view.priceUnit}
              .revision=${this.revision}
              @wish=${(event: CustomEvent<Wish>) => this.#do(event.detail)}
              @opened=${(event: CustomEvent<boolean>) => this.#askAllowed(connector, event.detail)}
            ></plug-control-plan>`
      }
      ${config.show_graph === false ? nothing : this.#ribbon(inHand, view)}
    </ha-card>`;
  }

  #empty(word: Word) {
    return html`<ha-card><p class="secondary">${this.#say(word)}</p></ha-card>`;
  }

  #head(view: View, config: PlugControlCardConfig) {
    const power = view.powerW !== undefined && view.activity !== "offline";
    return html`<div class="head ${view.activity}">
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d=${ICONS[view.activity]}></path>
      </svg>
      <div class="name">
        <h2>${config.name ?? view.title}</h2>
        <span class="secondary">${this.#status(view)}</span>
      </div>
      ${
        power
          ? html`<span class="power" aria-label=${this.#say("power")}
              >${this.#format.power(view.powerW ?? 0)}</span
            >`
          : nothing
      }
    </div>`;
  }

  #status(view: View): string {
    if (view.activity !== "offline") return view.status;
    if (!view.offlineSince) return this.#say("offline");
    return `${this.#say("offline_since")} ${this.#format.dateTime(view.offlineSince)}`;
  }

  #reason(view: View) {
    if (!view.reason || view.activity === "offline") return nothing;
    return html`<p class="reason" aria-live="polite">${view.reason}</p>`;
  }

  /** The car stands here only where its choice, which says the same, is not shown. */
  #facts(view: View, hasChoice: boolean) {
    const format = this.#format;
    const facts: [Word, string][] = [];
    if (view.isRunning) {
      if (view.sessionEnergyWh !== undefined) {
        facts.push(["session", format.energy(view.sessionEnergyWh)]);
      }
      if (view.sessionStart) {
        const seconds = Math.max(0, (Date.now() - view.sessionStart.getTime()) / 1000);
        facts.push(["duration", formatDuration(seconds)]);
      }
      if (view.person) facts.push(["person", view.person]);
      if (view.solarShare !== undefined) {
        facts.push(["solar_share", `${format.number(view.solarShare, 0)} %`]);
      }
    }
    if (view.car && !hasChoice) facts.push(["car", view.car]);
    if (view.stateOfCharge !== undefined) {
      facts.push(["state_of_charge", `${format.number(view.stateOfCharge, 0)} %`]);
    }
    const phases = view.activity === "charging" ? view.currentsA : [];
    if (!facts.length && !phases.length) return nothing;
    return html`<dl>
      ${facts.map(
        ([word, text]) =>
          html`<div>
            <dt>${this.#say(word)}</dt>
            <dd>${text}</dd>
          </div>`,
      )}
      ${phases.length ? this.#phases(phases) : nothing}
    </dl>`;
  }

  #phases(currentsA: readonly number[]) {
    const text = currentsA.map((value) => this.#format.current(value));
    return html`<div class="phases">
      <dt>${this.#say("amperes_per_phase")}</dt>
      <dd>${text.map((value, index) => html`<span>L${index + 1} ${value}</span>`)}</dd>
    </div>`;
  }

  #controls(connector: Connector, view: View) {
    const hass = this.hass;
    const mode = hass && stateOf(hass, entityOf(connector, "select.charging_mode"));
    const limit = hass && stateOf(hass, entityOf(connector, "number.maximum_current"));
    return html`<plug-control-mode
        .hass=${hass}
        .state=${mode}
        .label=${this.#say("mode")}
        .revision=${this.revision}
        @choose=${(event: CustomEvent<string>) =>
          this.#wish(connector, "select.charging_mode", "select_option", { option: event.detail })}
      ></plug-control-mode>
      ${isKnown(limit) ? this.#limit(connector, limit, view) : nothing}
      ${hass ? this.#car(hass, connector, view) : nothing}
      <div class="buttons">
        ${this.#chargeButton(connector, view)} ${this.#boost(connector, view)}
      </div>`;
  }

  #car(hass: HomeAssistant, connector: Connector, view: View) {
    const state = stateOf(hass, entityOf(connector, "select.car"));
    return carChoice(hass, state, view.isPluggedIn, (option) => {
      void this.#wish(connector, "select.car", "select_option", { option });
    });
  }

  #limit(connector: Connector, limit: EntityState, view: View) {
    return html`<plug-control-limit
      .state=${limit}
      .label=${this.#say("limit")}
      .pausedText=${this.#say("paused")}
      .disabled=${view.activity === "offline"}
      .revision=${this.revision}
      @choose=${(event: CustomEvent<number>) =>
        this.#wish(connector, "number.maximum_current", "set_value", { value: event.detail })}
    ></plug-control-limit>`;
  }

  #chargeButton(connector: Connector, view: View): TemplateResult | typeof nothing {
    if (!entityOf(connector, "switch.charging")) return nothing;
    const service = view.isRunning ? "turn_off" : "turn_on";
    const isTheNextStep = view.activity === "plugged";
    return html`<button
      class=${isTheNextStep ? "primary" : ""}
      ?disabled=${this.busy || view.activity === "offline"}
      @click=${() => this.#wish(connector, "switch.charging", service)}
    >
      ${this.#say(view.isRunning ? "stop_charging" : "start_charging")}
    </button>`;
  }

  /** Full power for a session: not where charging is switched off, and not for a charger that nobody sees. */
  #boost(connector: Connector, view: View) {
    const entityId = entityOf(connector, "switch.boost");
    const boost = this.hass && stateOf(this.hass, entityId);
    if (!boost) return nothing;
    const isOn = boost.state === "on";
    if (view.isOff && !isOn) return nothing;
    return html`<button
      class=${isOn ? "primary" : ""}
      ?disabled=${this.busy || (view.activity === "offline" && !isOn)}
      aria-pressed=${isOn ? "true" : "false"}
      title=${this.#say("boost_hint")}
      @click=${() => this.#wish(connector, "switch.boost", isOn ? "turn_off" : "turn_on")}
    >
      ${this.#say("boost")}
    </button>`;
  }

  #ribbon(connector: Connector, view: View) {
    return html`<plug-control-ribbon
      .hass=${this.hass}
      .connector=${connector}
      .allowed=${view.activity === "offline" ? [] : this.allowed}
      .revision=${this.revision}
      @wishes=${(event: CustomEvent<Wish[]>) => this.#doAll(event.detail)}
    ></plug-control-ribbon>`;
  }

  /** Ask the charger, while the plan's details are open; many do not answer, and then the ribbon shows what was meant. */
  async #askAllowed(connector: Connector, isOpen: boolean) {
    this.allowed = [];
    const asked = (this.#asked += 1);
    const { hass } = this;
    if (!isOpen || !hass || this.config?.show_graph === false) return;
    try {
      const answer = await ask<{ periods?: unknown }>(hass, "get_composite_schedule", {
        device_id: connector.deviceId,
      });
      if (asked === this.#asked) this.allowed = allowedOf(answer.periods);
    } catch {
      // it stays without
    }
  }

  #error() {
    return html`<div role="alert">
      ${
        this.error
          ? html`<p class="error">
              <span>${this.#say("failed")}: ${this.error}</span>
              <button
                aria-label=${this.#say("dismiss")}
                @click=${() => {
                  this.#show(undefined);
                }}
              >
                ✕
              </button>
            </p>`
          : nothing
      }
    </div>`;
  }

  async #wish(
    connector: Connector,
    key: string,
    service: string,
    data: Record<string, unknown> = {},
  ) {
    const entityId = entityOf(connector, key);
    if (entityId) await this.#do({ entityId, service, data });
  }

  async #do(wish: Wish) {
    await this.#doAll([wish]);
  }

  async #doAll(wishes: readonly Wish[]) {
    if (!this.hass) return;
    this.busy = true;
    this.#show(await actAll(this.hass, wishes));
    this.busy = false;
    this.revision += 1;
  }

  /** Show what went wrong, for a while; the controls go back to what is true. */
  #show(error: string | undefined) {
    clearTimeout(this.#errorTimer);
    this.error = error;
    if (error === undefined) return;
    this.#errorTimer = setTimeout(() => {
      this.error = undefined;
    }, ERROR_STAYS_MS);
  }

  get #format(): Format {
    return this.hass ? formatOf(this.hass) : new Format({ language: "en" }, "UTC");
  }

  #say(word: Word) {
    return say(this.hass?.language, word);
  }
}
