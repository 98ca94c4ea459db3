import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";

import "../src/index";
import { PlugControlCallCard } from "../src/cards/call";
import { countsOf } from "../src/cards/counts";
import { PlugControlPowerCard, shownPower } from "../src/cards/power";
import { offersAfter, PlugControlFoundCard } from "../src/cards/found";
import { PlugControlWaitingCard } from "../src/cards/waiting";
import { home, set, type Home } from "./home";

beforeAll(() => customElements.whenDefined("plug-control-waiting-card"));

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe("plug-control-call-card", () => {
  const shown = async (attributes: object, language = "en") => {
    const hass = home();
    hass.language = language;
    hass.formatEntityAttributeValue = (state, name) => `«${String(state.attributes[name])}»`;
    set(hass, "binary_sensor.garage_connectivity", "off", attributes);
    const card = new PlugControlCallCard();
    card.setConfig({ type: "", entity: "binary_sensor.garage_connectivity", name: "Garage" });
    card.hass = hass;
    document.body.append(card);
    await card.updateComplete;
    return card.renderRoot.textContent.replaceAll(/\s+/g, " ");
  };

  it("tells the address that a charge point has to call", async () => {
    const text = await shown({ address: "ws://10.0.0.2:9016/GARAGE-1" });
    expect(text).toContain("Garage is not connected");
    expect(text).toContain("ws://10.0.0.2:9016/GARAGE-1");
    expect(text).not.toContain("refused");
  });

  it("tells who was refused, when and why, in the user's language", async () => {
    const refused = {
      refused: "wrong_password",
      refused_at: "2026-11-22T11:30:00+00:00",
      refused_from: "10.0.0.7",
    };
    const text = await shown(refused, "de");
    expect(text).toContain(
      "Adresse 10.0.0.7 wollte sich mit ihrer Kennung verbinden (22.11.2026, 11:30)",
    );
    expect(text).toContain("abgewiesen: «wrong_password».");
  });
});

describe("plug-control-found-card", () => {
  const offer = (id_tag?: string) => ({
    flow_id: "1",
    handler: "plug_control",
    context: {
      title_placeholders: { name: "", ...(id_tag && { id_tag, charge_point: "Garage" }) },
    },
  });

  it("keeps the offers of cards as they come and go", () => {
    const added = (flow: object) => [{ type: "added" as const, flow_id: "1", flow: flow as never }];
    const one = offersAfter(new Map(), added(offer("0463")));
    expect(one.size).toBe(1);
    expect(offersAfter(one, [{ type: "removed", flow_id: "1" }]).size).toBe(0);
    expect(offersAfter(new Map(), added(offer())).size).toBe(0);
    expect(offersAfter(new Map(), added({ ...offer("1"), handler: "hue" })).size).toBe(0);
  });

  const mount = async (isAdmin: boolean) => {
    const hass = home();
    const posted: unknown[] = [];
    let tell: (changes: unknown) => void = () => undefined;
    hass.user = { id: "anna", is_admin: isAdmin };
    hass.connection = {
      subscribeMessage: (callback) => {
        tell = callback;
        return Promise.resolve(() => undefined);
      },
    };
    hass.callApi = (...request) => Promise.resolve(posted.push(request));
    const card = new PlugControlFoundCard();
    card.setConfig();
    card.hass = hass;
    document.body.append(card);
    await card.updateComplete;
    return {
      card,
      posted,
      tell: (changes: unknown) => {
        tell(changes);
      },
    };
  };

  it("registers a card that was presented, for an administrator", async () => {
    const { card, posted, tell } = await mount(true);
    expect(card.hidden).toBe(true);
    tell([{ type: null, flow_id: "1", flow: offer("0463") }]);
    await card.updateComplete;
    expect(card.hidden).toBe(false);
    expect(card.renderRoot.textContent).toContain("0463, presented at Garage");
    const input = card.renderRoot.querySelector("input");
    if (!input) throw new Error("no field");
    input.value = " Ben ";
    card.renderRoot.querySelector("form")?.dispatchEvent(new Event("submit"));
    await card.updateComplete;
    expect(posted).toEqual([["POST", "config/config_entries/flow/1", { name: "Ben" }]]);
    tell([{ type: "removed", flow_id: "1" }]);
    await card.updateComplete;
    expect(card.hidden).toBe(true);
  });

  it("asks for nothing on behalf of others", async () => {
    const { card, tell } = await mount(false);
    tell([{ type: null, flow_id: "1", flow: offer("0463") }]);
    await card.updateComplete;
    expect(card.hidden).toBe(true);
  });
});

