import { describe, expect, it } from "vitest";

import { field, HEAD, linesOf } from "../src/sessions/csv";
import {
  durationS,
  knownWh,
  personOf,
  sunShare,
  totalWh,
  type Session,
} from "../src/sessions/session";
import { toXml } from "../src/sessions/signed";
import { session } from "./session";

const toCsv = (rows: Session[]) => HEAD + linesOf(rows);

describe("the download", () => {
  it("agrees with the ledger to the last Wh", () => {
    const rows = [session(), session({ session_id: 2, energy_wh: 0.5 })];
    const [head, ...lines] = toCsv(rows).trimEnd().split("\r\n");
    const column = head?.split(",").indexOf("energy_wh") ?? -1;
    const sum = lines.reduce((total, line) => total + Number(line.split(",")[column]), 0);
    expect(sum).toBe(totalWh(rows));
    expect(sum).toBe(12345.5);
  });

  it("says who pressed start", () => {
    const rows = [session({ started_by_name: "Ben" }), session()];
    const [head, first, second] = toCsv(rows).split("\r\n");
    const column = head?.split(",").indexOf("started_by_name") ?? -1;
    expect(first?.split(",")[column]).toBe("Ben");
    expect(second?.split(",")[column]).toBe("");
  });

  it("says which back ends have it", () => {
    const delivered_at = "2026-11-20T20:31:00+00:00";
    const back_ends = [
      { back_end: "Employer", state: "delivered", delivered_at, note: null },
      { back_end: "=Fleet", state: "set_aside", delivered_at: null, note: "no_start" },
    ] as const;
    const [head, first, second] = toCsv([session({ back_ends }), session()]).split("\r\n");
    expect(head).toMatch(/,back_ends$/);
    expect(first).toMatch(/,"Employer: delivered 2026-11-20T20:31:00\+00:00;' =Fleet: set_aside"$/);
    expect(second).toMatch(/,$/);
  });

  it("has foreign text as text: no formula, no new columns or lines", () => {
    expect(field('=HYPERLINK("x")')).toBe(`"'=HYPERLINK(""x"")"`);
    expect(field("@SUM(A1)")).toBe("'@SUM(A1)");
    expect(field(" =1+1")).toBe("' =1+1");
    expect(field("\uff1d1+1")).toBe("'\uff1d1+1");
    expect(field('x;"=1+1";y')).toBe(`"x;'""=1+1"";y"`);
    expect(field("x\n\u200b@cmd")).toBe('"x\n\'\u200b@cmd"');
    expect(field("a;b, -c")).toBe('"a;b, -c"');
    expect(field("a,b\nc")).toBe('"a,b\nc"');
    expect(field(null)).toBe("");
    expect(field(-5)).toBe("-5");
    expect(field(false)).toBe("false");
  });
});

describe("a session", () => {
  it("belongs to a card's name, or else to its number, or to nobody", () => {
    expect(personOf(session())).toBe("Anna");
    expect(personOf(session({ card_name: null }))).toBe("04A1");
    expect(personOf(session({ card_name: null, id_tag: null }))).toBe("");
  });

  it("took as long as from its start to its stop, where both are known", () => {
    expect(durationS(session())).toBe(9000);
    expect(durationS(session({ stopped_at: null }))).toBeUndefined();
  });

  it("is said to be whose the ledger says, before who started it", () => {
    expect(personOf(session({ person: "Carla", started_by_name: "Ben" }))).toBe("Carla");
    expect(personOf(session({ person: null, started_by_name: "Ben" }))).toBe("Ben");
  });

  it("has the sun's share of the energy whose source is known, or none where no source is", () => {
    expect(sunShare({ solar_wh: 6000, grid_wh: 2000, battery_wh: null })).toBe(0.75);
    expect(sunShare({ solar_wh: null, grid_wh: 2000 })).toBeUndefined();
    expect(sunShare({ solar_wh: 0, grid_wh: 0, battery_wh: 0 })).toBeUndefined();
    expect(sunShare({})).toBeUndefined();
    expect(sunShare({ energy_wh: 8000, solar_wh: 3000, grid_wh: 1000 })).toBe(0.75);
    expect(sunShare({ energy_wh: 8100, solar_wh: 3000, grid_wh: 1000 })).toBeUndefined();
    expect(knownWh({ grid_wh: 1, solar_wh: 2, battery_wh: 3 })).toBe(6);
  });
});

describe("the file of signed meter values", () => {
  const values = [
    { context: "Transaction.Begin", format: "OCMF", data: 'OCMF|{"a":"<&>"}|{"SD":"30"}\r\n' },
    { context: null, format: "other", data: "\u0000raw" },
  ];
  const read = (publicKey: string | null) =>
    new DOMParser().parseFromString(
      toXml({ session_id: 7, transaction_id: 9, public_key: publicKey, signed_values: values }),
      "application/xml",
    );

  it("has each value as it came, with its key, as transparency programs want it", () => {
    const text = toXml({
      session_id: 7,
      transaction_id: null,
      public_key: "3059AB",
      signed_values: values,
    });
    expect(text).toContain('<value transactionId="7" context="Transaction.Begin">');
    expect(text).toContain('<signedData format="OCMF" encoding="plain">OCMF|{&quot;a&quot;:');
    expect(text).toContain("{&quot;a&quot;:&quot;&lt;&amp;&gt;&quot;}");
    expect(text).toContain("&#13;\n</signedData>");
    expect(text).toContain('<signedData encoding="plain">raw</signedData>');
    expect(text.match(/<publicKey encoding="hex">3059AB<\/publicKey>/g)).toHaveLength(2);
  });

  it("says how the key is written, and has none where none is known", () => {
    const encoding = (key: string | null) =>
      read(key).querySelector("publicKey")?.getAttribute("encoding");
    expect(encoding("-----BEGIN PUBLIC KEY-----")).toBe("plain");
    expect(encoding("MFkwEwYHKoZIzj0CAQ==")).toBe("base64");
    expect(encoding(null)).toBeUndefined();
  });
});
