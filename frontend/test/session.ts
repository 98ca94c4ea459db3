import type { Session } from "../src/sessions/session";

/** A session of 12.345 kWh. */
export const session = (changes: Partial<Session> = {}): Session => ({
  session_id: 1,
  charge_point_id: "CP1",
  charge_point_name: "Garage",
  connector_id: 1,
  id_tag: "04A1",
  card_name: "Anna",
  started_at: "2026-11-20T18:00:00+00:00",
  stopped_at: "2026-11-20T20:30:00+00:00",
  energy_wh: 12345,
  energy_estimated: false,
  time_estimated: false,
  meter_start_wh: 1000,
  meter_stop_wh: 13345,
  peak_power_w: 11000,
  stop_reason: "ev_disconnected",
  ...changes,
});

/** What the action answers: sessions, the newest first, of so many. */
export const answer = (sessions: Session[], count = sessions.length) => ({
  sessions,
  total_count: count,
  totals: { energy_wh: sessions.reduce((sum, each) => sum + each.energy_wh, 0) },
});
