/** How the parts of the card write: words and numbers in the reader's language. */

import type { Format } from "../format";
import type { Word } from "../i18n";

export interface Texts {
  format: Format;
  say: (word: Word) => string;
}
