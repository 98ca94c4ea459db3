import { LitElement } from "lit";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import "../src/index";
import type { Wish } from "../src/ha/act";
import { connectorOf } from "../src/ha/connectors";
import { PlugControlRibbonCard } from "../src/ribbon/card";
import { ribbonOf } from "../src/ribbon/data";
import { scaleOf } from "../src/ribbon/picture";
import { PlugControlRibbon } from "../src/ribbon/ribbon";
import { Words } from "../src/ribbon/words";
import { home, set, type Home } from "./home";
import { answer, HOUR, NOW } from "./ribbon-data";

const preview = (message: Record<string, unknown>) => ({
  ready_at: message.ready_at,
  energy_kwh: 12.3,
  soc_percent: message.soc_percent ?? null,
  windows: [
    {
      start: new Date(NOW + HOUR).toISOString(),
      end: new Date(NOW + 2 * HOUR).toISOString(),
      current_a: 16,
    },
  ],
  cost: 2.34,
  currency: "EUR",
  sun_percent: 35,
  full_at: null,
  shortfall_kwh: 0,
  reachable_at: null,
  displaces: [{ name: "Carport", later_min: 30, shortfall_kwh: 0 }],
});

const tick = () => vi.advanceTimersByTimeAsync(20);

/** Wait until the element is drawn with what it asked for. */
const settle = async (element: LitElement) => {
  for (let round = 0; round < 3; round += 1) {
    await tick();
    await element.updateComplete;
  }
};

const mount = async (hass: Home, fields: Partial<PlugControlRibbon> = {}) => {
  const ribbon = new PlugControlRibbon();
  const connector = connectorOf(hass);
  Object.assign(ribbon, { hass, connector, large: true, ...fields });
  document.body.append(ribbon);
  await settle(ribbon);
  return ribbon;
};

const part = (ribbon: LitElement, selector: string): HTMLElement => {
  const found = ribbon.renderRoot.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`nothing is ${selector}`);
  return found;
};

const said = (ribbon: LitElement) => part(ribbon, ".said").textContent.trim();

const press = async (ribbon: LitElement, selector: string, ...keys: string[]) => {
  for (const key of keys) {
    part(ribbon, selector).dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
    await settle(ribbon);
  }
};

const pointer = async (
  ribbon: LitElement,
  selector: string,
  type: string,
  at: { clientX: number; clientY: number },
) => {
  const event = new MouseEvent(type, { button: 0, ...at });
  Object.assign(event, { pointerId: 1 });
  part(ribbon, selector).dispatchEvent(event);
  await settle(ribbon);
};

/** Wishes that the ribbon tells from now on. */
const wishesOf = (ribbon: LitElement): Wish[] => {
  const wishes: Wish[] = [];
  ribbon.addEventListener("wishes", (event) => {
    wishes.push(...(event as CustomEvent<Wish[]>).detail);
  });
  return wishes;
};

const sunny = (more: object = {}): Home => {
  const hass = home();
  hass.ribbon = answer(more);
  hass.preview = preview;
  hass.config = { time_zone: "UTC" };
  hass.locale = { language: "en", time_format: "24", time_zone: "server" };
  return hass;
};

