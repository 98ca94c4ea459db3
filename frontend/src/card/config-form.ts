import { PLATFORM } from "../ha/connectors";
import type { ConfigForm, FormField } from "../ha/types";
import { say, type Word } from "../i18n";

const LABELS: Readonly<Record<string, Word | undefined>> = {
  device_id: "connector",
  name: "name",
  show_controls: "show_controls",
  show_plan: "show_plan",
  show_graph: "show_graph",
};

/** Where there is no user to ask, as in the card editor: the page's own language. */
const pageLanguage = () => document.documentElement.lang || navigator.language;

export const labelOf = (field: FormField): string => {
  const word = LABELS[field.name];
  return word ? say(pageLanguage(), word) : field.name;
};

/** The card's visual editor. */
export const configForm = (): ConfigForm => ({
  schema: [
    {
      name: "device_id",
      required: true,
      selector: { device: { integration: PLATFORM, entity: { domain: "number" } } },
    },
    { name: "name", selector: { text: {} } },
    { name: "show_controls", default: true, selector: { boolean: {} } },
    { name: "show_plan", default: true, selector: { boolean: {} } },
    { name: "show_graph", default: true, selector: { boolean: {} } },
  ],
  computeLabel: labelOf,
});
