/**
 * The colours of the chart's series: each at least 3 to 1 against a white and a dark card (WCAG 1.4.11), and told apart from
 * the others with each kind of colour blindness; a test measures both.
 */
export const SERIES_COLORS = [
  "#0072b2",
  "#d55e00",
  "#29a35a",
  "#941aff",
  "#cf172f",
  "#db4dff",
] as const;

/** What is left over: other people, or an unknown source. */
export const REST_COLOR = "#808080";

export const SOURCE_COLORS = { solar: "#c27800", battery: "#941aff", grid: "#0072b2" } as const;