beforeAll(() => customElements.whenDefined("plug-control-ribbon"));

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockReturnValue({
    ...{ left: 0, top: 0, width: 960, height: 100, x: 0, y: 0, right: 960, bottom: 100 },
    toJSON: () => "",
  });
  HTMLElement.prototype.setPointerCapture = () => undefined;
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe("what the ribbon shows", () => {
  it("is the sun, the prices, what the car did and will do, now and the deadline", async () => {
    const ribbon = await mount(sunny());
    for (const kind of ["sun", "forecast", "power"]) {
      expect(part(ribbon, `path.${kind}`).getAttribute("d")).toContain("M");
    }
    expect(ribbon.renderRoot.querySelectorAll("rect.price").length).toBeGreaterThan(20);
    expect(ribbon.renderRoot.querySelectorAll("rect.plan")).toHaveLength(1);
    expect(part(ribbon, "line.now")).toBeTruthy();
    expect(part(ribbon, ".flag").textContent.trim()).toBe("22:30");
    expect(part(ribbon, ".knob").textContent.trim()).toBe("12 kWh");
  });

  it("is asked for by an entity of the connector, for 24 hours around now", async () => {
    const hass = sunny();
    await mount(hass);
    expect(hass.sent[0]).toMatchObject({
      type: "plug_control/ribbon",
      entity_id: "number.c1_maximum_current",
    });
    const [start, end] = [hass.sent[0]?.start, hass.sent[0]?.end].map((at) =>
      Date.parse(String(at)),
    );
    expect((end ?? 0) - (start ?? 0)).toBe(24 * HOUR);
  });

  it("says in one sentence what is now, and why, in numbers", async () => {
    const hass = sunny();
    set(hass, "sensor.c1_charging_reason", "plan", {
      start: new Date(NOW).toISOString(),
      end: new Date(NOW + 2 * HOUR).toISOString(),
    });
    const ribbon = await mount(hass);
    expect(said(ribbon)).toBe("16 A since 11:05; Charging by plan 13:05–15:05; done by 19:05");
  });

  it("takes no room on a card where nothing is known, and says on a view of its own why", async () => {
    const nothing = { power: [], sun: [], sun_kind: null, forecast: [], prices: [], plan: null };
    const hass = sunny({ ...nothing, wish: { ...(answer().wish as object), plan: false } });
    const compact = await mount(hass, { large: false });
    expect(compact.hasAttribute("empty")).toBe(true);
    expect(compact.renderRoot.querySelector(".track")).toBeNull();
    const large = await mount(hass);
    expect(large.hasAttribute("empty")).toBe(false);
    expect(said(large)).toContain("«solar»");
    expect(said(large)).toContain("Pull the flag to make a plan.");
    expect(part(large, ".pole").classList.contains("none")).toBe(true);
    expect(large.renderRoot.querySelector(".knob")).toBeNull();
  });

  it("is absent where the integration does not answer, and comes when it does", async () => {
    const hass = sunny();
    const told = hass.ribbon;
    hass.ribbon = undefined;
    const ribbon = await mount(hass);
    expect(ribbon.hasAttribute("empty")).toBe(true);
    hass.ribbon = told;
    await vi.advanceTimersByTimeAsync(121_000);
    await settle(ribbon);
    expect(ribbon.hasAttribute("empty")).toBe(false);
  });

  it("is asked for anew soon after a state that it shows changed, once for many", async () => {
    const hass = sunny();
    const ribbon = await mount(hass);
    const asked = () => hass.sent.filter((message) => message.type === "plug_control/ribbon");
    expect(asked()).toHaveLength(1);
    for (const second of [1, 2, 3]) {
      const state = hass.states["sensor.c1_planned_start"];
      if (!state) throw new Error("no state");
      hass.states = {
        ...hass.states,
        "sensor.c1_planned_start": { ...state, last_changed: `2026-06-14T13:05:0${second}Z` },
      };
      ribbon.hass = { ...hass };
      await ribbon.updateComplete;
    }
    await vi.advanceTimersByTimeAsync(1100);
    expect(asked()).toHaveLength(2);
  });

  it("is of other hours with the buttons, within the week that is kept, and of now again", async () => {
    const hass = sunny();
    const ribbon = await mount(hass);
    const click = async (label: string) => {
      part(ribbon, `button[aria-label="${label}"]`).click();
      await settle(ribbon);
    };
    await click("Previous");
    const [first, second] = hass.sent.filter((message) => message.type === "plug_control/ribbon");
    expect(Date.parse(String(first?.start)) - Date.parse(String(second?.start))).toBe(6 * HOUR);
    await click("Now");
    expect(ribbon.renderRoot.querySelector('button[aria-label="Now"]')).toBeNull();
    hass.ribbon = answer({ kept_since: new Date(NOW).toISOString() });
    await click("Next");
    expect(part(ribbon, 'button[aria-label="Previous"]')).toHaveProperty("disabled", true);
  });
});

