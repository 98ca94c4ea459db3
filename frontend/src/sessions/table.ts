/** The table of a page of sessions; on a phone each one is a few lines. */

import { html, nothing } from "lit";

import { formatDuration, type Format } from "../format";
import type { Word } from "../i18n";
import { deliveriesOf } from "./facts";
import { durationS, personOf, sunShare, type Session } from "./session";

export interface TableContext {
  format: Format;
  say: (word: Word) => string;
  open: (session: Session) => void;
  signed: (session: Session) => void;
}

/** On a phone, where a column has no head. */
const SUN = html`<svg class="unit" viewBox="0 0 24 24" aria-hidden="true">
  <path
    d="M12 7a5 5 0 1 1 0 10 5 5 0 0 1 0-10Zm-1-6h2v4h-2V1Zm0 18h2v4h-2v-4ZM1 11h4v2H1v-2Zm18 0h4v2h-4v-2ZM5.6 4.2 8.4 7 7 8.4 4.2 5.6l1.4-1.4ZM17 15.6l2.8 2.8-1.4 1.4-2.8-2.8 1.4-1.4ZM19.8 5.6 17 8.4 15.6 7l2.8-2.8 1.4 1.4ZM8.4 17l-2.8 2.8-1.4-1.4L7 15.6 8.4 17Z"
  ></path>
</svg>`;

/** The columns that a page has something for. */
const columnsOf = (rows: readonly Session[]) => ({
  wallbox: new Set(rows.map((row) => row.charge_point_id)).size > 1,
  car: rows.some((row) => row.car),
  sun: rows.some((row) => (row.solar_wh ?? 0) > 0),
  cost: rows.some((row) => typeof row.cost === "number" && row.currency),
});

/** Whether anything in a session is an estimate. */
export const isEstimated = (row: Session): boolean =>
  row.energy_estimated || row.worth_estimated === true;

const tableOf = (rows: readonly Session[], context: TableContext) => {
  const { format, say } = context;
  const shown = columnsOf(rows);
  const mark = (estimated: boolean | undefined) =>
    estimated ? html`<abbr title=${say("estimated_legend")}>≈</abbr> ` : nothing;
  const head = (word: Word, kind = "") =>
    html`<th scope="col" class=${kind || nothing}>${say(word)}</th>`;
  return html`<table>
    <thead>
      <tr>
        ${head("start")} ${shown.wallbox ? head("charge_point") : nothing} ${head("person")}
        ${shown.car ? head("car") : nothing} ${head("energy", "number")}
        ${shown.sun ? head("sun", "number") : nothing}
        ${shown.cost ? head("cost", "number") : nothing} ${head("duration", "number")}
        ${head("peak_power", "number")}
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => {
        const sun = shown.sun ? sunShare(row) : undefined;
        const began = row.started_at ?? row.stopped_at;
        const seconds = durationS(row);
        const running = row.stopped_at === null ? say("running") : "–";
        return html`<tr
          @click=${() => {
            context.open(row);
          }}
        >
          <td class="start">
            <button class="open" title=${say("details")}>
              ${began ? format.dateTime(new Date(began)) : "–"}
            </button>
          </td>
          ${
            shown.wallbox
              ? html`<td class="wallbox">${row.charge_point_name ?? row.charge_point_id}</td>`
              : nothing
          }
          <td class="person ${personOf(row) || row.note ? "" : "none"}">
            ${personOf(row) || "–"}${row.note ? html`<small>${row.note}</small>` : nothing}
            ${deliveriesOf(row, context).map(
              ({ text, more }) => html`<small class="back-end">${text}: ${more}</small>`,
            )}
          </td>
          ${shown.car ? html`<td class="car ${row.car ? "" : "none"}">${row.car ?? "–"}</td>` : nothing}
          <td class="number energy">
            ${mark(row.energy_estimated)}${format.energy(row.energy_wh)} ${signedOf(row, context)}
          </td>
          ${
            shown.sun
              ? html`<td class="number sun ${sun === undefined ? "none" : ""}">
                  ${sun === undefined ? "–" : html`${SUN}<span class="hidden">${say("sun")}</span> ${format.percent(sun)}`}
                </td>`
              : nothing
          }
          ${
            shown.cost
              ? html`<td class="number cost ${typeof row.cost === "number" ? "" : "none"}">
                  ${
                    typeof row.cost === "number" && row.currency
                      ? html`${mark(row.worth_estimated)}${format.money(row.cost, row.currency)}`
                      : "–"
                  }
                </td>`
              : nothing
          }
          <td class="number duration">
            ${seconds === undefined ? running : formatDuration(seconds)}
          </td>
          <td class="number peak ${row.peak_power_w === null ? "none" : ""}">
            ${row.peak_power_w === null ? "–" : format.power(row.peak_power_w)}
          </td>
        </tr>`;
      })}
    </tbody>
  </table>`;
};

/** The table, and what its mark of estimates means. */
export const tableSection = (rows: readonly Session[], context: TableContext) => {
  const { say } = context;
  return html`<div class="scroll sessions" tabindex="0" role="region" aria-label=${say("sessions")}>
      ${tableOf(rows, context)}
    </div>
    ${
      rows.some(isEstimated)
        ? html`<p class="hint secondary">≈ ${say("estimated_legend")}</p>`
        : nothing
    }`;
};

/** The way to the session's signed meter values, where it has any. */
const signedOf = (row: Session, { say, signed }: TableContext) =>
  row.signed_values
    ? html`<button
        class="signed"
        title=${say("signed")}
        aria-label=${say("signed")}
        @click=${(event: Event) => {
          event.stopPropagation();
          signed(row);
        }}
      >
        <ha-icon icon="mdi:certificate-outline"></ha-icon>
      </button>`
    : nothing;
