import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";

import "../src/index";
import { PlugControlCard } from "../src/card/card";
import { limitOf, SETTLE_MS } from "../src/card/limit";
import { LitElement } from "lit";
import { home, set, type Home } from "./home";

const mount = async (hass: Home, config: object = {}) => {
  const card = new PlugControlCard();
  card.setConfig({ type: "custom:plug-control-card", ...config });
  card.hass = hass;
  document.body.append(card);
  await settle(card);
  return card;
};

/** Wait until the card and its parts are drawn. */
const settle = async (card: PlugControlCard) => {
  for (let round = 0; round < 3; round += 1) {
    await card.updateComplete;
    for (const part of card.renderRoot.querySelectorAll("*")) {
      if (part instanceof LitElement) await part.updateComplete;
    }
  }
};

const text = (card: PlugControlCard) => {
  const own = card.renderRoot.textContent;
  const parts = [...card.renderRoot.querySelectorAll("*")].map(
    (part) => part.shadowRoot?.textContent ?? "",
  );
  return [own, ...parts].join(" ").replaceAll(/\s+/g, " ");
};

const within = (card: PlugControlCard, part: string, selector: string): HTMLInputElement => {
  const root = card.renderRoot.querySelector(part)?.shadowRoot;
  const found = root?.querySelector<HTMLInputElement>(selector);
  if (!found) throw new Error(`nothing is ${part} ${selector}`);
  return found;
};

const button = (card: PlugControlCard, label: string): HTMLButtonElement => {
  const found = [...card.renderRoot.querySelectorAll("button")].find(
    (one) => one.textContent.trim() === label,
  );
  if (!found) throw new Error(`no button ${label}`);
  return found;
};

beforeAll(() => customElements.whenDefined("plug-control-sessions-card"));

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe("what a user may do", () => {
  const controls = (card: PlugControlCard) =>
    [...card.renderRoot.querySelectorAll("button, plug-control-limit")].map((one) =>
      one.textContent.trim(),
    );
  const options = (card: PlugControlCard) =>
    card.renderRoot
      .querySelector("plug-control-mode")
      ?.shadowRoot?.querySelectorAll("button, input").length;
  const plan = (card: PlugControlCard) =>
    card.renderRoot.querySelector("plug-control-plan")?.shadowRoot?.querySelector("details");

  it("is all that the card offers", async () => {
    const hass = home();
    hass.user = { id: "ben", is_admin: false };
    hass.controllable = ["switch.c1_charging"];
    const card = await mount(hass);
    expect(controls(card)).toEqual(["Stop charging"]);
    expect(options(card)).toBe(0);
    expect(plan(card)).toBeNull();
    expect(text(card)).toContain("7.4 kW");
  });

  it("is nothing for those who only read, and everything for administrators", async () => {
    const hass = home();
    hass.user = { id: "reader", is_admin: false };
    hass.controllable = [];
    expect(controls(await mount(hass))).toEqual([]);
    hass.user = { id: "admin", is_admin: true };
    const card = await mount(hass);
    expect(controls(card)).toContain("Stop charging");
    expect(plan(card)).not.toBeNull();
  });

  it("is asked again until Home Assistant answers", async () => {
    vi.useFakeTimers();
    const hass = home();
    hass.user = { id: "ben", is_admin: false };
    const card = await mount(hass);
    expect(controls(card)).toEqual([]);
    hass.controllable = ["switch.c1_charging"];
    await vi.advanceTimersByTimeAsync(6000);
    await settle(card);
    expect(controls(card)).toEqual(["Stop charging"]);
  });

  it("is asked anew for another user", async () => {
    const hass = home();
    hass.user = { id: "ben", is_admin: false };
    hass.controllable = ["switch.c1_charging"];
    const card = await mount(hass);
    const other = { ...hass, user: { id: "reader", is_admin: false } };
    hass.controllable = [];
    card.hass = other;
    await settle(card);
    expect(controls(card)).toEqual([]);
  });
});

