import type { TotalRow } from "../src/sessions/stack";

/** The sums of a day in which Anna charged 10 kWh, 6 of them from the sun. */
export const totals = (changes: Partial<TotalRow> = {}): TotalRow => {
  const row = { ...TOTALS, ...changes };
  const cost = row.currency && row.cost !== null ? { [row.currency]: row.cost } : {};
  return { ...row, cost_by_currency: changes.cost_by_currency ?? cost };
};

const TOTALS = {
  period: "2026-11-20",
  key: "Anna",
  name: "Anna",
  sessions: 1,
  energy_wh: 10_000,
  grid_wh: 4000,
  solar_wh: 6000,
  battery_wh: 0,
  cost: 1.68,
  saved: 1.2,
  co2_g: 1600,
  currency: "EUR",
  without_cost: 0,
  without_co2: 0,
  estimated: false,
};

/** The sums of energy that came from nobody knows where, without a price. */
export const unknownTotals = (changes: Partial<TotalRow> = {}): TotalRow =>
  totals({
    ...{ grid_wh: null, solar_wh: null, battery_wh: null },
    ...{ cost: null, saved: null, co2_g: null, currency: null },
    without_cost: 1,
    without_co2: 1,
    ...changes,
  });
