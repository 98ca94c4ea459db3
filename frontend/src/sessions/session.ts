import type { Format } from "../format";

/** A row of the ledger, as `plug_control.get_sessions` gives it. */
export interface Session {
  session_id: number;
  charge_point_id: string;
  charge_point_name: string | null;
  connector_id: number | null;
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
}

/** Who charged: who started it in Home Assistant, the card's name, or else its number. */
export const personOf = (session: Session): string =>
  session.started_by_name ?? session.card_name ?? session.id_tag ?? "";

export const totalWh = (sessions: readonly Session[]): number =>
  sessions.reduce((sum, session) => sum + session.energy_wh, 0);

export interface Bar {
  label: string;
  energyWh: number;
}

/** The energy of each day from the first to the last with a session, by the day that it began. */
export const byDay = (sessions: readonly Session[], format: Format): Bar[] => {
  const energy = new Map<string, number>();
  for (const session of sessions) {
    const moment = session.started_at ?? session.stopped_at;
    if (!moment) continue;
    const day = format.dayOf(new Date(moment));
    energy.set(day, (energy.get(day) ?? 0) + session.energy_wh);
  }
  const days = [...energy.keys()].sort();
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return [];
  const bars: Bar[] = [];
  for (let day = new Date(`${first}T00:00Z`); ; day = new Date(day.getTime() + 86_400_000)) {
    const key = day.toISOString().slice(0, 10);
    bars.push({ label: format.dayAndMonth(key), energyWh: energy.get(key) ?? 0 });
    if (key >= last) return bars;
  }
};

export const durationS = (session: Session): number | undefined =>
  session.started_at && session.stopped_at
    ? (Date.parse(session.stopped_at) - Date.parse(session.started_at)) / 1000
    : undefined;
