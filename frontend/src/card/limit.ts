import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";

import type { EntityState } from "../ha/types";
import { shared } from "./style";

/** Below it no car charges (IEC 61851): from 0, which pauses, the slider goes on here. */
const MINIMUM_A = 6;

/** So long after the last key or movement a choice is meant: a held key is one choice, not one for every ampere. */
export const SETTLE_MS = 300;

/** The limit that a slider's position stands for: 1–5 A are no limit. */
export const limitOf = (positionA: number, presentA: number): number => {
  if (positionA === 0 || positionA >= MINIMUM_A) return positionA;
  return positionA < presentA && positionA < MINIMUM_A / 2 ? 0 : MINIMUM_A;
};

/** The connector's maximum current as a slider; tells a choice by the event `choose`. */
export class PlugControlLimit extends LitElement {
  @property({ attribute: false }) state?: EntityState;
  @property() label = "";
  @property() pausedText = "";
  @property({ type: Boolean }) disabled = false;
  /** Changes when a choice was carried out or refused: what is shown goes back to what is true. */
  @property({ type: Number }) revision = 0;
  @state() private dragged: number | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;

  static override styles = [
    shared,
    css`
      div {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: center;
        gap: 4px;
      }
      label {
        font-size: inherit;
        color: inherit;
      }
      input {
        grid-column: 1 / -1;
        width: 100%;
        height: 28px;
        margin: 0;
        appearance: none;
        background: none;
        cursor: pointer;
        --track: linear-gradient(
            to right,
            var(--primary-color) var(--share),
            color-mix(in srgb, var(--primary-text-color) 15%, transparent) var(--share)
          )
          no-repeat;
      }
      input::-webkit-slider-runnable-track {
        height: 8px;
        border-radius: 4px;
        background: var(--track);
      }
      input::-moz-range-track {
        height: 8px;
        border-radius: 4px;
        background: var(--track);
      }
      input::-webkit-slider-thumb {
        appearance: none;
        width: 22px;
        height: 22px;
        margin-top: -7px;
        border: 2px solid var(--card-background-color, #fff);
        border-radius: 50%;
        background: var(--primary-color);
      }
      input::-moz-range-thumb {
        width: 18px;
        height: 18px;
        border: 2px solid var(--card-background-color, #fff);
        border-radius: 50%;
        background: var(--primary-color);
      }
      output {
        font-weight: var(--ha-font-weight-medium, 500);
      }
    `,
  ];

  override disconnectedCallback() {
    super.disconnectedCallback();
    if (this.#settling !== undefined) this.#choose();
  }

  protected override willUpdate(changed: Map<string, unknown>) {
    if (changed.has("revision") && this.#settling === undefined) this.dragged = undefined;
  }

  protected override render() {
    const present = Number(this.state?.state);
    if (!this.state || !Number.isFinite(present)) return nothing;
    const shownA = this.dragged ?? present;
    const mostA = Number(this.state.attributes.max ?? 32);
    const text = shownA === 0 ? this.pausedText : `${shownA} A`;
    return html`<div>
      <label for="limit">${this.label}</label>
      <output for="limit">${text}</output>
      <input
        id="limit"
        type="range"
        min="0"
        step="1"
        max=${mostA}
        style="--share: ${((shownA / mostA) * 100).toFixed(1)}%"
        .value=${String(shownA)}
        aria-valuetext=${text}
        ?disabled=${this.disabled}
        @input=${(event: Event) => {
          this.#drag(event.target as HTMLInputElement, present);
        }}
        @keydown=${(event: KeyboardEvent) => {
          this.#key(event, shownA);
        }}
        @change=${() => {
          this.#settle();
        }}
      />
    </div>`;
  }

  #drag(input: HTMLInputElement, presentA: number) {
    this.dragged = limitOf(Number(input.value), this.dragged ?? presentA);
    input.value = String(this.dragged);
  }

  /** Below the least current a step leads to the pause: the positions between are none. */
  #key(event: KeyboardEvent, shownA: number) {
    if (shownA !== MINIMUM_A || !["ArrowLeft", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    this.dragged = 0;
    this.#settle();
  }

  #settle() {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#choose();
    }, SETTLE_MS);
  }

  #choose() {
    clearTimeout(this.#settling);
    this.#settling = undefined;
    if (this.dragged === Number(this.state?.state)) this.dragged = undefined;
    if (this.dragged === undefined) return;
    this.dispatchEvent(new CustomEvent("choose", { detail: this.dragged }));
  }
}
