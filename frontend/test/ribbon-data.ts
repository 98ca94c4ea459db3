/** A ribbon for tests: a sunny day, cheap at night, a plan by half past six. */

export const HOUR = 3_600_000;
/** Five past one in the afternoon. */
export const NOW = Date.parse("2026-06-14T13:05:00Z");

const iso = (at: number) => new Date(at).toISOString();

const fives = (from: number, to: number, powerW: (hour: number) => number): [number, number][] => {
  const points: [number, number][] = [];
  for (let at = from; at < to; at += 300_000) {
    points.push([
      at / 1000,
      powerW(new Date(at).getUTCHours() + new Date(at).getUTCMinutes() / 60),
    ]);
  }
  return points;
};

const sun = (hour: number) => Math.max(0, Math.round(6000 * Math.sin(((hour - 5) / 16) * Math.PI)));

/** The answer of `plug_control/ribbon`, with `more` instead of some of it. */
export const answer = (more: object = {}): Record<string, unknown> => ({
  start: iso(NOW - 9 * HOUR),
  end: iso(NOW + 15 * HOUR),
  now: iso(NOW),
  kept_since: iso(NOW - 168 * HOUR),
  power: fives(NOW - 4 * HOUR, NOW, (hour) => (hour > 11 ? 3900 : 0)),
  sun_kind: "solar",
  sun: fives(NOW - 9 * HOUR, NOW, sun),
  forecast: [...Array(15).keys()].map((hour) => {
    const start = NOW + hour * HOUR;
    return {
      start: iso(start),
      end: iso(start + HOUR),
      power_w: sun(new Date(start).getUTCHours()),
    };
  }),
  prices: [...Array(24).keys()].map((hour) => {
    const start = NOW - 9 * HOUR + hour * HOUR;
    return { start: iso(start), end: iso(start + HOUR), price: 0.2 + 0.01 * (hour % 12) };
  }),
  price_unit: "EUR/kWh",
  changes: [
    {
      at: iso(NOW - 12 * HOUR),
      code: "no_car",
      limit_a: null,
      phases: null,
      attributes: { code: "no_car" },
    },
    {
      at: iso(NOW - 3 * HOUR),
      code: "waiting_for_surplus",
      limit_a: 0,
      phases: null,
      attributes: { code: "waiting_for_surplus", power_w: 1400, wait_s: 60 },
    },
    {
      at: iso(NOW - 2 * HOUR),
      code: "solar",
      limit_a: 16,
      phases: 1,
      attributes: { code: "solar", power_w: 3900 },
    },
  ],
  full_power_w: 3680,
  wish: {
    plan: true,
    ready_by: "22:30:00",
    repeat: "once",
    energy_kwh: 12,
    soc_percent: null,
  },
  plan: {
    ready_at: "2026-06-14T22:30:00+00:00",
    energy_kwh: 9,
    shortfall_kwh: 0,
    cost: 1.2,
    windows: [
      {
        start: iso(NOW + 4 * HOUR),
        end: iso(NOW + 6 * HOUR),
        current_a: 16,
        price: 0.21,
        solar: false,
        assumed: false,
      },
    ],
  },
  ...more,
});
