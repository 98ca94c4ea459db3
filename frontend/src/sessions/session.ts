/** A row of the ledger, as `plug_control.get_sessions` gives it; money and sources are null where they are not known. */
export interface Session {
  session_id: number;
  charge_point_id: string;
  charge_point_name: string | null;
  connector_id: number | null;
  connector_name?: string | null;
  id_tag: string | null;
  card_name: string | null;
  started_by_name?: string | null;
  started_at: string | null;
  stopped_at: string | null;
  energy_wh: number;
  energy_estimated: boolean;
  time_estimated: boolean;
  meter_start_wh: number | null;
  meter_stop_wh: number | null;
  peak_power_w: number | null;
  stop_reason: string | null;
  signed_values?: number;
  person?: string | null;
  car_id?: string | null;
  car?: string | null;
  note?: string | null;
  grid_wh?: number | null;
  solar_wh?: number | null;
  battery_wh?: number | null;
  cost?: number | null;
  currency?: string | null;
  price?: number | null;
  saved?: number | null;
  co2_g?: number | null;
  charging_s?: number | null;
  mean_power_w?: number | null;
  worth_estimated?: boolean;
  /** Which back ends heard of it; only administrators are told. */
  back_ends?: readonly Delivery[];
}

/** How far a session is with a back end. */
export interface Delivery {
  back_end: string;
  state: "queued" | "started" | "delivered" | "set_aside" | "let_go";
  delivered_at: string | null;
  /** What the back end said against it (foreign text), or a key of why we set it aside. */
  note: string | null;
}

/** Where energy came from, each in Wh; what is null is not known. */
export interface Sources {
  energy_wh?: number | null;
  grid_wh?: number | null;
  solar_wh?: number | null;
  battery_wh?: number | null;
}

/** Who charged: as the ledger says, else who started it in Home Assistant, the card's name, or its number. */
export const personOf = (session: Session): string =>
  session.person ?? session.started_by_name ?? session.card_name ?? session.id_tag ?? "";

export const totalWh = (sessions: readonly Session[]): number =>
  sessions.reduce((sum, session) => sum + session.energy_wh, 0);

export const durationS = (session: Session): number | undefined =>
  session.started_at && session.stopped_at
    ? (Date.parse(session.stopped_at) - Date.parse(session.started_at)) / 1000
    : undefined;

/** The energy whose source is known, Wh. */
export const knownWh = (from: Sources): number =>
  (from.grid_wh ?? 0) + (from.solar_wh ?? 0) + (from.battery_wh ?? 0);

/** How much of the energy whose source is known came from the sun, 0–1; undefined where that is less than half of all. */
export const sunShare = (from: Sources): number | undefined => {
  const known = knownWh(from);
  if (typeof from.solar_wh !== "number" || known <= 0) return undefined;
  if (2 * known < (from.energy_wh ?? 0)) return undefined;
  return from.solar_wh / known;
};
