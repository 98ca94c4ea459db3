/** The sums of the stretch of time that the card shows. */

import { html, nothing } from "lit";

import { totalFigures } from "./facts";
import type { TotalRow } from "./stack";
import type { Texts } from "./texts";

export const totalTiles = (
  rows: readonly TotalRow[],
  language: string | undefined,
  { format, say }: Texts,
) =>
  html`<dl class="totals">
    ${totalFigures(rows, format, language).map(
      ({ word, text, more }) =>
        html`<div>
          <dt>${say(word)}</dt>
          <dd>${text}${more ? html`<small>${more}</small>` : nothing}</dd>
        </div>`,
    )}
  </dl>`;
