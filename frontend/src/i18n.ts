/** The cards' own words, by language in `words/`; what Home Assistant can say (states, errors) comes from there. */

import cs from "./words/cs.json";
import da from "./words/da.json";
import de from "./words/de.json";
import en from "./words/en.json";
import es from "./words/es.json";
import fr from "./words/fr.json";
import nl from "./words/nl.json";
import pl from "./words/pl.json";

export type Word = keyof typeof en;

/** A text, or one for each plural category (`Intl.PluralRules`) of its language; every language has `other`. */
type Text = string | Readonly<{ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>>;

/** What a language lacks is in English. */
export const LANGUAGES: Readonly<
  Record<string, Readonly<Partial<Record<Word, Text>>> | undefined>
> = { cs, da, de, en, es, fr, nl, pl };

const textIn = (language: string | undefined, word: Word): [string, Text] => {
  const spoken = (language ?? "en").split("-", 1)[0] ?? "en";
  const text = LANGUAGES[spoken]?.[word];
  return text === undefined ? ["en", en[word]] : [spoken, text];
};

/** The word in a language such as `de-CH`; English where there is none. */
export const say = (language: string | undefined, word: Word): string => {
  const [, text] = textIn(language, word);
  return typeof text === "string" ? text : text.other;
};

/** The word for a number of things, in the plural form that the language has for this number. */
export const sayOf = (language: string | undefined, word: Word, count: number): string => {
  const [spoken, text] = textIn(language, word);
  if (typeof text === "string") return text;
  return text[new Intl.PluralRules(spoken).select(count)] ?? text.other;
};

const PLACEHOLDER = /\{(\w+)\}/g;

/** The names of the values that a text shows. */
export const placeholdersOf = (text: string): string[] =>
  [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? "");

/** A text with its values; what is filled in is never read as a template. */
export const fill = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replaceAll(PLACEHOLDER, (_, name: string) => values.get(name) ?? "");
