import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";

import "../src/index";
import { PlugControlSessionsCard } from "../src/sessions/card";
import { PlugControlDashboardStrategy } from "../src/strategy";
import { home, set, type Home } from "./home";
import { answer, session } from "./session";

const mount = async (hass: Home) => {
  const card = new PlugControlSessionsCard();
  card.setConfig({ type: "custom:plug-control-sessions-card" });
  card.hass = hass;
  document.body.append(card);
  await settle(card);
  return card;
};

const settle = async (card: PlugControlSessionsCard) => {
  await card.updateComplete;
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
  await card.updateComplete;
};

beforeAll(() => customElements.whenDefined("plug-control-sessions-card"));

afterEach(() => {
  document.body.replaceChildren();
});

describe("plug-control-sessions-card", () => {
  it("shows sessions, the newest first, and their total", async () => {
    const hass = home();
    hass.answers.get_sessions = answer([
      session({ session_id: 2, energy_wh: 2500 }),
      session({ energy_wh: 1000 }),
    ]);
    const card = await mount(hass);
    const rows = [...card.renderRoot.querySelectorAll("tbody tr")];
    expect(rows.map((row) => row.textContent.includes("2.50 kWh"))).toEqual([true, false]);
    expect(card.renderRoot.querySelector(".totals b")?.textContent).toBe("3.50 kWh");
  });

  it("says so where it has only the user's own sessions, and there are none", async () => {
    const hass = home();
    hass.answers.get_sessions = { ...answer([]), only_own: true };
    expect((await mount(hass)).renderRoot.textContent).toContain("no sessions with your cards");
    hass.answers.get_sessions = { ...answer([]), only_own: false };
    expect((await mount(hass)).renderRoot.textContent).toContain("No sessions");
  });

  it("has its own stretch of time written as the profile says, whatever the browser's language", async () => {
    const hass = home();
    hass.locale = { language: "en", date_format: "YMD" };
    hass.answers.get_sessions = answer([session()]);
    const card = await mount(hass);
    const period = card.renderRoot.querySelectorAll("select")[2];
    if (!period) throw new Error("no period");
    period.value = "own";
    period.dispatchEvent(new Event("change"));
    await settle(card);
    const [from, to] = card.renderRoot.querySelectorAll<HTMLInputElement>(".day input");
    if (!from || !to) throw new Error("no days");
    from.value = "2026-10-31";
    from.dispatchEvent(new Event("change"));
    await settle(card);
    const button = from.parentElement?.querySelector("button");
    expect(button?.textContent.trim()).toBe("2026/10/31");
    expect(button?.getAttribute("aria-label")).toBe("From: 2026/10/31");
    expect(to.min).toBe("2026-10-31");
    const opened = vi.fn();
    from.showPicker = opened;
    button?.click();
    expect(opened).toHaveBeenCalledOnce();
    from.value = ""; // the calendar's own button clears it: a day stays chosen
    from.dispatchEvent(new Event("change"));
    await settle(card);
    expect(button?.textContent.trim()).toBe("2026/10/31");
  });

  it("can be narrowed to a person and a connector", async () => {
    const hass = home();
    hass.answers.get_sessions = answer([session(), session({ card_name: "Ben", energy_wh: 1000 })]);
    const card = await mount(hass);
    const [device, person] = card.renderRoot.querySelectorAll("select");
    if (!device || !person) throw new Error("no filters");
    person.value = "Ben";
    person.dispatchEvent(new Event("change"));
    await settle(card);
    expect(card.renderRoot.querySelectorAll("tbody tr")).toHaveLength(1);
    device.value = "connector_1";
    device.dispatchEvent(new Event("change"));
    await settle(card);
    expect(hass.calls.at(-1)?.data).toMatchObject({ device_id: "connector_1" });
  });

  it("says how many of all sessions it shows, sums all of them, and shows more", async () => {
    const hass = home();
    const many = { ...answer([session()], 412), totals: { energy_wh: 5_000_000 } };
    hass.answers.get_sessions = many;
    const card = await mount(hass);
    expect(card.renderRoot.textContent).toContain("1 of 412");
    expect(card.renderRoot.textContent).toContain("5,000.0 kWh");
    expect(card.renderRoot.textContent).toContain("(412)");
    expect(hass.calls[0]?.data).toMatchObject({ limit: 200, newest_first: true });
    const more = [...card.renderRoot.querySelectorAll("button")].at(-1);
    more?.click();
    await settle(card);
    expect(hass.calls.at(-1)?.data).toMatchObject({ limit: 400 });
  });

  it("has in its download what it does not show, too", async () => {
    const hass = home();
    hass.answers.get_sessions = answer([session()], 2);
    const card = await mount(hass);
    const made = vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:csv");
    [...card.renderRoot.querySelectorAll("button")]
      .find((each) => each.textContent.includes("CSV"))
      ?.click();
    await settle(card);
    await settle(card);
    const offsets = hass.calls.slice(1).map((call) => call.data.offset);
    expect(offsets).toEqual([0, 1]);
    expect(made).toHaveBeenCalledOnce();
  });

  it("gives the signed meter values of a session as a file, or says why not", async () => {
    const hass = home();
    hass.answers.get_sessions = answer([session({ session_id: 7, signed_values: 2 }), session()]);
    hass.answers.get_signed_values = {
      session_id: 7,
      transaction_id: 9,
      public_key: null,
      signed_values: [{ context: "Transaction.Begin", format: "OCMF", data: "OCMF|{}|{}" }],
    };
    const card = await mount(hass);
    const made = vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:xml");
    made.mockClear();
    const buttons = [...card.renderRoot.querySelectorAll<HTMLButtonElement>("button.signed")];
    expect(buttons.map((each) => each.title)).toEqual(["Download signed meter values"]);
    buttons[0]?.click();
    await settle(card);
    expect(hass.calls.at(-1)?.data).toEqual({ charge_point_id: "CP1", session_id: 7 });
    const [blob] = made.mock.calls[0] ?? [];
    expect(await (blob as Blob).text()).toContain(">OCMF|{}|{}</signedData>");
    hass.refusal = "gone";
    buttons[0]?.click();
    await settle(card);
    expect(card.renderRoot.textContent).toContain("gone");
  });

  it("says that there are none, or that the integration is not ready", async () => {
    const hass = home();
    hass.answers.get_sessions = answer([]);
    expect((await mount(hass)).renderRoot.textContent).toContain("No sessions");
    hass.services = {};
    hass.calls = [];
    const card = await mount(hass);
    expect(card.renderRoot.textContent).toContain("is set up, but not running");
    expect(hass.calls).toHaveLength(0);
    card.hass = { ...hass, services: { plug_control: {} } };
    await settle(card);
    await settle(card);
    expect(card.renderRoot.textContent).toContain("No sessions");
  });
});

describe("the dashboard strategy", () => {
  it("takes the dashboard that the integration builds", async () => {
    const hass = home();
    hass.answers.get_dashboard = { title: "Charging", views: [] };
    expect(await PlugControlDashboardStrategy.generate({}, hass)).toEqual({
      title: "Charging",
      views: [],
    });
    expect(hass.calls[0]?.data).toEqual({ language: hass.language });
  });

  it("says at once why there is none, and asks nobody who cannot answer", async () => {
    const gone = home();
    gone.services = {};
    const stopped = home();
    for (const id of Object.keys(stopped.states)) set(stopped, id, "unavailable");
    for (const hass of [gone, stopped]) {
      const dashboard = await PlugControlDashboardStrategy.generate({}, hass);
      expect(JSON.stringify(dashboard)).toContain("plug-control-waiting-card");
      expect(hass.calls).toHaveLength(0);
    }
    const refused = home();
    refused.refusal = "It is broken";
    const dashboard = await PlugControlDashboardStrategy.generate({}, refused);
    expect(JSON.stringify(dashboard)).toContain("It is broken");
    expect(refused.calls).toHaveLength(1);
  });
});
