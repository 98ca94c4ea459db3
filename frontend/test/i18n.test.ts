import { describe, expect, it } from "vitest";

import { LANGUAGES, say, sayOf } from "../src/i18n";

const LANGUAGE_TAGS = Object.keys(LANGUAGES);

describe("words", () => {
  it.each(LANGUAGE_TAGS)("%s: are spoken in every country", (language) => {
    const words = LANGUAGES[language];
    expect(words?.charge_point).toBeTruthy();
    expect(say(language, "charge_point")).toBe(words?.charge_point);
    expect(say(`${language}-XX`, "charge_point")).toBe(words?.charge_point);
  });

  it("are English in a language that has none", () => {
    expect(say("xx", "charge_point")).toBe("Charge point");
    expect(say(undefined, "charge_point")).toBe("Charge point");
    expect(sayOf("xx", "phases", 1)).toBe("one phase");
  });

  it.each(LANGUAGE_TAGS)("%s: every number has its plural form", (language) => {
    for (const count of [1, 2, 3, 5, 22, 100]) {
      expect(sayOf(language, "count_charging", count)).not.toBe("");
    }
    expect(sayOf(language, "phases", 1)).not.toBe(sayOf(language, "phases", 3));
    expect(sayOf(language, "charge_point", 3)).toBe(say(language, "charge_point"));
    expect(say(language, "phases")).toContain("{phases}");
  });
});