describe("plug-control-card", () => {
  it("shows a charge at a glance", async () => {
    const card = await mount(home());
    for (const part of [
      "Garage",
      "«Charging»",
      "7.4 kW",
      "12.34 kWh",
      "Anna's card",
      "«solar»",
      "L1 11.0 A",
      "Stop charging",
      "16 A",
      "No plan",
    ]) {
      expect(text(card)).toContain(part);
    }
  });

  it("speaks German where Home Assistant does", async () => {
    const hass = home();
    hass.language = "de";
    expect(text(await mount(hass))).toContain("Laden beenden");
  });

  it("says since when a charger is offline, and offers nothing that needs it", async () => {
    const hass = home();
    set(hass, "binary_sensor.garage_connectivity", "off");
    const card = await mount(hass);
    expect(text(card)).toContain("Offline since");
    expect(button(card, "Stop charging").disabled).toBe(true);
    expect(within(card, "plug-control-limit", "input").disabled).toBe(true);
  });

  it("stops, boosts and changes the mode and the limit by Home Assistant's actions", async () => {
    const hass = home();
    const card = await mount(hass);
    button(card, "Stop charging").click();
    await settle(card);
    button(card, "Boost").click();
    await settle(card);
    const fast = within(card, "plug-control-mode", "input[value=fast], label:nth-of-type(2) input");
    fast.dispatchEvent(new Event("change"));
    await settle(card);
    const slider = within(card, "plug-control-limit", "input");
    expect(within(card, "plug-control-limit", "label").textContent).toBe("Maximum current");
    expect(within(card, "plug-control-limit", "label").getAttribute("for")).toBe(slider.id);
    slider.value = "10";
    slider.dispatchEvent(new Event("input"));
    slider.dispatchEvent(new Event("change"));
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    await settle(card);
    expect(hass.calls.map(({ domain, service, data }) => [domain, service, data])).toEqual([
      ["switch", "turn_off", { entity_id: "switch.c1_charging" }],
      ["switch", "turn_on", { entity_id: "switch.c1_boost" }],
      ["select", "select_option", { entity_id: "select.c1_charging_mode", option: "fast" }],
      ["number", "set_value", { entity_id: "number.c1_maximum_current", value: 10 }],
    ]);
  });

  it("plans by energy, time and day", async () => {
    const hass = home();
    const card = await mount(hass);
    const on = within(card, "plug-control-plan", "input[type=checkbox]");
    on.checked = true;
    on.dispatchEvent(new Event("change"));
    const choose = (label: string, value: string) => {
      const field = within(card, "plug-control-plan", `select[aria-label=${label}]`);
      field.value = value;
      field.dispatchEvent(new Event("change"));
    };
    choose("Hour", "6");
    choose("Minute", "30");
    const energy = within(card, "plug-control-plan", "input[type=number]");
    energy.value = "25";
    energy.dispatchEvent(new Event("change"));
    await settle(card);
    expect(hass.calls).toEqual([
      { domain: "switch", service: "turn_on", data: { entity_id: "switch.c1_plan" } },
      {
        domain: "time",
        service: "set_value",
        data: { entity_id: "time.c1_ready_by", time: "06:00:00" },
      },
      {
        domain: "time",
        service: "set_value",
        data: { entity_id: "time.c1_ready_by", time: "07:30:00" },
      },
      {
        domain: "number",
        service: "set_value",
        data: { entity_id: "number.c1_target_energy", value: 25 },
      },
    ]);
  });

  describe("what the charger says it will allow", () => {
    const opened = async (card: PlugControlCard, open: boolean) => {
      const plan = card.renderRoot.querySelector("plug-control-plan");
      const details = plan?.shadowRoot?.querySelector("details");
      if (!details) throw new Error("no plan");
      details.open = open;
      await settle(card);
    };
    const graph = (card: PlugControlCard) =>
      card.renderRoot.querySelector("plug-control-ribbon")?.shadowRoot;
    const asked = (hass: Home) =>
      hass.calls.filter((call) => call.service === "get_composite_schedule");
    const answer = () => ({
      periods: [
        {
          start: new Date(Date.now() - 60_000).toISOString(),
          end: new Date(Date.now() + 3_600_000).toISOString(),
          current_a: 16,
          power_w: 11040,
        },
        { start: "nonsense", end: "nonsense", current_a: 1, power_w: 1 },
      ],
    });

    it("is asked for when the plan's details are opened, and drawn beside the plan", async () => {
      const hass = home();
      hass.answers.get_composite_schedule = answer();
      hass.ribbon = {};
      const card = await mount(hass);
      expect(asked(hass)).toEqual([]);
      await opened(card, true);
      expect(asked(hass).map((call) => call.data)).toEqual([{ device_id: "connector_1" }]);
      expect(graph(card)?.querySelector("path.allowed")).not.toBeNull();
      expect(text(card)).toContain("What the charger says it will allow");
      await opened(card, false);
      expect(graph(card)?.querySelector("path.allowed") ?? null).toBeNull();
      expect(asked(hass)).toHaveLength(1);
    });

    it("is left out where the charger does not say it", async () => {
      const hass = home();
      const card = await mount(hass);
      hass.refusal = "never answers";
      await opened(card, true);
      expect(graph(card)?.querySelector("path.allowed") ?? null).toBeNull();
      expect(text(card)).not.toContain("never answers");
    });

    it("is not asked for where no graph is shown", async () => {
      const hass = home();
      const card = await mount(hass, { show_graph: false });
      await opened(card, true);
      expect(asked(hass)).toEqual([]);
    });
  });

  describe("which car is plugged in", () => {
    const choice = (card: PlugControlCard) =>
      card.renderRoot.querySelector<HTMLSelectElement>("label.car select");

    it("is shown with its state of charge, and can be chosen", async () => {
      const hass = home();
      set(hass, "select.c1_car", "auto", {
        car: "Ioniq",
        state_of_charge_entity: "sensor.ioniq_battery",
      });
      hass.states["sensor.ioniq_battery"] = {
        entity_id: "sensor.ioniq_battery",
        state: "57",
        attributes: { unit_of_measurement: "%" },
        last_changed: "2026-11-22T11:30:00+00:00",
      };
      const card = await mount(hass);
      expect(text(card)).not.toContain("Car Ioniq");
      expect(text(card)).toContain("State of charge 57 %");
      const select = choice(card);
      if (!select) throw new Error("no choice");
      expect([...select.options].map((option) => option.textContent.trim())).toEqual([
        "Recognised: Ioniq",
        "«Ioniq»",
        "«Zoe»",
        "«other»",
      ]);
      select.value = "Zoe";
      select.dispatchEvent(new Event("change"));
      await settle(card);
      expect(hass.calls.at(-1)).toEqual({
        domain: "select",
        service: "select_option",
        data: { entity_id: "select.c1_car", option: "Zoe" },
      });
    });

    it("is a fact for those who may not choose it, and where no controls are shown", async () => {
      const hass = home();
      set(hass, "select.c1_car", "auto", { car: "Ioniq" });
      expect(text(await mount(hass, { show_controls: false }))).toContain("Car Ioniq");
      document.body.replaceChildren();
      hass.user = { id: "guest", is_admin: false };
      hass.controllable = [];
      const card = await mount(hass);
      expect(text(card)).toContain("Car Ioniq");
      expect(choice(card)).toBeNull();
    });

    it("is asked as long as it is not recognised", async () => {
      const card = await mount(home());
      expect(choice(card)?.options[0]?.textContent.trim()).toBe("«auto»");
      expect(text(card)).not.toContain("Recognised");
    });

    it("is not asked while nobody is plugged in, unless somebody has chosen", async () => {
      const hass = home();
      set(hass, "switch.c1_charging", "off");
      set(hass, "binary_sensor.c1_cable_connected", "off");
      expect(choice(await mount(hass))).toBeNull();
      document.body.replaceChildren();
      set(hass, "select.c1_car", "Zoe");
      expect(choice(await mount(hass))).not.toBeNull();
    });

    it("is not asked where there are no cars", async () => {
      const hass = home();
      set(hass, "select.c1_car", "unavailable");
      expect(choice(await mount(hass))).toBeNull();
    });
  });

  it("lists every window of a plan, with its current and its price or the sun", async () => {
    const hass = home();
    set(hass, "switch.c1_plan", "on");
    const at = (hour: number) => new Date(Date.now() + hour * 3_600_000).toISOString();
    const windows = [
      { start: at(1), end: at(2), current_a: 16, price: 0.1234, solar: false },
      { start: at(4), end: at(5), current_a: 8, price: 0.08, solar: true },
    ];
    set(hass, "sensor.c1_planned_start", at(1), { windows, price_unit: "EUR/kWh" });
    const card = await mount(hass);
    const plan = card.renderRoot.querySelector("plug-control-plan")?.shadowRoot;
    const rows = [...(plan?.querySelectorAll("li") ?? [])].map((row) => row.textContent);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toContain("16 A · 0.123 EUR/kWh");
    expect(rows[1]).toContain("8 A · Sun");
    expect(plan?.querySelector("summary")?.textContent).toContain("+1 →");
  });

  it("says that a plan does not go by a state of charge that the car does not tell", async () => {
    const hass = home();
    set(hass, "switch.c1_plan", "on");
    const planned = (more: object) => {
      const start = new Date(Date.now() + 3_600_000).toISOString();
      set(hass, "sensor.c1_planned_start", start, { energy_kwh: 10, windows: [], ...more });
    };
    const said = async () => {
      document.body.replaceChildren();
      const card = await mount(hass);
      return card.renderRoot.querySelector("plug-control-plan")?.shadowRoot?.textContent;
    };
    planned({});
    expect(await said()).not.toContain("unknown");
    planned({ unused_target_soc: 80 });
    expect(await said()).toContain("The car's state of charge is unknown: 10 kWh instead of 80%");
  });

  it.each([
    ["a car that waits", "available", {}, true],
    ["no car", "available", { "binary_sensor.c1_cable_connected": "off" }, false],
    ["a fault", "faulted", { "binary_sensor.c1_problem": "on" }, false],
    ["charging switched off", "preparing", { "select.c1_charging_mode": "off" }, false],
  ])("has Start as the next step with %s: %s", async (_, status, states, isPrimary) => {
    const hass = home();
    const idle = { "switch.c1_charging": "off", "binary_sensor.c1_charging": "off" };
    for (const [id, state] of Object.entries({ ...idle, "sensor.c1_status": status, ...states })) {
      set(hass, id, state);
    }
    const start = button(await mount(hass), "Start charging");
    expect([start.classList.contains("primary"), start.disabled]).toEqual([isPrimary, false]);
  });

  it("offers no Boost where charging is switched off, and none unseen", async () => {
    const off = home();
    set(off, "select.c1_charging_mode", "off");
    expect(text(await mount(off))).not.toContain("Boost");
    document.body.replaceChildren();
    const offline = home();
    set(offline, "binary_sensor.garage_connectivity", "off");
    expect(button(await mount(offline), "Boost").disabled).toBe(true);
    document.body.replaceChildren();
    set(offline, "switch.c1_boost", "on");
    expect(button(await mount(offline), "Boost").disabled).toBe(false);
  });

  it("says in the user's language what Home Assistant refused", async () => {
    const hass = home();
    hass.language = "de";
    hass.loadBackendTranslation = (category) =>
      Promise.resolve((key, values) => `${category}/${key}/${JSON.stringify(values)}`);
    hass.callService = () =>
      Promise.reject(
        Object.assign(new Error("Garage refused"), {
          translation_domain: "plug_control",
          translation_key: "command_rejected",
          translation_placeholders: { charge_point: "Garage" },
        }),
      );
    const card = await mount(hass);
    button(card, "Laden beenden").click();
    await settle(card);
    expect(card.renderRoot.querySelector("[role=alert]")?.textContent).toContain(
      'exceptions/component.plug_control.exceptions.command_rejected.message/{"charge_point":"Garage"}',
    );
  });

  it("shows a refusal as what the charger said, and the mode that stays", async () => {
    const hass = home();
    hass.refusal = "Garage refused: Rejected <b>";
    const card = await mount(hass);
    const fast = within(card, "plug-control-mode", "label:nth-of-type(2) input");
    fast.checked = true;
    fast.dispatchEvent(new Event("change"));
    await settle(card);
    await settle(card);
    const alert = card.renderRoot.querySelector("[role=alert]");
    expect(alert?.textContent).toContain("Garage refused: Rejected <b>");
    expect(alert?.querySelector("b")).toBeNull();
    const solar = within(card, "plug-control-mode", "label:nth-of-type(3) input");
    expect(solar.checked).toBe(true);
    button(card, "✕").click();
    await settle(card);
    expect(card.renderRoot.querySelector("[role=alert]")?.textContent.trim()).toBe("");
  });

  it("takes keys that follow each other for one choice, and shows it until it is carried out", async () => {
    const hass = home();
    const card = await mount(hass);
    const slider = within(card, "plug-control-limit", "input");
    vi.useFakeTimers();
    for (const position of ["15", "14", "13"]) {
      slider.value = position;
      slider.dispatchEvent(new Event("input"));
      slider.dispatchEvent(new Event("change"));
      await settle(card);
      expect(slider.value).toBe(position);
    }
    vi.advanceTimersByTime(SETTLE_MS);
    await settle(card);
    expect(hass.calls.map(({ data }) => data.value)).toEqual([13]);
  });

  it("pauses by a step below the least current", async () => {
    const hass = home();
    set(hass, "number.c1_maximum_current", "6");
    const card = await mount(hass);
    const slider = within(card, "plug-control-limit", "input");
    slider.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft" }));
    await settle(card);
    expect(slider.value).toBe("0");
    card.remove();
    expect(hass.calls.map(({ data }) => data.value)).toEqual([0]);
  });

  it("hides what its configuration hides", async () => {
    const hidden = { show_controls: false, show_plan: false, show_graph: false };
    const card = await mount(home(), hidden);
    expect(card.renderRoot.querySelector("plug-control-mode, plug-control-plan")).toBeNull();
    expect(card.renderRoot.querySelector("plug-control-ribbon, button")).toBeNull();
  });

  it("has its editor show what the card does where the configuration does not say", () => {
    const { schema } = PlugControlCard.getConfigForm();
    const switches = schema.filter((field) => "boolean" in field.selector);
    expect(switches.map((field) => field.default)).toEqual([true, true, true]);
  });

  it("says what to do where there is no connector, or the chosen one is gone", async () => {
    expect(text(await mount(home(0)))).toContain("No charge point has connected");
    expect(text(await mount(home(), { device_id: "gone" }))).toContain("Choose a connector");
  });

  it("offers itself in the card picker, for the first connector and for each entity", () => {
    expect(PlugControlCard.getStubConfig(home())).toMatchObject({ device_id: "connector_1" });
    const cards = (window as { customCards?: Record<string, unknown>[] }).customCards ?? [];
    const suggest = cards[0]?.getEntitySuggestion as (hass: Home, id: string) => unknown;
    expect(suggest(home(), "sensor.c1_power")).toEqual({
      config: { type: "custom:plug-control-card", device_id: "connector_1" },
    });
    expect(suggest(home(), "light.kitchen")).toBeNull();
  });
});

describe("the slider", () => {
  it("never asks for 1–5 A: from 6 A down it goes to a pause", () => {
    expect([0, 6, 16].map((position) => limitOf(position, 16))).toEqual([0, 6, 16]);
    expect([1, 2, 3, 4, 5].map((position) => limitOf(position, 16))).toEqual([0, 0, 6, 6, 6]);
    expect([1, 5].map((position) => limitOf(position, 0))).toEqual([6, 6]);
  });
});
