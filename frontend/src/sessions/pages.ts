/** The pages of the table of sessions. */

import { html, nothing } from "lit";

import { fill, type Word } from "../i18n";
import type { Texts } from "./texts";

/** So many rows are on the page at most; the others are a page further. */
export const PAGE = 50;

/** The page that is open: its first row's number from 0, its rows, and all there are. */
interface Page {
  offset: number;
  shown: number;
  total: number;
}

/** Which of all sessions are shown, and the way to the others. */
export const pagesOf = (page: Page, { format, say }: Texts, turn: (offset: number) => void) => {
  const { offset: present, shown, total } = page;
  if (total <= PAGE && !present) return nothing;
  const written = (value: number) => format.number(value, 0);
  const values = new Map([
    ["first", written(shown ? present + 1 : 0)],
    ["last", written(present + shown)],
    ["total", written(total)],
  ]);
  const go = (word: Word, offset: number, possible: boolean) =>
    html`<button
      ?disabled=${!possible}
      @click=${() => {
        turn(Math.max(offset, 0));
      }}
    >
      ${say(word)}
    </button>`;
  return html`<div class="pages">
    ${go("newer", present - PAGE, present > 0)}
    <span class="secondary" aria-live="polite">${fill(say("shown_range"), values)}</span>
    ${go("older", present + PAGE, present + shown < total)}
  </div>`;
};
