/** The stretch of time that the card shows, by its name. */

import { html, nothing } from "lit";

import type { Format } from "../format";
import { fill } from "../i18n";
import { stepped, type Span } from "./period";
import type { Texts } from "./texts";

export interface StretchContext extends Texts {
  house: Format;
  today: string;
  show: (span: Span) => void;
}

/** The day, month or year that is shown, with the way to the one before and after it. */
export const stretchOf = (span: Span, { format, house, say, today, show }: StretchContext) => {
  const { period, first, last } = span;
  if (period === "all" || !first) return nothing;
  const text = {
    day: () => format.weekday(first),
    month: () => format.month(first),
    year: () => first.slice(0, 4),
    last: () => format.days(first, last),
    own: () => format.days(first, last),
  }[period]();
  const isOther = [first, last].some((day) => +format.midnight(day) !== +house.midnight(day));
  const zone = new Map([["zone", house.timeZone]]);
  const other = isOther ? html`<small>${fill(say("house_time"), zone)}</small>` : nothing;
  const isStep = period === "day" || period === "month" || period === "year";
  const arrow = (step: -1 | 1) =>
    html`<button
      class="arrow"
      aria-label=${say(step < 0 ? "previous" : "next")}
      ?disabled=${step > 0 && last >= today}
      @click=${() => {
        show(stepped(span, step));
      }}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path
          d=${step < 0 ? "M15.4 7.4 14 6l-6 6 6 6 1.4-1.4L10.8 12Z" : "M8.6 16.6 10 18l6-6-6-6-1.4 1.4 4.6 4.6Z"}
        ></path>
      </svg>
    </button>`;
  return html`<div class="stretch">
    ${isStep ? arrow(-1) : nothing}
    <span aria-live="polite"><b>${text}</b>${other}</span>
    ${isStep ? arrow(1) : nothing}
  </div>`;
};
