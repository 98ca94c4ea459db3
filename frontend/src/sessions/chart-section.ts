/** The chart of a stretch of time, with its legend and the same as a table. */

import { html, nothing } from "lit";

import type { Format } from "../format";
import { fill, type Word } from "../i18n";
import type { Bar } from "./chart";
import { REST_COLOR, SERIES_COLORS, SOURCE_COLORS } from "./palette";
import { keysOf, type Bucket } from "./period";
import { sunShare } from "./session";
import {
  bySource,
  currenciesOf,
  inCurrency,
  rowsOf,
  seriesOf,
  stacksOf,
  sumsOf,
  type Group,
  type Measure,
  type Series,
  type Stack,
  type Sums,
  type TotalRow,
} from "./stack";

export interface ChartContext {
  format: Format;
  house: Format;
  say: (word: Word) => string;
  open: (key: string) => void;
}

export interface ChartData {
  rows: readonly TotalRow[];
  first: string;
  last: string;
  bucket: Bucket;
  measure: Measure;
  group: Group;
}

/** What stands under a bar, and what it stands for in full. */
const namesOf = (key: string, bucket: Bucket, house: Format, years: boolean): [string, string] => {
  switch (bucket) {
    case "hour": {
      const at = new Date(key);
      return [house.hour(house.hourOf(at)), house.dateTime(at)];
    }
    case "day":
      return [String(Number(key.slice(8))), house.weekday(key)];
    case "month": {
      const short = house.month(key, "short");
      return [years ? `${short} ${key.slice(2, 4)}` : short, house.month(key)];
    }
    case "year":
      return [key, key];
  }
};

const SOURCES: Readonly<Record<string, string | undefined>> = SOURCE_COLORS;

export const chartSection = (data: ChartData, context: ChartContext) => {
  const { bucket, measure, group, first, last } = data;
  const { format, house, say } = context;
  const [currency, ...otherCurrencies] = currenciesOf(data.rows);
  const words = { solar: "sun", battery: "home_battery", grid: "grid" } as const;
  let rows = data.rows;
  if (group === "source") {
    const names = { unknown: say("source_unknown"), solar: "", battery: "", grid: "" };
    for (const source of ["solar", "battery", "grid"] as const) names[source] = say(words[source]);
    rows = bySource(rows, names);
  } else if (measure === "cost" && otherCurrencies.length) {
    rows = inCurrency(rows, currency);
  }
  let series = seriesOf(rows, SERIES_COLORS, REST_COLOR);
  if (group === "source") {
    const order = ["solar", "battery", "grid", "unknown"];
    series = series
      .map((one) => ({ ...one, color: SOURCES[one.key] ?? REST_COLOR }))
      .sort((one, other) => order.indexOf(one.key) - order.indexOf(other.key));
  }
  const keys = keysOf(first, last, bucket, house);
  const years = first.slice(0, 4) !== last.slice(0, 4);
  const bars = stacksOf(rows, keys, bucket, series, measure).map((stack): Bar => {
    const [label, name] = namesOf(stack.key, bucket, house, years);
    return { ...stack, label, name };
  });

  const none = group === "car" ? "no_car" : "nobody";
  const named = ({ name }: Series) => (name === undefined ? say("others") : name || say(none));
  const money = (value: number, digits?: number) => format.money(value, currency ?? "", digits);
  const axis = (value: number) =>
    ({
      energy: () => `${format.number(value / 1000, 3, 0)} kWh`,
      cost: () => money(value, 3),
      sun: () => format.percent(value / 100),
    })[measure]();
  const whole = (value: number | undefined) => {
    if (value === undefined) return "–";
    return measure === "energy"
      ? format.energy(value)
      : measure === "sun"
        ? axis(value)
        : money(value);
  };
  /** What a group alone has: of the sun its energy, and its share of what the group charged. */
  const own = (sums: Sums) => {
    if (measure === "energy") return format.energy(sums.energy_wh);
    if (measure === "cost") return sums.cost === null ? "–" : money(sums.cost);
    const share = sunShare(sums);
    return share === undefined
      ? "–"
      : `${format.energy(sums.solar_wh ?? 0)} (${format.percent(share)})`;
  };
  const sums = new Map(series.map((one) => [one, sumsOf(rowsOf(rows, one, series))]));
  const several = group !== "none" && series.length > 1;
  const heading = say(`measure_${measure}`);
  return html`<plug-control-sessions-chart
      .bars=${bars}
      .heading=${heading}
      .estimated=${say("estimated_legend")}
      .axis=${axis}
      .whole=${(bar: Bar) => whole(bar.value)}
      .partly=${(segment: Stack["segments"][number]) => own(segment.sums)}
      .named=${named}
      .opens=${bucket !== "hour"}
      @open-bar=${(event: CustomEvent<string>) => {
        context.open(event.detail);
      }}
    ></plug-control-sessions-chart>
    ${
      group === "none"
        ? nothing
        : html`<ul class="legend">
            ${series.map(
              (one) =>
                html`<li>
                  <i style=${`background:${one.color}`}></i>${named(one)}
                  <span class="secondary">${own(sums.get(one) ?? sumsOf([]))}</span>
                </li>`,
            )}
          </ul>`
    }
    ${
      bars.some((bar) => bar.estimated)
        ? html`<p class="hint secondary">
            <span class="hatched" aria-hidden="true"></span>${say("estimated_legend")}
          </p>`
        : nothing
    }
    ${
      measure === "cost" && otherCurrencies.length
        ? html`<p class="hint secondary">
            ${fill(say("currency_only"), new Map([["currency", currency ?? ""]]))}
          </p>`
        : nothing
    }
    <details class="numbers">
      <summary>${say("as_table")}</summary>
      <div class="scroll" tabindex="0" role="region" aria-label=${heading}>
        <table>
          <thead>
            <tr>
              <th scope="col">${say("period")}</th>
              ${
                several
                  ? series.map((one) => html`<th scope="col" class="number">${named(one)}</th>`)
                  : nothing
              }
              <th scope="col" class="number">${say("total")}</th>
            </tr>
          </thead>
          <tbody>
            ${bars
              .filter((bar) => bar.segments.length)
              .map(
                (bar) =>
                  html`<tr>
                    <th scope="row">${bar.name}</th>
                    ${
                      several
                        ? series.map((one) => {
                            const part = bar.segments.find(({ series }) => series === one);
                            return html`<td class="number">${part ? own(part.sums) : "–"}</td>`;
                          })
                        : nothing
                    }
                    <td class="number">${bar.estimated ? "≈ " : ""}${whole(bar.value)}</td>
                  </tr>`,
              )}
          </tbody>
        </table>
      </div>
    </details>`;
};
