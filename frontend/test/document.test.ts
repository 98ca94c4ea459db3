import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";

import "../src/index";
import { PlugControlSessionDocument, priceOf } from "../src/sessions/document";
import { home, type Home } from "./home";

beforeAll(() => customElements.whenDefined("plug-control-session-document"));

afterEach(() => {
  document.body.replaceChildren();
});

const FILTER = { start: "2026-11-01T00:00:00.000Z", person: "Anna", car_id: "c1" };

const open = async (hass: Home) => {
  const dialog = new PlugControlSessionDocument();
  Object.assign(dialog, { hass, filter: FILTER });
  document.body.append(dialog);
  await dialog.updateComplete;
  return dialog;
};

const make = async (dialog: PlugControlSessionDocument, fields: Record<string, string>) => {
  for (const [name, value] of Object.entries(fields)) {
    const field = dialog.renderRoot.querySelector<HTMLInputElement>(`[name=${name}]`);
    if (field) field.value = value;
  }
  dialog.renderRoot.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
  await dialog.updateComplete;
};

describe("the dialog of a document", () => {
  it("has the document made of what the card shows, in the reader's language, and links to it", async () => {
    const hass = home();
    hass.language = "de";
    hass.answers.export_sessions = {
      documents: [{ name: "Anna <b>.pdf", link: "/api/plug_control/documents/1?authSig=x" }],
    };
    const dialog = await open(hass);
    await make(dialog, { layout: "company_car", format: "xlsx", price: "0,3436" });
    expect(hass.calls[0]?.data).toEqual({
      ...{ start: FILTER.start, person: "Anna", car: "c1", language: "de" },
      ...{ layout: "company_car", formats: ["xlsx"], price_per_kwh: 0.3436 },
    });
    const link = dialog.renderRoot.querySelector("a");
    expect(link?.getAttribute("href")).toBe("/api/plug_control/documents/1?authSig=x");
    expect([link?.download, link?.textContent]).toEqual(["Anna <b>.pdf", "Anna <b>.pdf"]);
  });

  it("links only to this Home Assistant, and asks for no price that nobody gave", async () => {
    const hass = home();
    const links = ["https://elsewhere.example/x", "//elsewhere.example/x", "javascript:alert(1)"];
    hass.answers.export_sessions = { documents: links.map((link) => ({ name: "x", link })) };
    const dialog = await open(hass);
    await make(dialog, {});
    expect(hass.calls[0]?.data).not.toHaveProperty("price_per_kwh");
    expect(dialog.renderRoot.querySelector("a")).toBeNull();
  });

  it("makes none where what is written is no price: it would have the cost instead of what was agreed", async () => {
    const hass = home();
    hass.answers.export_sessions = { documents: [{ name: "x", link: "/api/x" }] };
    const dialog = await open(hass);
    await make(dialog, { price: "0,31" });
    await make(dialog, { price: "0,30 €" });
    expect(hass.calls).toHaveLength(1);
    expect(dialog.renderRoot.querySelector("[role=alert]")?.textContent).toContain("0.31");
    expect(dialog.renderRoot.querySelector("a")).toBeNull();
  });

  it("says why there is none, and tells when it is closed", async () => {
    const hass = home();
    hass.refusal = "the disk is full";
    const dialog = await open(hass);
    await make(dialog, {});
    expect(dialog.renderRoot.querySelector("[role=alert]")?.textContent).toBe("the disk is full");
    const closed = vi.fn();
    dialog.addEventListener("closed", closed);
    dialog.renderRoot.querySelector("dialog")?.dispatchEvent(new Event("close"));
    expect(closed).toHaveBeenCalledOnce();
  });
});

describe("a price", () => {
  it("is written with a point or a comma, or not at all", () => {
    expect(priceOf(" 0,31 ")).toBe(0.31);
    expect(priceOf("0.31")).toBe(0.31);
    expect(priceOf("")).toBeUndefined();
    for (const wrong of ["much", "0,30 €", "1.000,5", "1e3", "-1", ".", "0x1", "Infinity"]) {
      expect(priceOf(wrong), wrong).toBeNaN();
    }
  });
});
