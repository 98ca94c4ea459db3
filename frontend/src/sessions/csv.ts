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

/** The sessions as a CSV file (RFC 4180): every value as the ledger has it, to the last Wh. */
export const toCsv = (sessions: readonly Session[]): string =>
  [COLUMNS.join(","), ...sessions.map((row) => COLUMNS.map((name) => field(row[name])).join(","))]
    .map((line) => `${line}\r\n`)
    .join("");
