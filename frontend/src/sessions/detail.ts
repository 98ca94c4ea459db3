/** The dialog of one session: its power, where its energy came from, what it cost, its meter readings, and what may be corrected. */

import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";

import { shared } from "../card/style";
import { formatOf, type Format } from "../format";
import { messageOf } from "../ha/act";
import { connectorsOf, PLATFORM } from "../ha/connectors";
import type { HomeAssistant } from "../ha/types";
import { say, type Word } from "../i18n";
import type { Choice } from "./choices";
import { correctionForm, correctionOf, mayCorrect } from "./correction";
import { curveOf, type Curve } from "./curve";
import { detailStyle } from "./detail-style";
import { CLOSE, dialogStyle } from "./dialog-style";
import { amountsOf, deliveriesOf, figuresOf, measuredOf, planOf, type Fact } from "./facts";
import { powerSection } from "./power-section";
import { correct, detailOf, type SessionDetail } from "./queries";
import { personOf, type Session } from "./session";
import { sourcesSection } from "./sources-section";
import { isEstimated } from "./table";

type Text = (key: string) => string | undefined;

export class PlugControlSessionDetail extends LitElement {
  @property({ attribute: false }) hass?: HomeAssistant;
  @property({ attribute: false }) session?: Session;
  @property({ attribute: false }) cars: readonly Choice[] = [];
  @property({ attribute: false }) persons: readonly string[] = [];
  @state() private detail: SessionDetail | undefined;
  @state() private curve: Curve | undefined;
  @state() private error: string | undefined;
  @state() private editing = false;
  @state() private busy = false;
  @state() private text: Text = () => undefined;

  static override styles = [shared, dialogStyle, detailStyle];

  protected override firstUpdated() {
    this.renderRoot.querySelector("dialog")?.showModal();
    void this.#load();
  }

  async #load() {
    const { hass, session } = this;
    if (!hass || !session) return;
    void this.#words(hass);
    try {
      this.detail = await detailOf(hass, session);
    } catch (error) {
      this.error = await messageOf(hass, error);
    }
    const { started_at, stopped_at } = session;
    if (!started_at) return;
    const [from, to] = [Date.parse(started_at), stopped_at ? Date.parse(stopped_at) : Date.now()];
    if (to <= from) return;
    const slots = this.detail?.slots ?? [];
    this.curve = await curveOf(hass, this.#entity(hass, session), slots, from, to);
  }

