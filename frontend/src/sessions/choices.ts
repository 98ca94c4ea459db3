/** What can be chosen from: persons, cars, connectors. */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";

import type { Word } from "../i18n";
import type { TotalRow } from "./stack";
import type { Texts } from "./texts";

/** Something to choose, as a car that a session can be given to. */
export interface Choice {
  key: string;
  name: string;
}

/** The groups of sums by their names; sessions without one are a group, too. */
export const choicesOf = (rows: readonly TotalRow[]): Choice[] =>
  [...new Map(rows.map((row) => [row.key ?? "", row.name ?? row.key ?? ""]))]
    .map(([key, name]) => ({ key, name }))
    .sort((one, other) => one.name.localeCompare(other.name));

export const selectOf = (
  say: Texts["say"],
  word: Word,
  options: readonly Choice[],
  chosen: string,
  choose: (key: string) => void,
  kind = "",
) =>
  html`<label class=${kind || nothing}
    ><span>${say(word)}</span>
    <select
      @change=${(event: Event) => {
        choose((event.target as HTMLSelectElement).value);
      }}
    >
      ${options.map(
        ({ key, name }) =>
          html`<option value=${key} .selected=${live(key === chosen)}>${name}</option>`,
      )}
    </select></label
  >`;
