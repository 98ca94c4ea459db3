import { describe, expect, it } from "vitest";

import { REST_COLOR, SERIES_COLORS, SOURCE_COLORS } from "../src/sessions/palette";
import {
  bySource,
  currenciesOf,
  inCurrency,
  rowsOf,
  seriesOf,
  stacksOf,
  sumsOf,
  ticksOf,
} from "../src/sessions/stack";
import { totals, unknownTotals } from "./totals";

const COLORS = ["#1", "#2", "#3"];
const KEYS = ["2026-11-19", "2026-11-20"];

describe("sums", () => {
  it("know what one row knows, and stay unknown where none does", () => {
    const sums = sumsOf([totals(), unknownTotals({ energy_wh: 500, estimated: true })]);
    expect(sums).toMatchObject({ sessions: 2, energy_wh: 10_500, cost: 1.68, estimated: true });
    expect(sumsOf([unknownTotals()])).toMatchObject({ cost: null, solar_wh: null, co2_g: null });
  });

  it("tell currencies, that of the most sessions first; a row without money has none", () => {
    const rows = [totals(), totals({ currency: "CHF", sessions: 5 }), unknownTotals()];
    expect(currenciesOf(rows)).toEqual(["CHF", "EUR"]);
    expect(currenciesOf([unknownTotals({ currency: "EUR" })])).toEqual([]);
  });

  it("have the money of one currency, of a row with several, too", () => {
    const both = totals({
      ...{ key: "Ben", cost: null, saved: null, currency: null },
      cost_by_currency: { CHF: 2, EUR: 1 },
    });
    const rows = [totals({ cost: 2 }), both, totals({ currency: "CHF" }), unknownTotals()];
    expect(currenciesOf(rows)).toEqual(["EUR", "CHF"]);
    expect(sumsOf(inCurrency(rows, "EUR"))).toMatchObject({ cost: 3, saved: 1.2 });
    expect(inCurrency(rows, undefined)).toEqual([]);
  });
});

describe("series", () => {
  it("are the groups with the most energy; what has no colour of its own is the rest", () => {
    const rows = ["a", "b", "c", "d"].map((key, index) =>
      totals({ key, name: key.toUpperCase(), energy_wh: 1000 * (index + 1) }),
    );
    const series = seriesOf(rows, COLORS, "grey");
    expect(series.map(({ name, color }) => [name, color])).toEqual([
      ["D", "#1"],
      ["C", "#2"],
      [undefined, "grey"],
    ]);
    const rest = series.at(-1);
    if (!rest) throw new Error("no rest");
    expect(rowsOf(rows, rest, series).map(({ key }) => key)).toEqual(["a", "b"]);
    expect(seriesOf(rows.slice(0, 3), COLORS, "grey").map(({ name }) => name)).toEqual([
      ...["C", "B", "A"],
    ]);
  });

  it("have one for sessions that are nobody's", () => {
    const series = seriesOf([totals({ key: null, name: null })], COLORS, "grey");
    expect(series).toEqual([{ key: "", name: "", color: "#1" }]);
  });
});

