import { describe, expect, it } from "vitest";

import { areaPath, endOf, pointsOf } from "../src/card/graph";

const HOUR = 3_600_000;

describe("the graph", () => {
  it("takes what is no number for no power", () => {
    expect(
      pointsOf(
        [
          { s: "7.4", lu: 1 },
          { s: "unavailable", lu: 2 },
          { s: "", lu: 3 },
        ],
        1000,
      ),
    ).toEqual([
      { at: 1000, powerW: 7400 },
      { at: 2000, powerW: 0 },
      { at: 3000, powerW: 0 },
    ]);
  });

  it("draws a power from when it began until it changed, cut at the left edge", () => {
    const points = [
      { at: -HOUR, powerW: 1000 },
      { at: HOUR, powerW: 2000 },
    ];
    expect(areaPath(points, 0, 4 * HOUR, 2 * HOUR, 2000)).toBe("M0.0,72V36.0H80.0V0.0H160.0V72Z");
  });

  it("draws nothing of what ended before, and nothing of nothing", () => {
    const points = [
      { at: -3 * HOUR, powerW: 1000 },
      { at: -2 * HOUR, powerW: 0 },
    ];
    expect(areaPath(points, 0, HOUR, HOUR, 2000)).toBe("M0.0,72V72.0H320.0V72Z");
    expect(areaPath([], 0, HOUR, HOUR, 2000)).toBe("");
  });

  it("reaches to the plan's end, a day ahead at most", () => {
    const window = (end: number) => ({
      start: new Date(0),
      end: new Date(end),
      currentA: 16,
      solar: false,
    });
    expect(endOf([], 5 * HOUR)).toBe(5 * HOUR);
    expect(endOf([window(9 * HOUR)], 5 * HOUR)).toBe(9 * HOUR);
    expect(endOf([window(5.5 * HOUR)], 5 * HOUR)).toBe(6 * HOUR);
    expect(endOf([window(99 * HOUR)], 5 * HOUR)).toBe(29 * HOUR);
    expect(endOf([window(4 * HOUR)], 5 * HOUR)).toBe(5 * HOUR);
  });
});
