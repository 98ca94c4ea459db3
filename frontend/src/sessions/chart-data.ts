/** What the chart of the card is of, and what it can be of. */

import { html, nothing } from "lit";

import type { HomeAssistant } from "../ha/types";
import { selectOf } from "./choices";
import { bucketOf, type Bucket, type Span } from "./period";
import { totalsOf, type Filter } from "./queries";
import { currenciesOf, MEASURES, type Group, type Measure, type TotalRow } from "./stack";
import type { Texts } from "./texts";

/** The chart's rows, and what they are of. */
export interface Chart {
  rows: readonly TotalRow[];
  first: string;
  last: string;
  bucket: Bucket;
  group: Group;
}

/** What is chosen of the chart, and the groups that there are. */
interface Shown {
  measure: Measure;
  group: Group;
  groups: readonly Group[];
}

interface ChoiceContext extends Pick<Texts, "say"> {
  measured: (measure: Measure) => void;
  grouped: (group: Group) => void;
}

export const hasSun = (rows: readonly TotalRow[]): boolean =>
  rows.some((row) => (row.solar_wh ?? 0) > 0);

/** The group that is wanted, where there is it; else the first. Only energy has sources. */
export const groupOf = (
  groups: readonly Group[],
  chosen: Group | undefined,
  measure: Measure,
): Group => {
  const wanted = measure === "energy" ? chosen : chosen === "source" ? "none" : chosen;
  if (wanted && groups.includes(wanted)) return wanted;
  return groups.find((group) => group !== "source" || measure === "energy") ?? "none";
};

/** The first day of the first month with a session. */
const firstMonth = (rows: readonly TotalRow[]): string | undefined => {
  const months = rows.flatMap(({ period }) => (period ? [period.slice(0, 7)] : []));
  const first = months.sort()[0];
  return first && `${first}-01`;
};

export const loadChart = async (
  hass: HomeAssistant,
  filter: Filter,
  span: Span,
  group: Group,
  today: string,
): Promise<Chart> => {
  const by = group === "source" ? "none" : group;
  let { first, last } = span;
  if (!first) {
    const { totals } = await totalsOf(hass, filter, "year", "none");
    const known = totals.flatMap(({ period }) => (period ? [period.slice(0, 4)] : [])).sort();
    last = today;
    first = `${known[0] ?? last.slice(0, 4)}-01-01`;
  }
  const bucket = bucketOf(first, last);
  const { totals: rows } = await totalsOf(hass, filter, bucket, by);
  if (bucket === "month" && !span.first) first = firstMonth(rows) ?? first;
  return { rows, first, last, bucket, group };
};

export const chartChoices = (
  rows: readonly TotalRow[],
  shown: Shown,
  { say, measured, grouped }: ChoiceContext,
) => {
  const has: Readonly<Record<Measure, boolean>> = {
    energy: true,
    cost: currenciesOf(rows).length > 0,
    sun: hasSun(rows),
  };
  const measures = MEASURES.filter((measure) => has[measure]);
  const groups = shown.groups.filter((group) => group !== "source" || shown.measure === "energy");
  if (measures.length < 2 && groups.length < 2) return nothing;
  return html`<div class="choices">
    ${
      measures.length < 2
        ? nothing
        : html`<div class="measures" role="group" aria-label=${say("measure")}>
            ${measures.map(
              (measure) =>
                html`<button
                  aria-pressed=${measure === shown.measure}
                  @click=${() => {
                    measured(measure);
                  }}
                >
                  ${say(`measure_${measure}`)}
                </button>`,
            )}
          </div>`
    }
    ${
      groups.length < 2
        ? nothing
        : selectOf(
            say,
            "group_by",
            groups.map((key) => ({ key, name: say(`group_${key}`) })),
            shown.group,
            (group) => {
              grouped(group as Group);
            },
            "group",
          )
    }
  </div>`;
};
