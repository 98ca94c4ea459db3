import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";

import "../src/index";
import { PlugControlMonthCard } from "../src/cards/month";
import { PlugControlSessionsChart, type Bar } from "../src/sessions/chart";
import type { Series } from "../src/sessions/stack";
import { home, set, type Home } from "./home";
import { totals, unknownTotals } from "./totals";

beforeAll(() => customElements.whenDefined("plug-control-month-card"));

afterEach(() => {
  document.body.replaceChildren();
});

describe("plug-control-sessions-chart", () => {
  const anna: Series = { key: "Anna", name: "Anna", color: "#0072b2" };

  const bar = (key: string, value: number, estimated = false): Bar => ({
    key,
    label: key,
    name: `Day ${key}`,
    value,
    estimated,
    segments: value
      ? [
          { series: anna, from: 0, to: value / 2, sums: totals(), estimated },
          {
            series: { ...anna, name: "Ben" },
            from: value / 2,
            to: value,
            sums: totals(),
            estimated: false,
          },
        ]
      : [],
  });

  const draw = async (bars: Bar[]) => {
    const chart = new PlugControlSessionsChart();
    Object.assign(chart, {
      ...{ bars, heading: "Energy", estimated: "estimated", opens: true },
      ...{ whole: (one: Bar) => `${one.value ?? 0} kWh`, partly: () => "half" },
    });
    document.body.append(chart);
    await chart.updateComplete;
    return chart;
  };

  const groups = (chart: PlugControlSessionsChart) => [
    ...chart.renderRoot.querySelectorAll<SVGElement>("[data-index]"),
  ];

  const key = async (chart: PlugControlSessionsChart, name: string) => {
    const event = new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true });
    chart.renderRoot.querySelector("svg")?.dispatchEvent(event);
    await chart.updateComplete;
    return groups(chart).find((each) => each.getAttribute("tabindex") === "0");
  };

  it("tells each bar in words, and what of it is estimated", async () => {
    const chart = await draw([bar("1", 0), bar("2", 10, true)]);
    expect(groups(chart).map((each) => each.getAttribute("aria-label"))).toEqual([
      "Day 1: 0 kWh",
      "Day 2: 10 kWh (estimated): Anna half, Ben half",
    ]);
    expect(groups(chart)[1]?.querySelectorAll("[fill='url(#estimated)']")).toHaveLength(1);
    expect(chart.renderRoot.querySelector("svg")?.getAttribute("aria-label")).toBe("Energy");
  });

  it("is reached by one press of the tabulator, and walked by the arrow keys", async () => {
    const chart = await draw([bar("1", 0), bar("2", 10), bar("3", 0), bar("4", 5)]);
    const reached = groups(chart).map((each) => each.getAttribute("tabindex"));
    expect(reached).toEqual([null, "0", null, "-1"]);
    expect((await key(chart, "ArrowRight"))?.getAttribute("data-index")).toBe("3");
    expect((await key(chart, "ArrowRight"))?.getAttribute("data-index")).toBe("3");
    expect((await key(chart, "Home"))?.getAttribute("data-index")).toBe("1");
    const opened = vi.fn();
    chart.addEventListener("open-bar", (event) => {
      opened((event as CustomEvent<string>).detail);
    });
    await key(chart, "Enter");
    expect(opened).toHaveBeenCalledWith("2");
  });

  it("leaves room to read what a bar has, also where it is the only one", async () => {
    const chart = await draw([bar("1", 10)]);
    groups(chart)[0]?.dispatchEvent(new Event("pointerenter"));
    await chart.updateComplete;
    const tip = chart.renderRoot.querySelector<HTMLElement>(".tip");
    expect(Number.parseFloat(tip?.style.maxWidth ?? "")).toBeGreaterThan(200);
  });

  it("shows what a bar has; a finger opens it only when it touches it again", async () => {
    const chart = await draw([bar("1", 10)]);
    const opened = vi.fn();
    chart.addEventListener("open-bar", opened);
    const touch = async () => {
      const enter = Object.assign(new Event("pointerenter"), { pointerType: "touch" });
      groups(chart)[0]?.dispatchEvent(enter);
      groups(chart)[0]?.dispatchEvent(new Event("click"));
      await chart.updateComplete;
    };
    await touch();
    expect(chart.renderRoot.querySelector(".tip")?.textContent).toContain("10 kWh");
    expect(opened).not.toHaveBeenCalled();
    await touch();
    expect(opened).toHaveBeenCalledOnce();
    groups(chart)[0]?.dispatchEvent(new Event("blur"));
    await chart.updateComplete;
    expect(chart.renderRoot.querySelector(".tip")).toBeNull();
  });
});

