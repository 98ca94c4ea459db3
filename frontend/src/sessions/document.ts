/** The dialog that has Plug Control make a document of the sessions that the card shows, and links to it. */

import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";

import { shared } from "../card/style";
import { ask, messageOf } from "../ha/act";
import type { HomeAssistant } from "../ha/types";
import { fill, say, type Word } from "../i18n";
import { CLOSE, dialogStyle } from "./dialog-style";
import type { Filter } from "./queries";

const LAYOUTS = ["sessions", "company_car", "landlord", "registration"] as const;
const FORMATS = { pdf: "PDF", xlsx: "Excel (XLSX)", csv: "CSV" };

/** A file that was made; its link is signed, so that it opens without a login. */
interface Made {
  name: string;
  link: string;
}

/** A number as people write it, with a point or a comma; undefined for none, NaN for what is no price. */
export const priceOf = (text: string): number | undefined => {
  const written = text.trim().replace(",", ".");
  if (!written) return undefined;
  return /^(\d+\.?\d*|\.\d+)$/.test(written) ? Number(written) : Number.NaN;
};

/** A path of this Home Assistant; nothing else is linked to. */
const isPath = (url: unknown): url is string => typeof url === "string" && /^\/(?!\/)/.test(url);

export class PlugControlSessionDocument extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  @property({ attribute: false }) filter: Filter = {};
  @state() private made: readonly Made[] = [];
  @state() private error: string | undefined;
  @state() private busy = false;

  static override styles = [
    shared,
    dialogStyle,
    css`
      form {
        display: grid;
        gap: 12px;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      a {
        display: block;
        padding: 10px 0;
        color: color-mix(in srgb, var(--primary-color) 60%, var(--primary-text-color));
        overflow-wrap: anywhere;
      }
    `,
  ];

  protected override firstUpdated() {
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  protected override render() {
    const { hass } = this;
    if (!hass) return nothing;
    return html`<dialog
      class="small"
      aria-labelledby="title"
      @close=${() => {
        this.dispatchEvent(new CustomEvent("closed"));
      }}
    >
      <div class="frame">
        <header>
          <h2 id="title">${this.#say("document")}</h2>
          <button class="close" aria-label=${this.#say("close")} @click=${this.#close}>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${CLOSE}></path></svg>
          </button>
        </header>
        <p class="secondary">${this.#say("document_hint")}</p>
        <form @submit=${this.#make}>
          ${this.#select(
            "layout",
            LAYOUTS.map((key) => [key, this.#say(`layout_${key}`)]),
          )}
          ${this.#select("format", Object.entries(FORMATS))} ${this.#price(hass)}
          <div class="buttons">
            <button class="primary" ?disabled=${this.busy}>
              ${this.#say(this.busy ? "document_busy" : "document_make")}
            </button>
          </div>
        </form>
        <div role="alert">${this.error ?? nothing}</div>
        <div role="status">
          ${
            this.made.length
              ? html`<h3>${this.#say("document_ready")}</h3>
                  <ul>
                    ${this.made.map(
                      ({ name, link }) =>
                        html`<li><a href=${link} download=${name}>${name}</a></li>`,
                    )}
                  </ul>`
              : nothing
          }
        </div>
      </div>
    </dialog>`;
  }

  #select(name: "layout" | "format", options: readonly (readonly [string, string])[]) {
    return html`<label
      ><span>${this.#say(name)}</span>
      <select name=${name}>
        ${options.map(([key, text]) => html`<option value=${key}>${text}</option>`)}
      </select></label
    >`;
  }

  /** Some employers pay a fixed price; without one, documents have the cost. */
  #price(hass: HomeAssistant) {
    const values = new Map([["currency", hass.config.currency ?? ""]]);
    return html`<label
      ><span>${fill(this.#say("price_agreed"), values)}</span>
      <input type="text" name="price" inputmode="decimal" autocomplete="off" maxlength="12" />
      <span class="secondary">${this.#say("price_agreed_hint")}</span>
    </label>`;
  }

  readonly #make = async (event: Event) => {
    event.preventDefault();
    const { hass } = this;
    if (!hass) return;
    const form = new FormData(event.target as HTMLFormElement);
    const given = (name: string) => {
      const value = form.get(name);
      return typeof value === "string" ? value : "";
    };
    const price = priceOf(given("price"));
    this.made = [];
    if (Number.isNaN(price)) {
      this.error = this.#say("price_agreed_wrong");
      return;
    }
    const { car_id: car, ...filter } = this.filter;
    this.busy = true;
    this.error = undefined;
    try {
      const answer = await ask<{ documents?: Made[] }>(hass, "export_sessions", {
        ...filter,
        ...(car && { car }),
        layout: given("layout"),
        formats: [given("format")],
        ...(price !== undefined && { price_per_kwh: price }),
        language: hass.language,
      });
      this.made = (answer.documents ?? []).filter(({ link }) => isPath(link));
    } catch (error) {
      this.error = await messageOf(hass, error);
    } finally {
      this.busy = false;
    }
  };

  readonly #close = () => {
    this.renderRoot.querySelector("dialog")?.close();
  };

  #say(word: Word) {
    return say(this.hass?.language, word);
  }
}
