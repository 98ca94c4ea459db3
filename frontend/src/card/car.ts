import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";

import { isKnown } from "../ha/connectors";
import type { EntityState, HomeAssistant } from "../ha/types";
import { fill, say } from "../i18n";

const AUTO = "auto";

/** Which car is plugged in, to choose from; nothing where there is no choice, or nobody is plugged in and nobody has chosen. */
export const carChoice = (
  hass: HomeAssistant,
  state: EntityState | undefined,
  isPluggedIn: boolean,
  choose: (option: string) => void,
) => {
  const options = state?.attributes.options;
  if (!isKnown(state) || !Array.isArray(options)) return nothing;
  if (!isPluggedIn && state.state === AUTO) return nothing;
  const label = (option: string): string => {
    const text = hass.formatEntityState?.({ ...state, state: option }) ?? option;
    const { car } = state.attributes;
    if (option !== AUTO || state.state !== AUTO || typeof car !== "string") return text;
    return fill(say(hass.language, "car_recognised"), new Map([["car", car]]));
  };
  return html`<label class="car">
    <span>${say(hass.language, "car")}</span>
    <select
      @change=${(event: Event) => {
        choose((event.target as HTMLSelectElement).value);
      }}
    >
      ${options.map(
        (option: string) =>
          html`<option value=${option} .selected=${live(option === state.state)}>
            ${label(option)}
          </option>`,
      )}
    </select>
  </label>`;
};