describe("plug-control-counts-card", () => {
  it("counts connectors by what they do, and sums their power whatever its unit", () => {
    const hass = home(3);
    set(hass, "sensor.c1_status", "charging");
    set(hass, "sensor.c2_status", "suspended_ev");
    set(hass, "sensor.c3_status", "unavailable");
    set(hass, "sensor.c2_power", "850", { unit_of_measurement: "W" });
    set(hass, "sensor.c3_power", "unavailable");
    const ids = [1, 2, 3];
    const { counts, powerW } = countsOf(hass, {
      type: "",
      statuses: ids.map((id) => `sensor.c${id}_status`),
      powers: ids.map((id) => `sensor.c${id}_power`),
    });
    expect(powerW).toBe(8250);
    expect(counts.map(([, count]) => count)).toEqual([1, 1, 0, 1]);
  });
});

describe("plug-control-power-card", () => {
  const config = {
    type: "",
    entity: "sensor.c1_power",
    name: "Grid",
    above: "Drawn",
    below: "Fed in",
  };

  it.each([
    ["-2289", "W", "Fed in", "2.3 kW"],
    ["0.85", "kW", "Drawn", "0.85 kW"],
    ["-3", "W", "Grid", "0 kW"],
    ["unavailable", "W", "Grid", "unavailable"],
  ])("says the way of %s %s by its name and not by the sign", (state, unit, name, text) => {
    const hass = home();
    set(hass, "sensor.c1_power", state, { unit_of_measurement: unit });
    hass.formatEntityState = (shown) => shown.state;
    expect(shownPower(hass, config)).toEqual([name, text]);
  });

  it("keeps the sign of a power that has one name, and says nothing of one that is gone", () => {
    const hass = home();
    set(hass, "sensor.c1_power", "-20", { unit_of_measurement: "W" });
    const sun = { type: "", entity: "sensor.c1_power", name: "Sun" };
    expect(shownPower(hass, sun)).toEqual(["Sun", "-0.02 kW"]);
    expect(shownPower(hass, { ...sun, entity: "sensor.gone" })).toEqual(["Sun", "–"]);
  });

  it("opens what Home Assistant knows of the entity", async () => {
    const card = new PlugControlPowerCard();
    card.hass = home();
    card.setConfig(config);
    document.body.append(card);
    await card.updateComplete;
    const opened: unknown[] = [];
    document.body.addEventListener("hass-more-info", (event) => {
      opened.push((event as CustomEvent<unknown>).detail);
    });
    card.renderRoot.querySelector("button")?.click();
    expect(opened).toEqual([{ entityId: "sensor.c1_power" }]);
  });
});

describe("plug-control-waiting-card", () => {
  const mount = async (hass: Home, config = {}) => {
    const card = new PlugControlWaitingCard();
    const refreshed = vi.fn();
    card.addEventListener("config-refresh", refreshed);
    card.setConfig({ type: "", ...config });
    card.hass = hass;
    document.body.append(card);
    await card.updateComplete;
    return { card, refreshed };
  };

  it("says whether the integration is gone, stopped or about to start", async () => {
    const hass = home();
    hass.services = {};
    expect((await mount(hass)).card.renderRoot.textContent).toContain("not set up here");
    hass.config = { time_zone: "UTC", state: "STARTING" };
    expect((await mount(hass)).card.renderRoot.textContent).toContain("is starting");
    const stopped = home();
    for (const id of Object.keys(stopped.states)) set(stopped, id, "unavailable");
    expect((await mount(stopped)).card.renderRoot.textContent).toContain(
      "is set up, but not running",
    );
  });

  it("has the dashboard made anew as soon as there can be one, and not at once after one that failed", async () => {
    vi.useFakeTimers();
    const hass = home();
    hass.services = {};
    const { card, refreshed } = await mount(hass);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(refreshed).not.toHaveBeenCalled();
    card.hass = home();
    await vi.advanceTimersByTimeAsync(10);
    expect(refreshed).toHaveBeenCalledTimes(1);
    const failed = await mount(home(), { error: "no" });
    await vi.advanceTimersByTimeAsync(9000);
    expect(failed.refreshed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2000);
    expect(failed.refreshed).toHaveBeenCalledTimes(1);
  });
});