  /** Home Assistant's own words for why a session ended, in the reader's language. */
  async #words(hass: HomeAssistant) {
    const localize = await hass
      .loadBackendTranslation?.("entity", "plug_control")
      .catch(() => undefined);
    if (localize) {
      this.text = (key) =>
        localize(`component.plug_control.entity.sensor.stop_reason.state.${key}`);
    }
  }

  /** The power sensor of the connector that charged; undefined where it is gone. */
  #entity(hass: HomeAssistant, session: Session): string | undefined {
    const { charge_point_id, connector_id } = session;
    const ids = [`${charge_point_id}#${String(connector_id)}`, charge_point_id];
    const isIts = (deviceId: string, id: string) =>
      hass.devices[deviceId]?.identifiers?.some(([kind, own]) => kind === PLATFORM && own === id);
    const connectors = connectorsOf(hass);
    const found = ids
      .map((id) => connectors.find(({ deviceId }) => isIts(deviceId, id)))
      .find((each) => each !== undefined);
    return found?.entities.get("sensor.power")?.[0];
  }

  protected override render() {
    const { hass, session } = this;
    if (!hass || !session) return nothing;
    const row: SessionDetail = { ...session, ...this.detail };
    const format = formatOf(hass);
    const texts = { format, say: (word: Word) => this.#say(word) };
    const began = row.started_at ?? row.stopped_at;
    const where = row.connector_name ?? row.charge_point_name ?? row.charge_point_id;
    const who = [where, personOf(row), row.car ?? ""].filter(Boolean).join(" · ");
    const marked = isEstimated(row) || row.time_estimated;
    return html`<dialog
      aria-labelledby="title"
      @close=${this.#closed}
      @click=${(event: Event) => {
        if (event.target === event.currentTarget) this.#close();
      }}
    >
      <div class="frame">
        <header>
          <h2 id="title">
            ${this.#say("session")}${began ? html` · ${format.dateTime(new Date(began))}` : nothing}
          </h2>
          <button class="close" aria-label=${this.#say("close")} @click=${this.#close}>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${CLOSE}></path></svg>
          </button>
        </header>
        <p class="secondary">${who}</p>
        <div role="alert">${this.error ?? nothing}</div>
        ${this.#facts(
          figuresOf(row, amountsOf(row), format, {
            estimated: row.worth_estimated,
            energyEstimated: row.energy_estimated,
          }),
          "figures",
        )}
        ${powerSection(row, this.curve, texts)} ${sourcesSection(row, texts)}
        ${this.#plan(row, format)}
        ${this.#facts(measuredOf(row, format).concat(this.#others(row), deliveriesOf(row, texts)), "")}
        ${row.note && !this.editing ? html`<p class="note">${row.note}</p>` : nothing}
        ${marked ? html`<p class="secondary">≈ ${this.#say("estimated_legend")}</p>` : nothing}
        ${this.editing ? this.#form(hass, row) : this.#buttons(hass, row)}
      </div>
    </dialog>`;
  }

  #facts(facts: readonly Fact[], kind: string) {
    return html`<dl class=${kind || nothing}>
      ${facts.map(
        ({ word, text, more }) =>
          html`<div>
            <dt>${this.#say(word)}</dt>
            <dd>${text}${more ? html`<small>${more}</small>` : nothing}</dd>
          </div>`,
      )}
    </dl>`;
  }

  #others(row: SessionDetail): Fact[] {
    const facts: Fact[] = [];
    const card = row.card_name ?? row.id_tag;
    if (card && card !== personOf(row)) facts.push({ word: "card", text: card });
    const by = row.started_by_name;
    if (by && by !== personOf(row)) facts.push({ word: "started_by", text: by });
    const key = row.why_ended ?? row.stop_reason;
    const why = key && key !== "unknown" ? this.text(key) : undefined;
    if (why) facts.push({ word: "stop_reason", text: why });
    return facts;
  }

  #plan(row: SessionDetail, format: Format) {
    const plan = planOf(row, format);
    if (!plan) return nothing;
    const share = plan.share === undefined ? "" : ` (${format.percent(plan.share)})`;
    return this.#facts(
      [
        { word: "plan", text: plan.planned },
        { word: "plan_came", text: `${plan.came}${share}` },
      ],
      "",
    );
  }

  // ---- correcting

  #buttons(hass: HomeAssistant, row: SessionDetail) {
    return html`<div class="buttons">
      ${
        row.signed_values
          ? html`<button
              @click=${() => {
                this.dispatchEvent(new CustomEvent("signed"));
              }}
            >
              ${this.#say("signed")}
            </button>`
          : nothing
      }
      ${
        this.detail && mayCorrect(hass, row)
          ? html`<button @click=${this.#edit}>${this.#say("correct")}</button>`
          : nothing
      }
    </div>`;
  }

  readonly #edit = async () => {
    this.editing = true;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("form select, form input")?.focus();
  };

  #form(hass: HomeAssistant, row: SessionDetail) {
    const { cars, persons, busy } = this;
    return correctionForm(row, {
      hass,
      cars,
      persons,
      busy,
      say: (word) => this.#say(word),
      save: this.#save,
      cancel: () => {
        this.editing = false;
      },
    });
  }

  readonly #save = async (event: Event) => {
    event.preventDefault();
    const { hass, session, detail } = this;
    if (!hass || !session || !detail) return;
    const correction = correctionOf(event.target as HTMLFormElement, detail);
    this.busy = true;
    try {
      if (Object.keys(correction).length) {
        await correct(hass, session, correction);
        this.detail = await detailOf(hass, session);
        this.dispatchEvent(new CustomEvent("corrected"));
      }
      this.editing = false;
      this.error = undefined;
    } catch (error) {
      this.error = await messageOf(hass, error);
    } finally {
      this.busy = false;
    }
  };

  readonly #close = () => {
    this.renderRoot.querySelector("dialog")?.close();
  };

  readonly #closed = () => {
    this.dispatchEvent(new CustomEvent("closed"));
  };

  #say(word: Word) {
    return say(this.hass?.language, word);
  }
}