describe("a moment of the ribbon", () => {
  it("that is tapped says what was decided then and why; the same once more is now", async () => {
    const ribbon = await mount(sunny());
    const picture = part(ribbon, ".picture");
    const tap = async (clientX: number) => {
      picture.dispatchEvent(new MouseEvent("click", { clientX }));
      await settle(ribbon);
    };
    const x = 960 * ((NOW - 2.5 * HOUR - (NOW + 13 * HOUR - 24 * HOUR)) / (24 * HOUR));
    await tap(x);
    expect(said(ribbon)).toMatch(
      /^10:05–11:05: Waiting for 1\.4 kW of surplus for 60 s · Sun \d\.\d kW · 0\.\d+ EUR\/kWh$/,
    );
    expect(part(ribbon, "line.chosen")).toBeTruthy();
    await tap(x);
    expect(said(ribbon)).toContain("16 A since");
  });

  it("is reached with keys, and says itself to those who hear it", async () => {
    const ribbon = await mount(sunny());
    await press(ribbon, ".picture", "ArrowLeft", "PageDown");
    expect(part(ribbon, ".picture").getAttribute("aria-valuetext")).toContain("took 3.9 kW");
    await press(ribbon, ".picture", "End");
    expect(said(ribbon)).toContain("nothing planned");
    await press(ribbon, ".picture", "Home", "x");
    expect(said(ribbon)).toContain("«no_car»");
    await press(ribbon, ".picture", "Escape");
    expect(said(ribbon)).toContain("16 A since");
  });
});

describe("the scale", () => {
  const nothing = ribbonOf(answer({ power: [], sun: [], forecast: [], planned: [] }));
  const windows = [
    {
      start: new Date(NOW),
      end: new Date(NOW + HOUR),
      currentA: 16,
      price: undefined,
      solar: false,
    },
  ];

  it("has room for the full power as soon as a plan is previewed", () => {
    const shown = { ribbon: { ...nothing, fullPowerW: 11_000, planned: [] }, allowed: [] };
    expect(scaleOf({ ...shown, preview: undefined })).toBeLessThan(11_000);
    expect(scaleOf({ ...shown, preview: windows })).toBeGreaterThanOrEqual(11_000);
  });
});

