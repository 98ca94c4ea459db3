import type { Delivery, Session } from "./session";

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
  "back_ends",
];

/**
 * Before what a spreadsheet would take for a formula: where a text begins, and where it goes on after a separator that is
 * not this file's, since a spreadsheet whose language separates by semicolons does not see the quotes.
 */
const FORMULA =
  // eslint-disable-next-line no-control-regex
  /([;|\t\r\n\x0b\x0c\x85\u2028\u2029]|^)(?=[\s"\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/g;

/** A field of a CSV file; a text that a spreadsheet would run gets an apostrophe before it. */
export const field = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const raw = typeof value === "string" ? value : JSON.stringify(value);
  const text = raw.replace(FORMULA, "$1'");
  return /[",\r\n;|\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const lineOf = (values: readonly unknown[]) => `${values.map(field).join(",")}\r\n`;

/** The first line of a CSV file (RFC 4180) of sessions. */
export const HEAD = lineOf(COLUMNS);

/** How far a session is with each back end, and when that got its end. */
const reported = (deliveries: readonly Delivery[] = []) =>
  deliveries
    .map(({ back_end, state, delivered_at }) =>
      `${back_end}: ${state} ${delivered_at ?? ""}`.trim(),
    )
    .join("; ");

const valueOf = (row: Session, name: keyof Session) =>
  name === "back_ends" ? reported(row.back_ends) : row[name];

/** Sessions as lines of a CSV file: every value as the ledger has it, to the last Wh. */
export const linesOf = (sessions: readonly Session[]): string =>
  sessions.map((row) => lineOf(COLUMNS.map((name) => valueOf(row, name)))).join("");
