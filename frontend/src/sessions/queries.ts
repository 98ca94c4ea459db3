/** What the sessions card asks the integration for. */

import { ask } from "../ha/act";
import { PLATFORM } from "../ha/connectors";
import type { HomeAssistant } from "../ha/types";
import type { Session } from "./session";
import type { TotalRow } from "./stack";

/** So many rows `get_sessions` gives at once at most. */
export const MOST_ROWS = 5000;

export interface Filter {
  device_id?: string;
  person?: string;
  car_id?: string;
  start?: string;
  end?: string;
}

export interface Page {
  sessions: Session[];
  total_count: number;
  totals: { energy_wh: number };
  only_own?: boolean;
}

/** A quarter of an hour or an hour of a session. */
export interface Slot {
  start: string;
  energy_wh: number;
  grid_wh: number | null;
  solar_wh: number | null;
  battery_wh: number | null;
  price: number | null;
  estimated: boolean;
}

export interface SessionDetail extends Session {
  slots?: readonly Slot[];
  plan?: { energy_wh: number | null; ready_by: string | null } | null;
  why_ended?: string | null;
  anonymised?: boolean;
  /** Whether the one who asks may correct its car, person and note. */
  may_correct?: boolean;
}

export const pageOf = (
  hass: HomeAssistant,
  filter: Filter,
  page: { limit: number; offset: number },
): Promise<Page> => ask<Page>(hass, "get_sessions", { ...filter, ...page, newest_first: true });

export interface Totals {
  totals: TotalRow[];
  only_own?: boolean;
}

/** The sums of a stretch of time, by period and group. */
export const totalsOf = (
  hass: HomeAssistant,
  filter: Filter,
  period: "hour" | "day" | "month" | "year" | "all",
  by: "person" | "car" | "connector" | "none",
): Promise<Totals> => ask<Totals>(hass, "get_session_totals", { ...filter, period, by });

/** A session for an action; its charge point is named as long as there is one, since two entries may use the same numbers. */
export const namedBy = (hass: HomeAssistant, session: Session): Record<string, unknown> => {
  const { charge_point_id, session_id } = session;
  const isThere = Object.values(hass.devices).some((device) =>
    device?.identifiers?.some(([kind, id]) => kind === PLATFORM && id === charge_point_id),
  );
  return isThere ? { charge_point_id, session_id } : { session_id };
};

export const detailOf = async (hass: HomeAssistant, session: Session): Promise<SessionDetail> => {
  const named = namedBy(hass, session);
  return (await ask<{ session: SessionDetail }>(hass, "get_session", named)).session;
};

/** What a person may correct of a session; what is not named stays. */
export interface Correction {
  car?: string;
  person?: string;
  note?: string;
}

export const correct = (hass: HomeAssistant, session: Session, correction: Correction) =>
  ask(hass, "correct_session", { ...namedBy(hass, session), ...correction });

/** All sessions that a filter leaves, page by page; one that a new session moves to the next page comes once. */
export async function* allOf(hass: HomeAssistant, filter: Filter): AsyncGenerator<Session[]> {
  const seen = new Set<string>();
  for (let offset = 0; ;) {
    const page = await pageOf(hass, filter, { limit: MOST_ROWS, offset });
    const fresh = page.sessions.filter((row) => {
      const id = `${row.charge_point_id}/${row.session_id}`;
      return !seen.has(id) && seen.add(id);
    });
    yield fresh;
    offset += page.sessions.length;
    if (!page.sessions.length || offset >= page.total_count) return;
  }
}
