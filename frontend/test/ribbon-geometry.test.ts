import { describe, expect, it } from "vitest";

import { Format } from "../src/format";
import { ribbonOf } from "../src/ribbon/data";
import {
  areaOf,
  atOf,
  HOUR_MS,
  mostKwhOf,
  nextTimeOf,
  priceBarsOf,
  pullRangeOf,
  shareOf,
  snap,
  spanOf,
  stepAt,
  timeOfDayOf,
  topOf,
} from "../src/ribbon/geometry";
import { OneAtATime, previewOf } from "../src/ribbon/preview";
import { answer, NOW } from "./ribbon-data";

const utc = new Format({ language: "en" }, "UTC");
const zurich = new Format({ language: "en", time_zone: "server" }, "Europe/Zurich");
const span = { from: 0, to: 10 * HOUR_MS };

describe("the span of the ribbon", () => {
  it("is 24 hours, with most of them ahead", () => {
    const { from, to } = spanOf(NOW, undefined);
    expect(to - from).toBe(24 * HOUR_MS);
    expect((to - NOW) / HOUR_MS).toBeGreaterThanOrEqual(13);
    expect(to % (15 * 60_000)).toBe(0);
  });

  it("reaches to a deadline in it, and leaves one that is too far", () => {
    expect(spanOf(NOW, NOW + 17 * HOUR_MS).to).toBeGreaterThan(NOW + 18 * HOUR_MS);
    expect(spanOf(NOW, NOW + 60 * HOUR_MS)).toEqual(spanOf(NOW, undefined));
  });

  it("is moved by whole hours", () => {
    const shifted = spanOf(NOW, undefined, -6 * HOUR_MS);
    expect(shifted.to).toBe(spanOf(NOW, undefined).to - 6 * HOUR_MS);
  });
});

describe("places on the ribbon", () => {
  it("are shares of its width, and back, never beyond its edges", () => {
    expect(shareOf(5 * HOUR_MS, span)).toBe(0.5);
    expect([shareOf(-1, span), shareOf(99 * HOUR_MS, span)]).toEqual([0, 1]);
    expect(atOf(0.25, span)).toBe(2.5 * HOUR_MS);
    expect(atOf(7, span)).toBe(span.to);
  });

  it("snap to quarters of an hour", () => {
    expect(snap(HOUR_MS + 7 * 60_000)).toBe(HOUR_MS);
    expect(snap(HOUR_MS + 8 * 60_000)).toBe(1.25 * HOUR_MS);
  });

  it("are drawn as one area for steps that touch, and as more for others", () => {
    const step = (from: number, to: number, powerW: number) => ({
      from: from * HOUR_MS,
      to: to * HOUR_MS,
      powerW,
    });
    expect(areaOf([step(-1, 1, 1000), step(1, 2, 2000), step(5, 6, 500)], span, 2000)).toBe(
      "M0.0,100V50.0H100.0V0.0H200.0V100ZM500.0,100V75.0H600.0V100Z",
    );
    expect(areaOf([step(-3, -1, 1000), step(2, 3, 0), step(11, 12, 9)], span, 2000)).toBe("");
    expect(areaOf([], span, 2000)).toBe("");
  });

  it("keep a round scale", () => {
    expect([topOf([]), topOf([3100]), topOf([9100])]).toEqual([2000, 4000, 10_000]);
  });

  it("tell how dear a price is among those that are seen", () => {
    const price = (hour: number, value: number) => ({
      start: new Date(hour * HOUR_MS),
      end: new Date((hour + 1) * HOUR_MS),
      price: value,
    });
    const bars = priceBarsOf([price(-2, 9), price(0, -0.1), price(1, 0.3), price(2, 0.1)], span);
    expect(bars.map((bar) => bar.dear)).toEqual([0, 1, 0.5]);
    expect(bars[1]).toMatchObject({ x: 100, width: 100 });
    expect(priceBarsOf([price(0, 0.3)], span)[0]?.dear).toBe(0.5);
  });

  it("find the step of a moment", () => {
    const steps = [
      { from: 0, to: 5 },
      { from: 5, to: 9 },
    ];
    expect([stepAt(steps, 5), stepAt(steps, 9)]).toEqual([steps[1], undefined]);
  });

  it("have room for a larger target", () => {
    expect([mostKwhOf(10, 200), mostKwhOf(40, 200), mostKwhOf(190, 200)]).toEqual([40, 60, 200]);
  });
});

