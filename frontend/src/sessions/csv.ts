import type { Session } from "./session";

const COLUMNS: readonly (keyof Session)[] = [
  "session_id",
  "charge_point_id",
  "charge_point_name",
  "connector_id",
  "id_tag",
  "card_name",
  "started_by_name",
  "started_at",
  "stopped_at",
  "energy_wh",
  "energy_estimated",
  "time_estimated",
  "meter_start_wh",
  "meter_stop_wh",
  "peak_power_w",
  "stop_reason",
  "person",
  "car",
  "note",
  "grid_wh",
  "solar_wh",
  "battery_wh",
  "cost",
  "currency",
  "price",
  "saved",
  "co2_g",
  "charging_s",
  "mean_power_w",
  "worth_estimated",
];

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A field of a CSV file; a text that a spreadsheet would run gets an apostrophe before it. */
export const field = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const raw = typeof value === "string" ? value : JSON.stringify(value);
  const text = FORMULA.test(raw) ? `'${raw}` : raw;
  return /[",\r\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const lineOf = (values: readonly unknown[]) => `${values.map(field).join(",")}\r\n`;

/** The first line of a CSV file (RFC 4180) of sessions. */
export const HEAD = lineOf(COLUMNS);

/** Sessions as lines of a CSV file: every value as the ledger has it, to the last Wh. */
export const linesOf = (sessions: readonly Session[]): string =>
  sessions.map((row) => lineOf(COLUMNS.map((name) => row[name]))).join("");
