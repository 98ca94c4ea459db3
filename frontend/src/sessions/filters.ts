/** The filters over the card: which stretch of time, connector, person and car it shows. */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";

import { connectorsOf, titleOf } from "../ha/connectors";
import type { HomeAssistant } from "../ha/types";
import { fill, type Word } from "../i18n";
import { selectOf, type Choice } from "./choices";
import { PERIODS, type Period, type Span } from "./period";
import type { Texts } from "./texts";

/** What the filters are set to; empty texts stand for all. */
export interface Chosen {
  span: Span;
  device: string;
  person: string;
  car: string;
}

export interface FilterContext extends Texts {
  persons: readonly Choice[];
  cars: readonly Choice[];
  /** So many days are the last ones. */
  days: number;
  begin: (period: Period) => void;
  show: (span: Span) => void;
  chooseDevice: (device: string) => void;
  choose: (chosen: Partial<Pick<Chosen, "person" | "car">>) => void;
}

/** A filter that is there only where there is something to choose. */
const choiceOf = (
  { say, choose }: FilterContext,
  word: Word,
  everything: Word,
  choices: readonly Choice[],
  chosen: string,
  chose: (key: string) => Partial<Pick<Chosen, "person" | "car">>,
) => {
  const named = choices.filter(({ key }) => key);
  if (!named.length && !chosen) return nothing;
  const gone = chosen && !named.some(({ key }) => key === chosen);
  const all = [
    { key: "", name: say(everything) },
    ...named,
    ...(gone ? [{ key: chosen, name: chosen }] : []),
  ];
  return selectOf(say, word, all, chosen, (key) => {
    choose(chose(key));
  });
};

const periodName = (period: Period, { days, say }: FilterContext): string => {
  const text = say(`period_${period}`);
  return fill(text, new Map([["days", String(days)]]));
};

/** A day as the profile has it written; the browser's calendar opens under it, whose own text would be the browser's. */
const dayOf = (which: "first" | "last", span: Span, { format, say, show }: FilterContext) => {
  const day = span[which];
  const text = format.day(day);
  const label = say(which === "first" ? "from" : "to");
  return html`<div class="day">
    <span>${label}</span>
    <input
      type="date"
      tabindex="-1"
      aria-hidden="true"
      min=${(which === "last" && span.first) || nothing}
      max=${(which === "first" && span.last) || nothing}
      .value=${live(day)}
      @change=${(event: Event) => {
        const chosen = (event.target as HTMLInputElement).value || day;
        show({ ...span, [which]: chosen });
      }}
    />
    <button
      aria-label="${label}: ${text}"
      @click=${(event: Event) => {
        const button = event.currentTarget as HTMLElement;
        (button.previousElementSibling as HTMLInputElement).showPicker();
      }}
    >
      ${text}
    </button>
  </div>`;
};

export const filters = (hass: HomeAssistant, chosen: Chosen, context: FilterContext) => {
  const { persons, cars, say } = context;
  const { span, device, person, car } = chosen;
  const connectors = connectorsOf(hass).map((one): Choice => ({
    key: one.deviceId,
    name: titleOf(hass, one),
  }));
  return html`<div class="filters">
    ${selectOf(
      say,
      "period",
      PERIODS.map((key) => ({ key, name: periodName(key, context) })),
      span.period,
      (period) => {
        context.begin(period as Period);
      },
    )}
    ${
      connectors.length > 1 || device
        ? selectOf(
            say,
            "connector",
            [{ key: "", name: say("connectors_all") }, ...connectors],
            device,
            context.chooseDevice,
          )
        : nothing
    }
    ${choiceOf(context, "person", "persons_all", persons, person, (key) => ({ person: key }))}
    ${choiceOf(context, "car", "cars_all", cars, car, (key) => ({ car: key }))}
    ${span.period === "own" ? html`${dayOf("first", span, context)} ${dayOf("last", span, context)}` : nothing}
  </div>`;
};
