/** What may be corrected of a session: its car, its person and its note. */

import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";

import { PLATFORM } from "../ha/connectors";
import type { HomeAssistant } from "../ha/types";
import type { Choice } from "./choices";
import type { Correction, SessionDetail } from "./queries";
import { personOf } from "./session";
import type { Texts } from "./texts";

export interface CorrectionContext extends Pick<Texts, "say"> {
  hass: HomeAssistant;
  /** The cars and persons that sessions had. */
  cars: readonly Choice[];
  persons: readonly string[];
  busy: boolean;
  save: (event: Event) => Promise<void>;
  cancel: () => void;
}

/** Options of a connector's car that are none. */
const NO_CAR: ReadonlySet<string> = new Set(["auto", "other"]);

/** Whether the reader may correct a session. */
export const mayCorrect = (hass: HomeAssistant, row: SessionDetail): boolean => {
  const actions = hass.services.plug_control as Record<string, unknown> | undefined;
  if (!actions || !("correct_session" in actions) || row.anonymised) return false;
  return row.may_correct ?? hass.user?.is_admin === true;
};

/** What the selects of the connectors' cars have to choose from. */
const carNames = (hass: HomeAssistant): string[] => {
  const selects = Object.values(hass.entities).filter(
    ({ platform, translation_key, entity_id }) =>
      platform === PLATFORM && translation_key === "car" && entity_id.startsWith("select."),
  );
  const options = selects.flatMap(({ entity_id }) => hass.states[entity_id]?.attributes.options);
  return options.filter(
    (option): option is string => typeof option === "string" && !NO_CAR.has(option),
  );
};

/** The cars that sessions had, those that can be plugged in, and the session's own, each once. */
const carsOf = (
  row: SessionDetail,
  present: string,
  { hass, cars: known }: CorrectionContext,
): Choice[] => {
  const cars = new Map(known.map(({ key, name }) => [key, name]));
  const names = new Set(cars.values());
  for (const name of carNames(hass)) {
    if (!names.has(name)) cars.set(name, name);
  }
  if (present && !cars.has(present)) cars.set(present, row.car ?? present);
  return [...cars].map(([key, name]) => ({ key, name }));
};

export const correctionForm = (row: SessionDetail, context: CorrectionContext) => {
  const { busy, persons, say } = context;
  const present = row.car_id ?? row.car ?? "";
  const cars = carsOf(row, present, context);
  return html`<form @submit=${context.save}>
    ${
      cars.length
        ? html`<label
            ><span>${say("car")}</span>
            <select name="car">
              <option value="">${say("no_car")}</option>
              ${cars.map(
                ({ key, name }) =>
                  html`<option value=${key} .selected=${live(key === present)}>${name}</option>`,
              )}
            </select></label
          >`
        : nothing
    }
    <label
      ><span>${say("person")}</span>
      <input
        type="text"
        name="person"
        maxlength="100"
        list="persons"
        autocomplete="off"
        .value=${personOf(row)}
      />
    </label>
    <datalist id="persons">
      ${persons.map((name) => html`<option value=${name}></option>`)}
    </datalist>
    <label
      ><span>${say("note")}</span>
      <input type="text" name="note" maxlength="500" autocomplete="off" .value=${row.note ?? ""} />
    </label>
    <p class="secondary">${say("correct_hint")}</p>
    <div class="buttons">
      <button type="button" @click=${context.cancel}>${say("cancel")}</button>
      <button class="primary" ?disabled=${busy}>${say("save")}</button>
    </div>
  </form>`;
};

/** What a form changes of its session. */
export const correctionOf = (form: HTMLFormElement, detail: SessionDetail): Correction => {
  const fields = new FormData(form);
  const given = (name: string) => {
    const value = fields.get(name);
    return typeof value === "string" ? value.trim() : undefined;
  };
  const [car, person, note] = [given("car"), given("person"), given("note")];
  return {
    ...(car !== undefined && car !== (detail.car_id ?? detail.car ?? "") && { car }),
    ...(person !== undefined && person !== personOf(detail) && { person }),
    ...(note !== undefined && note !== (detail.note ?? "") && { note }),
  };
};
