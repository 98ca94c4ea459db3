/** The power of one session over its time. */

import { html, nothing, svg } from "lit";

import { areaPath, hoursOf } from "../card/graph";
import type { Curve } from "./curve";
import type { SessionDetail } from "./queries";
import type { Texts } from "./texts";

const LEAST_SCALE_W = 1400;
const HEIGHT = 72;
const WIDTH = 320;

export const powerSection = (
  row: SessionDetail,
  curve: Curve | undefined,
  { format, say }: Texts,
) => {
  if (!curve || !row.started_at) return nothing;
  const from = Date.parse(row.started_at);
  const to = row.stopped_at ? Date.parse(row.stopped_at) : Date.now();
  const highest = Math.max(...curve.points.map(({ powerW }) => powerW), 0);
  const topW = Math.max(LEAST_SCALE_W, highest);
  const by = row.plan?.ready_by ? Date.parse(row.plan.ready_by) : Number.NaN;
  const byX = ((by - from) / (to - from)) * WIDTH;
  const origin = curve.origin === "states" ? "" : say("power_means");
  const share = (at: number) => (at - from) / (to - from);
  return html`<section>
    <h3>${say("power")}</h3>
    <div>
      <div class="axis" aria-hidden="true">${format.power(topW)}</div>
      <svg
        class="curve"
        viewBox="0 0 ${WIDTH} ${HEIGHT}"
        preserveAspectRatio="none"
        role="img"
        aria-label="${say("power")}: ≤ ${format.power(highest)}"
      >
        ${hoursOf(from, to, format).map((at) => {
          const x = share(at) * WIDTH;
          return svg`<line class="hour" y1="0" y2=${HEIGHT} x1=${x} x2=${x}></line>`;
        })}
        <path class="power" d=${areaPath(curve.points, from, to, to, topW)}></path>
        <line class="base" x1="0" x2=${WIDTH} y1=${HEIGHT} y2=${HEIGHT}></line>
        ${
          byX > 0 && byX < WIDTH
            ? svg`<line class="by" y1="0" y2=${HEIGHT} x1=${byX} x2=${byX}></line>`
            : nothing
        }
      </svg>
      <div class="axis hours" aria-hidden="true">
        ${hoursOf(from, to, format).map((at) => {
          const edge = share(at) < 0.04 ? "first" : share(at) > 0.96 ? "last" : "";
          return html`<span class=${edge} style=${`left:${(share(at) * 100).toFixed(1)}%`}
            >${format.time(new Date(at))}</span
          >`;
        })}
      </div>
    </div>
    ${origin ? html`<p class="secondary">${origin}</p>` : nothing}
  </section>`;
};