describe("the flag", () => {
  it("is pulled with a finger: it follows by its transform, tells what that gives, and letting go is the wish", async () => {
    const hass = sunny();
    const ribbon = await mount(hass);
    const wishes = wishesOf(ribbon);
    const left = part(ribbon, ".pole").style.left;
    await pointer(ribbon, ".flag", "pointerdown", { clientX: 700, clientY: 10 });
    await pointer(ribbon, ".flag", "pointermove", { clientX: 660, clientY: 10 });
    expect(part(ribbon, ".pole").style.transform).toBe("translateX(-40.0px)");
    expect(part(ribbon, ".pole").style.left).toBe(left);
    expect(part(ribbon, ".flag").textContent.trim()).toBe("21:30");
    expect(said(ribbon)).toBe("By 21:30: 12.3 kWh, €2.34, 35% sun, Carport 30 min later");
    expect(ribbon.renderRoot.querySelectorAll("rect.plan.preview")).toHaveLength(1);
    expect(hass.sent.at(-1)).toMatchObject({
      type: "plug_control/preview_plan",
      entity_id: "number.c1_maximum_current",
      ready_at: "2026-06-14T21:30:00.000Z",
      energy_kwh: 12,
    });
    await pointer(ribbon, ".flag", "pointerup", { clientX: 660, clientY: 10 });
    expect(wishes).toEqual([
      { entityId: "time.c1_ready_by", service: "set_value", data: { time: "21:30:00" } },
    ]);
    expect(part(ribbon, ".pole").style.transform).toBe("");
    expect(part(ribbon, ".flag").textContent.trim()).toBe("21:30");
  });

  it("goes back where a wish was refused", async () => {
    const ribbon = await mount(sunny());
    await press(ribbon, ".flag", "ArrowLeft", "Enter");
    expect(part(ribbon, ".flag").textContent.trim()).toBe("22:15");
    ribbon.revision += 1;
    await settle(ribbon);
    expect(part(ribbon, ".flag").textContent.trim()).toBe("22:30");
  });

  it("stays where a press does not move it, or is taken away", async () => {
    const ribbon = await mount(sunny());
    const wishes = wishesOf(ribbon);
    await pointer(ribbon, ".flag", "pointerdown", { clientX: 700, clientY: 10 });
    await pointer(ribbon, ".flag", "pointermove", { clientX: 702, clientY: 40 });
    await pointer(ribbon, ".flag", "pointerup", { clientX: 702, clientY: 40 });
    await pointer(ribbon, ".flag", "pointerdown", { clientX: 700, clientY: 10 });
    await pointer(ribbon, ".flag", "pointermove", { clientX: 500, clientY: 10 });
    await pointer(ribbon, ".flag", "pointercancel", { clientX: 500, clientY: 10 });
    expect(wishes).toEqual([]);
    expect(part(ribbon, ".flag").textContent.trim()).toBe("22:30");
  });

  it("is not pulled into the past, nor beyond what is seen", async () => {
    const ribbon = await mount(sunny());
    await press(ribbon, ".flag", "Home");
    expect(part(ribbon, ".flag").textContent.trim()).toBe("13:30");
    await press(ribbon, ".flag", "ArrowLeft", "PageDown");
    expect(part(ribbon, ".flag").textContent.trim()).toBe("13:30");
    await press(ribbon, ".flag", "End", "ArrowRight");
    expect(part(ribbon, ".flag").getAttribute("aria-valuenow")).toBe(
      part(ribbon, ".flag").getAttribute("aria-valuemax"),
    );
  });

  it("is pulled by keys: Enter sets, Escape and leaving it do not", async () => {
    const ribbon = await mount(sunny());
    const wishes = wishesOf(ribbon);
    await press(ribbon, ".flag", "ArrowRight", "PageUp");
    expect(part(ribbon, ".flag").getAttribute("aria-valuetext")).toBe("23:45 (10 h 40 min)");
    await press(ribbon, ".flag", "Escape");
    await press(ribbon, ".flag", "ArrowRight");
    part(ribbon, ".flag").dispatchEvent(new Event("blur"));
    await settle(ribbon);
    await press(ribbon, ".flag", "Enter", "x");
    expect(wishes).toEqual([]);
    await press(ribbon, ".flag", "ArrowRight", "Enter");
    expect(wishes[0]?.data).toEqual({ time: "22:45:00" });
  });

  it("makes a plan where there was none, in the house's time", async () => {
    const hass = sunny({ plan: null, wish: { ...(answer().wish as object), plan: false } });
    hass.config = { time_zone: "Europe/Zurich" };
    hass.locale = { language: "en", time_format: "24", time_zone: "server" };
    const ribbon = await mount(hass);
    const wishes = wishesOf(ribbon);
    expect(part(ribbon, ".flag").textContent.trim()).toBe("22:30");
    await press(ribbon, ".flag", "ArrowRight", "Enter");
    expect(wishes).toEqual([
      { entityId: "time.c1_ready_by", service: "set_value", data: { time: "22:45:00" } },
      { entityId: "switch.c1_plan", service: "turn_on" },
    ]);
  });

  it("tells the deadline alone where no preview is answered", async () => {
    const hass = sunny();
    hass.preview = undefined;
    const ribbon = await mount(hass);
    await press(ribbon, ".flag", "ArrowRight");
    expect(said(ribbon)).toBe("By 22:45: 12 kWh");
  });

  it("tells what will be short, and until when it were possible", async () => {
    const hass = sunny();
    hass.preview = (message) => ({
      ...preview(message),
      shortfall_kwh: 3,
      reachable_at: "2026-06-14T23:30:00Z",
      displaces: [
        { name: "Carport", later_min: 0, shortfall_kwh: 2 },
        { name: null, later_min: 30, shortfall_kwh: 0 },
      ],
    });
    const ribbon = await mount(hass);
    await press(ribbon, ".flag", "ArrowLeft");
    expect(said(ribbon)).toContain(
      "3 kWh short, possible by 23:30, Carport: 2 kWh short, Others 30 min later",
    );
  });

  it("cannot be pulled by those who may not set it", async () => {
    const hass = sunny();
    const connector = connectorOf(hass);
    if (!connector) throw new Error("no connector");
    const entities = new Map(
      [...connector.entities].filter(([key]) => !/^(time|switch|number)/.test(key)),
    );
    const ribbon = await mount(hass, { connector: { ...connector, entities } });
    expect(part(ribbon, ".flag").getAttribute("role")).toBeNull();
    expect(part(ribbon, ".knob").getAttribute("role")).toBeNull();
    expect(hass.sent[0]).toMatchObject({ device_id: "connector_1" });
  });

  it("stands beyond the edge where the deadline is another day", async () => {
    const far = new Date(NOW + 80 * HOUR);
    const time = far.toISOString().slice(11, 19);
    const hass = sunny({
      plan: { ...(answer().plan as object), ready_at: far.toISOString() },
      wish: { ...(answer().wish as object), ready_by: time, repeat: "weekend" },
    });
    const ribbon = await mount(hass);
    expect(part(ribbon, ".beyond").textContent).toContain("Wed 21:05");
    expect(ribbon.renderRoot.querySelector(".flag")).toBeNull();
  });
});

