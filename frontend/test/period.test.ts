import { describe, expect, it } from "vitest";

import { Format } from "../src/format";
import {
  bucketOf,
  dayAfter,
  houseFormat,
  keyOf,
  keysOf,
  momentsOf,
  spanOf,
  stepped,
} from "../src/sessions/period";
import { home } from "./home";

const berlin = new Format({ language: "en-GB" }, "Europe/Berlin");
const days = (span: { first: string; last: string }) => [span.first, span.last];

describe("the periods of the sessions card", () => {
  it("begin and end on the days that people mean", () => {
    expect(days(spanOf("last", "2026-03-01", 30))).toEqual(["2026-01-30", "2026-03-01"]);
    expect(days(spanOf("day", "2026-03-15"))).toEqual(["2026-03-15", "2026-03-15"]);
    expect(days(spanOf("month", "2028-02-15"))).toEqual(["2028-02-01", "2028-02-29"]);
    expect(days(spanOf("year", "2026-03-15"))).toEqual(["2026-01-01", "2026-12-31"]);
    expect(days(spanOf("all", "2026-03-15"))).toEqual(["", ""]);
  });

  it("keep the days that somebody chose, and begin with today where nobody did", () => {
    const month = spanOf("month", "2026-03-15");
    expect(days(spanOf("own", "2026-11-30", 30, month))).toEqual(["2026-03-01", "2026-03-31"]);
    const all = spanOf("all", "2026-03-15");
    expect(days(spanOf("own", "2026-11-30", 30, all))).toEqual(["2026-11-30", "2026-11-30"]);
    expect(days(spanOf("own", "2026-11-30"))).toEqual(["2026-11-30", "2026-11-30"]);
  });

  it("go back and forth by whole days, months and years", () => {
    expect(days(stepped(spanOf("day", "2026-03-01"), -1))).toEqual(["2026-02-28", "2026-02-28"]);
    expect(days(stepped(spanOf("month", "2026-01-31"), -1))).toEqual(["2025-12-01", "2025-12-31"]);
    expect(days(stepped(spanOf("month", "2026-01-31"), 1))).toEqual(["2026-02-01", "2026-02-28"]);
    expect(days(stepped(spanOf("year", "2026-06-01"), 1))).toEqual(["2027-01-01", "2027-12-31"]);
    const own = spanOf("own", "2026-11-30");
    expect(stepped(own, 1)).toBe(own);
  });

  it("are days of the calendar where the clocks change", () => {
    expect(dayAfter("2026-03-29")).toBe("2026-03-30");
    expect(dayAfter("2026-10-25")).toBe("2026-10-26");
    expect(dayAfter("2026-03-01", -1)).toBe("2026-02-28");
  });

  it("are asked for from the house's first midnight to the one after the last day", () => {
    expect(momentsOf(spanOf("day", "2026-03-29"), berlin)).toEqual({
      start: "2026-03-28T23:00:00.000Z",
      end: "2026-03-29T22:00:00.000Z",
    });
    expect(momentsOf(spanOf("month", "2026-10-05"), berlin)).toEqual({
      start: "2026-09-30T22:00:00.000Z",
      end: "2026-10-31T23:00:00.000Z",
    });
    expect(momentsOf(spanOf("all", "2026-10-05"), berlin)).toEqual({});
  });

  it("are the house's, also for somebody whose profile has the browser's time zone", () => {
    const hass = home();
    hass.config = { time_zone: "Pacific/Auckland" };
    hass.locale = { language: "en", time_zone: "local" };
    expect(houseFormat(hass).timeZone).toBe("Pacific/Auckland");
  });
});

describe("the bars of a period", () => {
  it("are hours of a day, days of a month, months of a year, years of a long time", () => {
    expect(bucketOf("2026-11-30", "2026-11-30")).toBe("hour");
    expect(bucketOf("2026-11-01", "2026-11-30")).toBe("day");
    expect(bucketOf("2026-01-01", "2026-12-31")).toBe("month");
    expect(bucketOf("2023-01-01", "2026-12-31")).toBe("month");
    expect(bucketOf("2016-01-01", "2026-12-31")).toBe("year");
  });

  it("are all there, also those without a session", () => {
    expect(keysOf("2026-02-27", "2026-03-02", "day", berlin)).toEqual([
      "2026-02-27",
      "2026-02-28",
      "2026-03-01",
      "2026-03-02",
    ]);
    expect(keysOf("2025-11-15", "2026-02-10", "month", berlin)).toEqual([
      "2025-11",
      "2025-12",
      "2026-01",
      "2026-02",
    ]);
    expect(keysOf("2024-05-01", "2026-01-01", "year", berlin)).toEqual(["2024", "2025", "2026"]);
  });

  it("are 23, 24 or 25 hours of a day, each with its own rows", () => {
    const hours = (day: string) => keysOf(day, day, "hour", berlin);
    expect(hours("2026-11-30")).toHaveLength(24);
    expect(hours("2026-03-29")).toHaveLength(23);
    const autumn = hours("2026-10-25");
    expect(autumn).toHaveLength(25);
    const summer = keyOf("2026-10-25T02:00:00+02:00", "hour");
    const winter = keyOf("2026-10-25T02:00:00+01:00", "hour");
    expect([autumn.indexOf(summer), autumn.indexOf(winter)]).toEqual([2, 3]);
  });

  it("are found by the beginning of a row's period", () => {
    expect(keyOf("2026-11-30T00:00:00+01:00", "day")).toBe("2026-11-30");
    expect(keyOf("2026-11", "month")).toBe("2026-11");
    expect(keyOf("2026-11-01", "year")).toBe("2026");
  });
});
