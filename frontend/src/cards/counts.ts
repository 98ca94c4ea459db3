/** `custom:plug-control-counts-card`: many connectors in a line: how many do what, and with how much power. */

import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";

import { shared } from "../card/style";
import { formatOf } from "../format";
import { numberOf } from "../ha/connectors";
import type { CardConfig, HomeAssistant } from "../ha/types";
import { sayOf, type Word } from "../i18n";
import { noteStyle } from "./style";

export interface CountsCardConfig extends CardConfig {
  statuses: string[];
  powers: string[];
}

const KINDS: Readonly<Record<string, readonly string[]>> = {
  count_charging: ["charging"],
  count_plugged_in: ["preparing", "suspended_ev", "suspended_evse", "finishing"],
  count_free: ["available"],
  count_offline: ["unavailable"],
} satisfies Partial<Record<Word, readonly string[]>>;

/** How many connectors are of each kind that there is, and their power together in W. */
export const countsOf = (hass: HomeAssistant, config: CountsCardConfig) => {
  const states = config.statuses.map((id) => hass.states[id]?.state ?? "unavailable");
  const counts = Object.entries(KINDS).map(([word, kind]): [Word, number] => [
    word as Word,
    states.filter((state) => kind.includes(state)).length,
  ]);
  const powers = config.powers.map((id) => numberOf(hass.states[id]) ?? 0);
  return { counts, powerW: powers.reduce((sum, power) => sum + power, 0) };
};

export class PlugControlCountsCard extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  @state() private config?: CountsCardConfig;

  static override styles = [shared, noteStyle];

  setConfig(config: CountsCardConfig) {
    this.config = config;
  }

  getCardSize() {
    return 1;
  }

  getGridOptions() {
    return { columns: "full", min_columns: 6 };
  }

  protected override render() {
    const { hass, config } = this;
    if (!hass || !config) return nothing;
    const { counts, powerW } = countsOf(hass, config);
    return html`<p class="line">
      <b>${formatOf(hass).power(powerW)}</b>
      ${counts
        .filter(([, count]) => count)
        .map(
          ([word, count]) =>
            html`<span><b>${count}</b> ${sayOf(hass.language, word, count)}</span>`,
        )}
    </p>`;
  }
}
