/** What leaves the card: files for the browser to save, and the buttons for them. */

import { html, nothing } from "lit";

import { ask } from "../ha/act";
import { PLATFORM } from "../ha/connectors";
import type { HomeAssistant } from "../ha/types";
import { HEAD, linesOf } from "./csv";
import type { Span } from "./period";
import { allOf, namedBy, type Filter } from "./queries";
import { save } from "./save";
import type { Session } from "./session";
import { type SignedValues, toXml } from "./signed";
import type { Texts } from "./texts";

interface ButtonContext extends Pick<Texts, "say"> {
  saving: boolean;
  document: () => void;
  csv: () => void;
}

/** All sessions that the filters leave, also those that are not shown, as one file. */
export const downloadTable = async (hass: HomeAssistant, filter: Filter, span: Span) => {
  const { first, last } = span;
  const texts = [HEAD];
  for await (const rows of allOf(hass, filter)) texts.push(linesOf(rows));
  const name = first ? `plug-control-${first}-${last}.csv` : "plug-control.csv";
  save(texts, "text/csv", name);
};

/** The signed meter values of one session, as the charge point gave them. */
export const downloadSigned = async (hass: HomeAssistant, row: Session) => {
  const found = await ask<SignedValues>(hass, "get_signed_values", namedBy(hass, row));
  save([toXml(found)], "application/xml", `plug-control-${row.session_id}.xml`);
};

/** Documents are offered only where the integration has the action for them. */
export const downloadButtons = (hass: HomeAssistant, context: ButtonContext) => {
  const { say, saving, document, csv } = context;
  const actions = (hass.services[PLATFORM] ?? {}) as Record<string, unknown>;
  return html`<div class="buttons">
    ${
      "export_sessions" in actions
        ? html`<button @click=${document}>${say("document")}</button>`
        : nothing
    }
    <button ?disabled=${saving} @click=${csv}>${say("csv")}</button>
  </div>`;
};