describe("stacks", () => {
  const stack = (rows: ReturnType<typeof totals>[], measure: "energy" | "cost" | "sun") =>
    stacksOf(rows, KEYS, "day", seriesOf(rows, COLORS, "grey"), measure);

  it("lie on each other in the order of the series, and have no parts without sessions", () => {
    const [empty, bar] = stack([totals({ key: "Ben", energy_wh: 3000 }), totals()], "energy");
    expect(empty).toMatchObject({ segments: [], value: undefined });
    expect(bar?.value).toBe(13_000);
    expect(bar?.segments.map(({ from, to }) => [from, to])).toEqual([
      [0, 10_000],
      [10_000, 13_000],
    ]);
  });

  it("go below zero where the price was negative", () => {
    const rows = [totals({ cost: 3 }), totals({ key: "Ben", energy_wh: 1, cost: -1.5 })];
    const [, bar] = stack(rows, "cost");
    expect(bar?.segments.map(({ from, to }) => [from, to])).toEqual([
      [0, 3],
      [0, -1.5],
    ]);
    expect(bar?.value).toBe(1.5);
  });

  it("of the sun add up to the share of the whole bar", () => {
    const rows = [
      totals(),
      totals({ key: "Ben", energy_wh: 5000, solar_wh: 0, grid_wh: 5000 }),
      unknownTotals({ key: "Carla", energy_wh: 4000 }),
    ];
    const [, bar] = stack(rows, "sun");
    expect(bar?.value).toBeCloseTo(40, 9);
    expect(bar?.segments.map(({ series, to }) => [series.name, to])).toEqual([["Anna", 40]]);
  });

  it("have no value where nothing is known", () => {
    expect(stack([unknownTotals()], "cost")[1]).toMatchObject({ segments: [], value: undefined });
    expect(stack([unknownTotals()], "sun")[1]).toMatchObject({ segments: [], value: undefined });
  });

  it("are marked where a part is estimated, and only that part", () => {
    const [, bar] = stack([totals(), totals({ key: "Ben", estimated: true })], "energy");
    expect(bar?.estimated).toBe(true);
    expect(bar?.segments.map(({ estimated }) => estimated)).toEqual([false, true]);
  });

  it("of sources have what is missing as unknown", () => {
    const names = { solar: "Sun", battery: "Battery", grid: "Grid", unknown: "Unknown" };
    const rows = bySource(
      [totals({ energy_wh: 12_000 }), unknownTotals({ energy_wh: 700 })],
      names,
    );
    expect(rows.map(({ name, energy_wh }) => [name, energy_wh])).toEqual([
      ["Sun", 6000],
      ["Grid", 4000],
      ["Unknown", 2000],
      ["Unknown", 700],
    ]);
  });
});

describe("the lines of an axis", () => {
  it("are at round values, and hold all bars", () => {
    expect(ticksOf(0, 18.3)).toEqual([0, 5, 10, 15, 20]);
    expect(ticksOf(0, 0.9)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(ticksOf(-1.5, 3)).toEqual([-2, 0, 2, 4]);
    expect(ticksOf(0, 0)).toEqual([0, 1]);
    expect(ticksOf(0, 100).at(-1)).toBe(100);
  });
});

// ---- colours

type Rgb = readonly [number, number, number];

const linear = (hex: string): Rgb => {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
};

const luminance = (hex: string) => {
  const [red, green, blue] = linear(hex);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: string, other: string) => {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

/** What people see who lack a kind of cone (Machado, Oliveira and Fernandes 2009), on linear colours. */
const EYES: Readonly<Record<string, readonly Rgb[]>> = {
  all: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** A colour in CIELAB, in which distances are those that eyes see. */
const lab = (hex: string, eyes: readonly Rgb[]): Rgb => {
  const color = linear(hex);
  const seen = eyes.map((row) =>
    Math.min(Math.max(row[0] * color[0] + row[1] * color[1] + row[2] * color[2], 0), 1),
  ) as unknown as Rgb;
  const [red, green, blue] = seen;
  const curve = (value: number) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const x = curve((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
  const y = curve(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
  const z = curve((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
};

const pairsOf = (colors: readonly string[]) =>
  colors.flatMap((one, index) => colors.slice(index + 1).map((other) => [one, other] as const));

describe.each([
  ["series", [...SERIES_COLORS, REST_COLOR]],
  ["sources", [...Object.values(SOURCE_COLORS), REST_COLOR]],
])("the colours of %s", (_, colors) => {
  it.each(["#ffffff", "#1c1c1c"])("stand out against a card of %s (WCAG 1.4.11)", (card) => {
    for (const color of colors) expect(contrast(color, card)).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.entries(EYES))("are told apart: %s", (_eyes, matrix) => {
    for (const [one, other] of pairsOf(colors)) {
      const [a, b] = [lab(one, matrix), lab(other, matrix)];
      const distance = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
      expect(distance, `${one} and ${other}`).toBeGreaterThan(15);
    }
  });
});
