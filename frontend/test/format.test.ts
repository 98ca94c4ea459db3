import { describe, expect, it } from "vitest";

import { Format, formatDuration, formatWait } from "../src/format";
import type { Locale } from "../src/ha/types";

const MOMENT = new Date("2026-11-05T21:07:00Z");

const written = (locale: Partial<Locale>, zone = "UTC") =>
  new Format({ language: "en", time_zone: "server", ...locale }, zone);

describe("what the user's profile says", () => {
  it.each([
    [{}, "9:07 PM"],
    [{ time_format: "24" }, "21:07"],
    [{ language: "de" }, "21:07"],
    [{ language: "de", time_format: "12" }, "9:07 PM"],
    [{ language: "en-GB" }, "21:07"],
  ])("times: %o", (locale, text) => {
    expect(written(locale).time(MOMENT).replaceAll(/\s/g, " ")).toBe(text);
  });

  it.each([
    [{}, "11/5/2026"],
    [{ date_format: "DMY" }, "5/11/2026"],
    [{ date_format: "YMD" }, "2026/11/5"],
    [{ language: "de" }, "5.11.2026"],
    [{ language: "de", date_format: "MDY" }, "11.5.2026"],
  ])("dates: %o", (locale, text) => {
    expect(written(locale).date(MOMENT)).toBe(text);
  });

  it.each([
    [{}, "1,234.5"],
    [{ language: "de" }, "1.234,5"],
    [{ number_format: "decimal_comma" }, "1.234,5"],
    [{ language: "de", number_format: "comma_decimal" }, "1,234.5"],
    [{ number_format: "quote_decimal" }, "1'234.5"],
    [{ number_format: "none" }, "1234.5"],
  ])("numbers: %o", (locale, text) => {
    expect(written(locale).number(1234.5, 1).replace("’", "'")).toBe(text);
  });

  it("the time zone: the server's or the browser's own", () => {
    expect(written({ time_format: "24" }, "Europe/Zurich").time(MOMENT)).toBe("22:07");
    expect(written({ time_zone: "local" }, "Europe/Zurich").timeZone).toBe(
      new Intl.DateTimeFormat().resolvedOptions().timeZone,
    );
  });

  it("times of day have no zone", () => {
    expect(written({ time_format: "24" }, "Asia/Tokyo").timeOfDay("06:30:00")).toBe("06:30");
    expect(written({}).timeOfDay("unknown")).toBe("");
  });

  it("days begin at midnight in the zone, also where the clocks change", () => {
    const zurich = written({}, "Europe/Zurich");
    expect(zurich.midnight("2026-10-25").toISOString()).toBe("2026-10-24T22:00:00.000Z");
    expect(zurich.midnight("2026-10-26").toISOString()).toBe("2026-10-25T23:00:00.000Z");
    expect(zurich.midnight("2026-03-29").toISOString()).toBe("2026-03-28T23:00:00.000Z");
    expect(zurich.dayOf(new Date("2026-10-25T23:00:00Z"))).toBe("2026-10-26");
    expect(written({}).dayAndMonth("2026-11-05")).toBe("11/5");
  });

  it("a time a day away has its day of the week, and a span those that it needs", () => {
    const format = written({ time_format: "24" });
    const at = (hours: number) => new Date(MOMENT.getTime() + hours * 3_600_000);
    expect(format.span(at(2), at(5), MOMENT)).toBe("23:07–02:07");
    expect(format.span(at(26), at(30), MOMENT)).toBe("Fri 23:07–03:07");
    expect(format.span(at(2), at(30), MOMENT)).toBe("23:07–Sat 03:07");
    expect(format.span(at(-40), at(2), MOMENT)).toBe("05:07–23:07");
  });
});

describe("quantities", () => {
  it("are written as exactly as is worth reading", () => {
    const format = written({ language: "de" });
    expect([0, -126, 850, 996].map((powerW) => format.power(powerW))).toEqual([
      "0 kW",
      "-0,13 kW",
      "0,85 kW",
      "1,0 kW",
    ]);
    expect(format.power(7400)).toBe("7,4 kW");
    expect(format.energy(12_345)).toBe("12,35 kWh");
    expect(format.energy(123_456)).toBe("123,5 kWh");
    expect(format.price(0.1234, "EUR/kWh")).toBe("0,123 EUR/kWh");
    expect(format.price(12.5)).toBe("12,50");
    expect([formatDuration(125), formatDuration(7500)]).toEqual(["2 min", "2 h 05 min"]);
    expect([formatWait(60), formatWait(180), formatWait(7500)]).toEqual([
      "60 s",
      "3 min",
      "2 h 05 min",
    ]);
  });
});

describe("money, shares, masses and months", () => {
  const format = (locale: object) => new Format({ language: "en", ...locale }, "UTC");
  const plain = (text: string) => text.replaceAll(/\s/g, " ");

  it("are written as the profile has numbers written", () => {
    expect(plain(format({ language: "de" }).money(1234.5, "EUR"))).toBe("1.234,50 €");
    expect(plain(format({ number_format: "decimal_comma" }).money(1.92, "EUR"))).toBe("1,92 €");
    expect(plain(format({ language: "de" }).percent(0.873))).toBe("87 %");
    expect(format({}).money(0.1684, "EUR", 3)).toBe("€0.168");
    expect(format({}).money(-0.5, "JPY")).toBe("-¥1");
  });

  it("are numbers with a name where the currency is none", () => {
    expect(format({}).money(1.5, "shells")).toBe("1.50 shells");
    expect(format({}).money(1.5, "")).toBe("1.50");
  });

  it("have the unit of their size", () => {
    expect(format({}).mass(961.4)).toBe("961 g");
    expect(format({}).mass(1600)).toBe("1.6 kg");
    expect(format({}).mass(1_290_400)).toBe("1,290 kg");
  });

  it("have the names of the reader's language", () => {
    expect(format({ language: "de" }).month("2026-03")).toBe("März 2026");
    expect(format({}).month("2026-03", "short")).toBe("Mar");
    expect(format({ date_format: "YMD" }).weekday("2026-11-30")).toBe("Mon, 2026/11/30");
  });
});
