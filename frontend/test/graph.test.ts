import { describe, expect, it } from "vitest";

import { allowedPath, areaPath, hoursOf, pointsOf } from "../src/card/graph";
import { Format } from "../src/format";

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

  it("draws what the charger allows as steps, cut at both edges", () => {
    const period = (start: number, end: number, powerW: number) => ({
      start: new Date(start * HOUR),
      end: new Date(end * HOUR),
      currentA: 16,
      powerW,
    });
    const periods = [period(-2, -1, 9), period(-1, 2, 1000), period(2, 9, 5000)];
    expect(allowedPath(periods, 0, 4 * HOUR, 2000)).toBe("M0.0,36.0H160.0L160.0,0.0H320.0");
    expect(allowedPath([], 0, HOUR, 2000)).toBe("");
  });

  it("has full hours under it, no more than fit, by the profile's clock", () => {
    const zone = new Format({ language: "en", time_zone: "server" }, "Asia/Kolkata");
    expect(hoursOf(0, 4 * HOUR, new Format({ language: "en" }, "UTC"))).toEqual(
      [0, 1, 2, 3, 4].map((hour) => hour * HOUR),
    );
    const day = hoursOf(0, 32 * HOUR, new Format({ language: "en" }, "UTC"));
    expect(day.map((at) => at / HOUR)).toEqual([0, 6, 12, 18, 24, 30]);
    expect(hoursOf(0, 32 * HOUR, zone).length).toBeGreaterThan(3);
  });
});