describe("the target", () => {
  it("is pulled up and down, in kWh", async () => {
    const ribbon = await mount(sunny());
    const wishes = wishesOf(ribbon);
    await pointer(ribbon, ".knob", "pointerdown", { clientX: 700, clientY: 60 });
    await pointer(ribbon, ".knob", "pointermove", { clientX: 705, clientY: 40 });
    expect(part(ribbon, ".knob").style.getPropertyValue("--dy")).toBe("-20.0px");
    expect(part(ribbon, ".knob").textContent.trim()).toBe("20 kWh");
    await pointer(ribbon, ".knob", "pointerup", { clientX: 705, clientY: 40 });
    expect(wishes).toEqual([
      { entityId: "number.c1_target_energy", service: "set_value", data: { value: 20 } },
    ]);
  });

  it("is pulled by keys in percent where the car's battery is known", async () => {
    const hass = sunny({ wish: { ...(answer().wish as object), soc_percent: 80 } });
    const connector = connectorOf(hass);
    if (!connector) throw new Error("no connector");
    hass.states["number.c1_target_soc"] = {
      entity_id: "number.c1_target_soc",
      state: "80",
      attributes: { min: 0, max: 100 },
      last_changed: "",
    };
    const entities = new Map([
      ...connector.entities,
      ["number.target_soc", ["number.c1_target_soc"]],
    ]);
    const ribbon = await mount(hass, { connector: { ...connector, entities } });
    const wishes = wishesOf(ribbon);
    await press(ribbon, ".knob", "ArrowUp", "End", "PageDown", "Home", "PageUp");
    expect(part(ribbon, ".knob").getAttribute("aria-valuetext")).toBe("30%");
    expect(hass.sent.at(-1)).toMatchObject({ soc_percent: 30 });
    expect(hass.sent.at(-1)).not.toHaveProperty("energy_kwh");
    await press(ribbon, ".knob", "Enter");
    expect(wishes).toEqual([
      { entityId: "number.c1_target_soc", service: "set_value", data: { value: 30 } },
    ]);
  });
});