describe("how far a deadline can be pulled", () => {
  const seen = spanOf(NOW, undefined);

  it("is from soon to the edge of what is seen", () => {
    const range = pullRangeOf(NOW, NOW + 5 * HOUR_MS, "once", seen, utc);
    expect(range?.from).toBe(Date.parse("2026-06-14T13:30:00Z"));
    expect(range?.to).toBe(seen.to);
  });

  it("is less than a day ahead: a time of day does not say which day", () => {
    const shifted = spanOf(NOW, undefined, 24 * HOUR_MS);
    const range = pullRangeOf(NOW, NOW + 15 * HOUR_MS, "daily", shifted, utc);
    expect(range?.to).toBe(Date.parse("2026-06-15T12:45:00Z"));
  });

  it("stays on its day where it repeats on some days of the week", () => {
    const readyAt = Date.parse("2026-06-14T20:00:00Z");
    const range = pullRangeOf(NOW, readyAt, "weekend", seen, zurich);
    expect(range?.to).toBe(Date.parse("2026-06-14T21:45:00Z"));
    const monday = Date.parse("2026-06-15T02:00:00Z");
    expect(pullRangeOf(NOW, monday, "monday", seen, zurich)?.from).toBe(
      Date.parse("2026-06-14T22:00:00Z"),
    );
  });

  it("is nothing in the past", () => {
    const past = spanOf(NOW, undefined, -48 * HOUR_MS);
    expect(pullRangeOf(NOW, NOW + HOUR_MS, "once", past, utc)).toBeUndefined();
  });
});

describe("times of day", () => {
  it("are those of the house", () => {
    expect(timeOfDayOf(Date.parse("2026-06-14T04:30:00Z"), zurich)).toBe("06:30:00");
  });

  it("come next today or tomorrow", () => {
    expect(nextTimeOf("14:00:00", NOW, utc)).toBe(Date.parse("2026-06-14T14:00:00Z"));
    expect(nextTimeOf("07:00:00", NOW, utc)).toBe(Date.parse("2026-06-15T07:00:00Z"));
    expect(nextTimeOf("07:00:00", NOW, zurich)).toBe(Date.parse("2026-06-15T05:00:00Z"));
    expect(nextTimeOf("unknown", NOW, utc)).toBeUndefined();
  });

  it.each([
    ["2026-03-28T20:00:00Z", "07:00:00", "2026-03-29T05:00:00Z"],
    ["2026-10-24T20:00:00Z", "07:00:00", "2026-10-25T06:00:00Z"],
    ["2026-10-24T20:00:00Z", "23:30:00", "2026-10-24T21:30:00Z"],
  ])("after %s %s is at %s, also when the clocks change", (now, time, expected) => {
    expect(nextTimeOf(time, Date.parse(now), zurich)).toBe(Date.parse(expected));
  });
});

describe("what the integration answers", () => {
  it("is read", () => {
    const ribbon = ribbonOf(answer());
    expect(ribbon.changes.map((change) => change.limitA)).toEqual([undefined, 0, 16]);
    expect(ribbon.planned).toHaveLength(1);
    expect(ribbon.wish).toMatchObject({ plan: true, energyKwh: 12, socPercent: undefined });
    expect(ribbon.sun[0]?.to).toBe((ribbon.sun[0]?.from ?? 0) + 300_000);
  });

  it.each([
    undefined,
    null,
    "text",
    {
      power: "x",
      sun: [5, [1], ["a", 2]],
      forecast: [{ start: 1 }],
      prices: [{ start: "2026-06-14T12:00Z", end: "2026-06-14T13:00Z", price: "x" }],
      changes: [{ at: "never" }, 7],
      plan: 5,
      wish: [],
      sun_kind: "moon",
    },
  ])("costs only what cannot be read of it: %j", (told) => {
    const ribbon = ribbonOf(told);
    const { power, sun, forecast, prices, changes, planned } = ribbon;
    expect([power, sun, forecast, prices, changes, planned]).toEqual([[], [], [], [], [], []]);
    expect([ribbon.readyAt, ribbon.sunKind, ribbon.wish.plan]).toEqual([
      undefined,
      undefined,
      false,
    ]);
  });
});

describe("a preview", () => {
  it("is read; what is none is none", () => {
    expect(previewOf(undefined)).toBeUndefined();
    expect(previewOf({ ready_at: "never", energy_kwh: 3 })).toBeUndefined();
    expect(
      previewOf({ ready_at: "2026-06-15T06:00:00Z", energy_kwh: 3, displaces: [{ name: 5 }, {}] }),
    ).toMatchObject({
      energyKwh: 3,
      cost: undefined,
      windows: [],
      displaces: [{ name: "", laterMin: 0 }, { name: "" }],
    });
  });

  it("is asked for one at a time, the last one next, and not told once it is left", async () => {
    const asked: number[] = [];
    const told: (string | undefined)[] = [];
    const answers: ((answer: string) => void)[] = [];
    const previews = new OneAtATime<number, string>(
      (question) => {
        asked.push(question);
        return question === 9
          ? Promise.reject(new Error("unknown_command"))
          : new Promise((resolve) => answers.push(resolve));
      },
      (text) => told.push(text),
    );
    for (const question of [1, 2, 3]) previews.ask(question);
    expect(asked).toEqual([1]);
    answers.shift()?.("one");
    await Promise.resolve().then(() => undefined);
    await new Promise((resolve) => setTimeout(resolve));
    expect([asked, told]).toEqual([[1, 3], ["one"]]);
    previews.stop();
    answers.shift()?.("three");
    await new Promise((resolve) => setTimeout(resolve));
    expect(told).toEqual(["one"]);
    previews.ask(9);
    await new Promise((resolve) => setTimeout(resolve));
    expect(told).toEqual(["one", undefined]);
  });
});
