/** `custom:plug-control-found-card`: cards that nobody knows, with *register* beside them; hidden while there are none. */

import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";

import { shared } from "../card/style";
import { messageOf } from "../ha/act";
import { PLATFORM } from "../ha/connectors";
import type { HomeAssistant } from "../ha/types";
import { fill, say, type Word } from "../i18n";
import { noteStyle } from "./style";

/** An offer of Home Assistant: a flow that the integration began. */
interface Offer {
  flow_id: string;
  handler: string;
  step_id?: string;
  context?: { title_placeholders?: Readonly<Record<string, string>> };
}

interface OfferChange {
  type: "added" | "removed" | null;
  flow_id: string;
  flow?: Offer;
}

/** The offers after some came and went; only those of cards. */
export const offersAfter = (
  offers: ReadonlyMap<string, Offer>,
  changes: readonly OfferChange[],
): ReadonlyMap<string, Offer> => {
  const after = new Map(offers);
  for (const { type, flow_id, flow } of changes) {
    if (type === "removed") after.delete(flow_id);
    else if (flow?.handler === PLATFORM && flow.context?.title_placeholders?.id_tag) {
      after.set(flow_id, flow);
    }
  }
  return after;
};

export class PlugControlFoundCard extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  /** Home Assistant keeps it in the page while it is hidden. */
  connectedWhileHidden = true;
  @state() private offers: ReadonlyMap<string, Offer> = new Map();
  @state() private error = "";
  #unsubscribe: Promise<() => unknown> | undefined;

  static override styles = [shared, noteStyle];

  setConfig() {
    this.hidden = true;
  }

  getCardSize() {
    return this.offers.size;
  }

  getGridOptions() {
    return { columns: "full", min_columns: 6 };
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    void this.#unsubscribe?.then((unsubscribe) => unsubscribe()).catch(() => undefined);
    this.#unsubscribe = undefined;
  }

  protected override willUpdate() {
    this.#subscribe();
    const hidden = !this.offers.size;
    if (hidden === this.hidden) return;
    this.hidden = hidden;
    this.style.display = hidden ? "none" : "";
    this.dispatchEvent(
      new CustomEvent("card-visibility-changed", {
        bubbles: true,
        composed: true,
        detail: { value: !hidden },
      }),
    );
  }

  /** Only administrators are told what was found, as they alone may add it. */
  #subscribe() {
    const { hass } = this;
    if (!hass?.user?.is_admin || !hass.connection || this.#unsubscribe || !this.isConnected) return;
    this.#unsubscribe = hass.connection.subscribeMessage(
      (changes) => {
        this.offers = offersAfter(this.offers, changes as OfferChange[]);
      },
      { type: "config_entries/flow/subscribe" },
    );
  }

  protected override render() {
    if (!this.hass || !this.offers.size) return nothing;
    return html`<ha-card>
      <h2>${this.#say("unknown_cards")}</h2>
      ${[...this.offers.values()].map((offer) => this.#offer(offer))}
      <div role="alert">${this.error}</div>
    </ha-card>`;
  }

  #offer(offer: Offer) {
    const told = offer.context?.title_placeholders ?? {};
    const values = new Map([
      ["id_tag", told.id_tag ?? ""],
      ["charge_point", told.charge_point ?? ""],
    ]);
    return html`<form
      @submit=${(event: Event) => {
        event.preventDefault();
        const input = (event.target as HTMLFormElement).querySelector("input");
        void this.#register(offer, input?.value ?? "");
      }}
    >
      <label>
        <span
          >${fill(this.#say(told.kind === "car" ? "unknown_car" : "unknown_card"), values)}</span
        >
        <input type="text" placeholder=${this.#say("whose_card")} maxlength="64" />
      </label>
      <button class="primary">${this.#say("register")}</button>
    </form>`;
  }

  async #register(offer: Offer, name: string) {
    const { hass } = this;
    if (!hass?.callApi) return;
    this.error = "";
    const path = `config/config_entries/flow/${offer.flow_id}`;
    const tag = offer.context?.title_placeholders?.id_tag ?? "";
    try {
      await hass.callApi("POST", path, { name: name.trim() || tag });
    } catch (error) {
      this.error = await messageOf(hass, error);
    }
  }

  #say(word: Word) {
    return say(this.hass?.language, word);
  }
}