describe("words of the ribbon", () => {
  it.each(["cs", "da", "de", "en", "es", "fr", "nl", "pl"])("are in %s", (language) => {
    const hass = sunny();
    hass.language = language;
    hass.locale = { language, time_zone: "server" };
    const words = new Words(hass, "sensor.c1_charging_reason");
    const ribbon = ribbonOf(answer());
    const facts = { isCharging: true, solarShare: 84, cost: "0,41 €" };
    const sentence = words.now(ribbon, facts, NOW, true);
    expect(sentence.split("; ")).toHaveLength(5);
    expect(sentence).toMatch(/84\s?%/);
    expect(sentence).not.toContain("{");
    expect(words.at(ribbon, NOW + 5 * HOUR, NOW)).toContain("16 A");
  });

  it("say what is short, where nothing is known, and what another day was", () => {
    const hass = sunny();
    const words = new Words(hass, undefined);
    const short = ribbonOf(answer({ plan: { ...(answer().plan as object), shortfall_kwh: 2 } }));
    const facts = { isCharging: false, solarShare: undefined, cost: undefined };
    expect(words.now(short, facts, NOW, false)).toBe("2 kWh short");
    const unused = answer({ wish: { ...(answer().wish as object), unused_soc_percent: 80 } });
    expect(words.now(ribbonOf(unused), facts, NOW, false)).toContain(
      "The car's state of charge is unknown: 9 kWh instead of 80%",
    );
    const unplanned = ribbonOf({ ...unused, plan: null });
    expect(words.now(unplanned, facts, NOW, false)).not.toContain("unknown");
    const none = ribbonOf({});
    expect(words.now(none, facts, NOW, false)).toBe("");
    expect(words.at(none, NOW - 20 * HOUR, NOW)).toBe("6/13/2026, 17:05: nothing is known");
    const off = ribbonOf({
      changes: [{ at: "2026-06-14T08:00:00Z", code: "not_running", attributes: {} }],
    });
    expect(words.at(off, NOW, NOW)).toBe("08:00–: Plug Control was not running");
  });
});

describe("the ribbon's card", () => {
  const shown = async (hass: Home, config: object = {}) => {
    const card = new PlugControlRibbonCard();
    card.setConfig({ type: "custom:plug-control-ribbon-card", ...config });
    card.hass = hass;
    document.body.append(card);
    await settle(card);
    return card;
  };

  it("has one of each connector, or of the one that is chosen", async () => {
    const hass = home(3);
    hass.ribbon = answer();
    expect((await shown(hass)).renderRoot.querySelectorAll("plug-control-ribbon")).toHaveLength(3);
    const one = await shown(hass, { device_id: "connector_2" });
    expect(one.renderRoot.querySelectorAll("plug-control-ribbon")).toHaveLength(1);
    expect(part(one, "h2").textContent).toContain("Connector 2");
  });

  it("says where there is none", async () => {
    expect((await shown(home(0))).renderRoot.textContent).toContain("No charge point");
    expect((await shown(home(), { device_id: "gone" })).renderRoot.textContent).toContain("Choose");
  });

  it("carries a wish out, and says what went wrong", async () => {
    const hass = sunny();
    const card = await shown(hass);
    const ribbon = card.renderRoot.querySelector<LitElement>("plug-control-ribbon");
    if (!ribbon) throw new Error("no ribbon");
    await press(ribbon, ".flag", "ArrowRight", "Enter");
    expect(hass.calls).toEqual([
      {
        domain: "time",
        service: "set_value",
        data: { entity_id: "time.c1_ready_by", time: "22:45:00" },
      },
    ]);
    hass.refusal = "not today";
    await press(ribbon, ".flag", "ArrowRight", "Enter");
    await settle(card);
    expect(part(card, "[role=alert]").textContent).toContain("not today");
    await vi.advanceTimersByTimeAsync(21_000);
    await settle(card);
    expect(part(card, "[role=alert]").textContent.trim()).toBe("");
  });

  it("asks what several connectors' user may control once for each", async () => {
    const hass = home(3);
    hass.ribbon = answer();
    hass.user = { id: "ben", is_admin: false };
    hass.controllable = ["time.c2_ready_by", "switch.c2_plan", "number.c2_target_energy"];
    const card = await shown(hass);
    await settle(card);
    const asked = hass.sent.filter((message) => message.type === "plug_control/controllable");
    expect(asked).toHaveLength(3);
    const flags = [...card.renderRoot.querySelectorAll("plug-control-ribbon")].map((each) =>
      each.shadowRoot?.querySelector(".flag")?.getAttribute("role"),
    );
    expect(flags).toEqual([null, "slider", null]);
  });

  it("has a form and fits a dashboard", () => {
    expect(PlugControlRibbonCard.getConfigForm().schema).toHaveLength(1);
    expect(PlugControlRibbonCard.getStubConfig()).toEqual({});
    const card = new PlugControlRibbonCard();
    expect([card.getCardSize(), card.getGridOptions()]).toEqual([
      6,
      { columns: "full", min_columns: 6 },
    ]);
  });
});
