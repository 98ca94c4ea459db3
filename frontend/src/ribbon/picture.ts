/** The ribbon's picture: sun, prices, what the car did, what it will do, now. */

import { nothing, svg } from "lit";

import { allowedPath } from "../card/graph";
import type { AllowedPeriod, PlannedWindow } from "../card/view";
import type { Ribbon } from "./data";
import {
  areaOf,
  barOf,
  HEIGHT,
  isIn,
  priceBarsOf,
  shareOf,
  topOf,
  WIDTH,
  type Span,
} from "./geometry";

/** The strip of prices at the bottom: dearer is redder and higher. */
const PRICE_LEAST = 4;
const PRICE_MORE = 7;

export interface Shown {
  ribbon: Ribbon;
  span: Span;
  now: number;
  /** The hours of the day to mark. */
  hours: readonly number[];
  /** What a wish that one pulls would plan; undefined: nothing is pulled, or nothing is known. */
  preview: readonly PlannedWindow[] | undefined;
  allowed: readonly AllowedPeriod[];
  /** The moment that the user looks at. */
  chosen: number | undefined;
}

/** The power at the top of the picture. */
export const scaleOf = ({
  ribbon,
  allowed,
  preview,
}: Pick<Shown, "ribbon" | "allowed" | "preview">): number =>
  topOf([
    ...ribbon.power.map((step) => step.powerW),
    ...ribbon.sun.map((step) => step.powerW),
    ...ribbon.forecast.map((step) => step.powerW),
    ...allowed.map((period) => period.powerW),
    ...(ribbon.planned.length || preview?.length ? [ribbon.fullPowerW ?? 0] : []),
  ]);

/** Whether there is anything to draw but the time. */
export const isEmpty = (ribbon: Ribbon, allowed: readonly AllowedPeriod[]): boolean =>
  !ribbon.planned.length &&
  !allowed.length &&
  !ribbon.prices.length &&
  !ribbon.forecast.length &&
  !ribbon.sun.some((step) => step.powerW > 0) &&
  !ribbon.power.some((step) => step.powerW > 0);

const line = (kind: string, at: number, span: Span) => {
  if (!isIn(at, span)) return nothing;
  const x = (shareOf(at, span) * WIDTH).toFixed(1);
  return svg`<line class=${kind} x1=${x} x2=${x} y1="0" y2=${HEIGHT}></line>`;
};

const windowsOf = (
  windows: readonly PlannedWindow[],
  kind: string,
  { span, ribbon }: Shown,
  topW: number,
) => {
  const mostA = Math.max(...windows.map((each) => each.currentA ?? 0));
  return windows.map((each) => {
    const { x, width } = barOf(each.start.getTime(), each.end.getTime(), span);
    if (width <= 0) return nothing;
    const share = mostA && each.currentA !== undefined ? each.currentA / mostA : 1;
    const height = Math.min(((ribbon.fullPowerW ?? topW) * share) / topW, 1) * HEIGHT;
    return svg`<rect class=${`plan ${kind} ${each.solar ? "solar" : ""}`} x=${x.toFixed(1)}
      width=${width.toFixed(1)} y=${(HEIGHT - height).toFixed(1)} height=${height.toFixed(1)}></rect>`;
  });
};

export const picture = (shown: Shown) => {
  const { ribbon, span, now, hours, preview, allowed, chosen } = shown;
  const topW = scaleOf(shown);
  const past = shareOf(now, span) * WIDTH;
  return svg`
    <rect class="past" x="0" y="0" width=${past.toFixed(1)} height=${HEIGHT}></rect>
    ${hours.map((at) => line("hour", at, span))}
    <path class="sun" d=${areaOf(ribbon.sun, span, topW)}></path>
    <path class="forecast" d=${areaOf(
      ribbon.forecast
        .map((step) => ({ ...step, from: Math.max(step.from, now) }))
        .filter((step) => step.to > step.from),
      span,
      topW,
    )}></path>
    <path class="power" d=${areaOf(ribbon.power, span, topW)}></path>
    ${windowsOf(preview ?? ribbon.planned, preview ? "preview" : "", shown, topW)}
    ${
      allowed.length
        ? svg`<path class="allowed" transform=${`scale(${WIDTH / 320} ${HEIGHT / 72})`}
            d=${allowedPath(allowed, span.from, span.to, topW)}></path>`
        : nothing
    }
    ${priceBarsOf(ribbon.prices, span).map(({ x, width, dear }) => {
      const height = PRICE_LEAST + dear * PRICE_MORE;
      return svg`<rect class="price" style=${`--dear: ${Math.round(dear * 100)}%`} x=${x.toFixed(1)}
        width=${(width + 0.3).toFixed(1)} y=${(HEIGHT - height).toFixed(1)} height=${height.toFixed(1)}></rect>`;
    })}
    <line class="base" x1="0" x2=${WIDTH} y1=${HEIGHT} y2=${HEIGHT}></line>
    ${line("now", now, span)}
    ${chosen === undefined ? nothing : line("chosen", chosen, span)}`;
};
