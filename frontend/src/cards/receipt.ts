/** `custom:plug-control-receipt-card`: what the last session of a connector took, cost and saved. */

import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { styleMap } from "lit/directives/style-map.js";

import { labelOf } from "../card/config-form";
import { shared } from "../card/style";
import { formatDuration, formatOf } from "../format";
import { ask, messageOf } from "../ha/act";
import { type Connector, connectorOf, PLATFORM, stateOf, titleOf } from "../ha/connectors";
import { mayAnswer } from "../ha/ready";
import type { CardConfig, ConfigForm, HomeAssistant } from "../ha/types";
import { fill, say, type Word } from "../i18n";
import { durationS, personOf, type Session } from "../sessions/session";
import { receiptStyle } from "./receipt-style";
import { noteStyle } from "./style";

export interface ReceiptCardConfig extends CardConfig {
  device_id?: string;
}

interface Part {
  word: Word;
  kind: string;
  energyWh: number;
}

/** The running session is the newest one. */
const ASKED = 2;
/** Soon after its end the session's worth is computed. */
const AGAIN_MS = [5_000, 30_000];

/** Where the energy came from; nothing where that is not known at all. */
export const partsOf = (receipt: Session): Part[] => {
  const known: Part[] = [];
  const told: [Word, string, number | null | undefined][] = [
    ["receipt_sun", "sun", receipt.solar_wh],
    ["receipt_battery", "battery", receipt.battery_wh],
    ["receipt_grid", "grid", receipt.grid_wh],
  ];
  if (told.every(([, , wh]) => wh === null || wh === undefined)) return [];
  for (const [word, kind, energyWh] of told) if (energyWh) known.push({ word, kind, energyWh });
  const rest = receipt.energy_wh - known.reduce((sum, part) => sum + part.energyWh, 0);
  if (rest > 1) known.push({ word: "receipt_unknown", kind: "unknown", energyWh: rest });
  return known;
};

export class PlugControlReceiptCard extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  @state() private config?: ReceiptCardConfig;
  @state() private receipt: Session | undefined;
  @state() private note: string | undefined;
  #timers: ReturnType<typeof setTimeout>[] = [];
  #asked = 0;
  #seen: string | undefined;

  static override styles = [shared, noteStyle, receiptStyle];

  static getConfigForm(): ConfigForm {
    return {
      schema: [{ name: "device_id", selector: { device: { integration: PLATFORM } } }],
      computeLabel: labelOf,
    };
  }

  static getStubConfig(): Partial<ReceiptCardConfig> {
    return {};
  }

  setConfig(config: ReceiptCardConfig) {
    this.config = config;
    this.receipt = undefined;
    this.#seen = undefined;
  }

  getCardSize() {
    return 3;
  }

  getGridOptions() {
    return { columns: 12, min_columns: 6 };
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#timers.forEach(clearTimeout);
    this.#seen = undefined;
  }

  protected override updated() {
    const { hass } = this;
    if (!hass || !this.config) return;
    const connector = this.#connector(hass);
    const last = stateOf(hass, connector?.entities.get("event.session")?.[0])?.state ?? "";
    const seen = `${connector?.deviceId ?? ""} ${last} ${String(mayAnswer(hass))}`;
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#timers.forEach(clearTimeout);
    this.#timers = AGAIN_MS.map((wait) => setTimeout(() => void this.#load(), wait));
    void this.#load();
  }

  #connector(hass: HomeAssistant): Connector | undefined {
    return connectorOf(hass, this.config?.device_id);
  }

  async #load() {
    const { hass } = this;
    const connector = hass && this.#connector(hass);
    if (!hass || !connector) return;
    const number = (this.#asked += 1);
    if (!mayAnswer(hass)) {
      this.note = say(hass.language, "not_running");
      return;
    }
    try {
      const wanted = { device_id: connector.deviceId, limit: ASKED, newest_first: true };
      const { sessions } = await ask<{ sessions: Session[] }>(hass, "get_sessions", wanted);
      if (number !== this.#asked) return;
      this.receipt = sessions.find((session) => session.stopped_at !== null);
      this.note = this.receipt ? undefined : say(hass.language, "receipt_none");
    } catch (error) {
      if (number === this.#asked) this.note = await messageOf(hass, error);
    }
  }

  protected override render() {
    const { hass, receipt } = this;
    if (!hass || !this.config) return nothing;
    const connector = this.#connector(hass);
    if (!connector) {
      return html`<ha-card><p>${say(hass.language, "choose_connector")}</p></ha-card>`;
    }
    return html`<ha-card>
      <h2>${titleOf(hass, connector)}</h2>
      ${receipt ? this.#body(hass, receipt) : nothing}
      ${this.note ? html`<p class="secondary" role="status">${this.note}</p>` : nothing}
    </ha-card>`;
  }

  #body(hass: HomeAssistant, receipt: Session) {
    const format = formatOf(hass);
    const seconds = durationS(receipt);
    const ended = new Date(receipt.stopped_at ?? "");
    const who = [receipt.car, personOf(receipt)].filter(Boolean).join(" · ");
    const estimated = receipt.energy_estimated || receipt.worth_estimated;
    return html`<p class="secondary">
        ${[format.dateTime(ended), who].filter(Boolean).join(" · ")}
      </p>
      <p class="line">
        <b class="energy">${format.energy(receipt.energy_wh)}</b>
        ${seconds === undefined ? nothing : html`<span>${formatDuration(seconds)}</span>`}
      </p>
      ${this.#sources(hass, receipt)} ${this.#money(hass, receipt)}
      ${estimated ? html`<p class="secondary">${say(hass.language, "receipt_estimated")}</p>` : nothing}`;
  }

  #sources(hass: HomeAssistant, receipt: Session) {
    const parts = partsOf(receipt);
    if (!parts.length) return nothing;
    const format = formatOf(hass);
    const told = parts.map(
      (part) => `${say(hass.language, part.word)} ${format.energy(part.energyWh)}`,
    );
    return html`<div class="bar" role="img" aria-label=${told.join(", ")}>
        ${parts.map(
          (part) =>
            html`<i class=${part.kind} style=${styleMap({ flexGrow: String(part.energyWh) })}></i>`,
        )}
      </div>
      <p class="line legend">
        ${parts.map((part, number) => html`<span><i class=${part.kind}></i>${told[number]}</span>`)}
      </p>`;
  }

  #money(hass: HomeAssistant, receipt: Session) {
    const { cost, saved, currency } = receipt;
    if (cost === null || cost === undefined) return nothing;
    const money = (amount: number) => formatOf(hass).money(amount, currency ?? "");
    const word: Word = (saved ?? 0) > 0 ? "receipt_saved" : "receipt_dearer";
    const kind = (saved ?? 0) > 0 ? "good" : "bad";
    return html`<p class="line">
      <b>${money(cost)}</b>
      ${
        saved
          ? html`<span class=${kind}
              >${fill(say(hass.language, word), new Map([["cost", money(Math.abs(saved))]]))}</span
            >`
          : nothing
      }
    </p>`;
  }
}