describe("plug-control-month-card", () => {
  const show = async (hass: Home, options: object = {}) => {
    const card = new PlugControlMonthCard();
    card.setConfig({ type: "", ...options });
    card.hass = hass;
    document.body.append(card);
    for (let round = 0; round < 3; round += 1) {
      await new Promise((resolve) => {
        setTimeout(resolve);
      });
      await card.updateComplete;
    }
    return card;
  };

  const textOf = (card: PlugControlMonthCard) =>
    card.renderRoot.textContent.replaceAll(/\s+/g, " ");

  it("asks again soon where the integration starts and does not answer yet", async () => {
    vi.useFakeTimers();
    try {
      const hass = home();
      hass.answers.get_session_totals = { totals: [totals()] };
      hass.refusal = "Plug Control is not running";
      const card = new PlugControlMonthCard();
      card.setConfig({ type: "" });
      card.hass = hass;
      document.body.append(card);
      await vi.advanceTimersByTimeAsync(100);
      expect(textOf(card)).toContain("Plug Control is not running");
      hass.refusal = undefined;
      await vi.advanceTimersByTimeAsync(5000);
      expect(textOf(card)).not.toContain("Plug Control is not running");
    } finally {
      vi.useRealTimers();
    }
  });

  it("has the month's energy, cost and sun, and a line for each of several people", async () => {
    const hass = home();
    hass.answers.get_session_totals = {
      totals: [totals(), totals({ key: "", name: "", energy_wh: 5000, sessions: 2 })],
    };
    const card = await show(hass);
    expect(textOf(card)).toContain("15.00 kWh3 sessions");
    expect(textOf(card)).toContain("€3.36");
    const [persons, cars] = card.renderRoot.querySelectorAll("table");
    const names = [...(persons?.querySelectorAll("th") ?? [])].map((th) => th.textContent);
    expect(names).toEqual(["Anna", "Without a card"]);
    expect(cars?.querySelector("th + td")?.textContent).toBe("10.00 kWh");
    expect(hass.calls.map(({ data }) => [data.period, data.by])).toEqual([
      ["all", "person"],
      ["all", "car"],
    ]);
  });

  it("adds up who has no line of their own, so that the lines are the sum above them", async () => {
    const hass = home();
    const people = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        totals({ key: String(index), name: `P${index}`, energy_wh: 10_000 - index * 1000 }),
      );
    hass.answers.get_session_totals = { totals: people(9) };
    const linesOf = (card: PlugControlMonthCard) =>
      [...(card.renderRoot.querySelector("table")?.querySelectorAll("tr") ?? [])].map((row) =>
        [...row.children].map((cell) => cell.textContent.trim().replaceAll(/\s+/g, " ")),
      );
    const lines = linesOf(await show(hass));
    expect(lines.map(([name]) => name)).toEqual(["P0", "P1", "P2", "P3", "P4", "P5", "Others"]);
    expect(lines.at(-1)).toEqual(["Others", "9.00 kWh", "60% Sun", "€5.04"]);
    hass.answers.get_session_totals = { totals: people(7) };
    expect(linesOf(await show(hass)).at(-1)?.[0]).toBe("P6");
  });

  it("is quiet: no money, sun or people where there are none, and a line where nothing was charged", async () => {
    const hass = home();
    hass.answers.get_session_totals = { totals: [unknownTotals()] };
    const card = await show(hass);
    expect(card.renderRoot.querySelectorAll("dt")).toHaveLength(1);
    expect(card.renderRoot.querySelector("table")).toBeNull();
    hass.answers.get_session_totals = { totals: [] };
    expect(textOf(await show(hass))).toContain("No sessions yet this month");
    hass.answers.get_session_totals = { totals: [totals()], only_own: true };
    expect(textOf(await show(hass))).toContain("Only your own sessions");
    hass.refusal = "broken";
    expect(textOf(await show(hass))).toContain("broken");
  });

  it("leads to the sessions without loading the page anew, and asks nobody who cannot answer", async () => {
    const hass = home();
    hass.answers.get_session_totals = { totals: [totals()] };
    const card = await show(hass, { navigation_path: "sessions" });
    const gone = vi.fn();
    window.addEventListener("location-changed", gone, { once: true });
    card.renderRoot.querySelector("a")?.click();
    expect(gone).toHaveBeenCalledOnce();
    const stopped = home();
    for (const id of Object.keys(stopped.states)) set(stopped, id, "unavailable");
    await show(stopped);
    expect(stopped.calls).toHaveLength(0);
  });
});
