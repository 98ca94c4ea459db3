/** Where the energy of one session came from, over its time. */

import { html, nothing } from "lit";

import type { Format } from "../format";
import type { Bar } from "./chart";
import { slotMs } from "./curve";
import { REST_COLOR, SOURCE_COLORS } from "./palette";
import type { SessionDetail, Slot } from "./queries";
import { knownWh } from "./session";
import type { Series } from "./stack";
import type { Texts } from "./texts";

/** So many quarters of an hour are drawn as such; those of longer sessions become hours. */
const MOST_SLOTS = 64;
const HOUR_MS = 3_600_000;

const seriesOf = (say: Texts["say"]): Series[] => [
  { key: "solar", name: say("sun"), color: SOURCE_COLORS.solar },
  { key: "battery", name: say("home_battery"), color: SOURCE_COLORS.battery },
  { key: "grid", name: say("grid"), color: SOURCE_COLORS.grid },
  { key: "unknown", name: say("source_unknown"), color: REST_COLOR },
];

/** The slots of a long session by the hour. */
export const hourly = (slots: readonly Slot[]): Slot[] => {
  const hours = new Map<number, Slot>();
  for (const slot of slots) {
    const hour = Math.floor(Date.parse(slot.start) / HOUR_MS) * HOUR_MS;
    const sum = hours.get(hour);
    const plus = (one: number | null, other: number | null) =>
      one === null && other === null ? null : (one ?? 0) + (other ?? 0);
    hours.set(hour, {
      start: new Date(hour).toISOString(),
      energy_wh: (sum?.energy_wh ?? 0) + slot.energy_wh,
      grid_wh: plus(sum?.grid_wh ?? null, slot.grid_wh),
      solar_wh: plus(sum?.solar_wh ?? null, slot.solar_wh),
      battery_wh: plus(sum?.battery_wh ?? null, slot.battery_wh),
      price: slot.price,
      estimated: (sum?.estimated ?? false) || slot.estimated,
    });
  }
  return [...hours.values()];
};

/** A slot as a bar of its sources, the sun at the bottom. */
const barOf = (slot: Slot, series: readonly Series[], format: Format): Bar => {
  const parts: Readonly<Record<string, number>> = {
    solar: slot.solar_wh ?? 0,
    battery: slot.battery_wh ?? 0,
    grid: slot.grid_wh ?? 0,
    unknown: Math.max(slot.energy_wh - knownWh(slot), 0),
  };
  const none = { grid_wh: null, solar_wh: null, battery_wh: null };
  const sums = {
    ...none,
    cost: null,
    saved: null,
    co2_g: null,
    sessions: 1,
    without_cost: 1,
    without_co2: 1,
  };
  let from = 0;
  const segments = series.flatMap((one) => {
    const wh = parts[one.key] ?? 0;
    if (wh < 1) return [];
    from += wh;
    const { estimated } = slot;
    return [
      {
        series: one,
        from: from - wh,
        to: from,
        sums: { ...sums, energy_wh: wh, estimated },
        estimated,
      },
    ];
  });
  const at = new Date(slot.start);
  return {
    key: slot.start,
    segments,
    value: slot.energy_wh,
    estimated: slot.estimated,
    label: format.time(at),
    name: format.dateTime(at),
  };
};

/** The energy of each quarter of an hour or hour by its source; only where there is more than the grid. */
export const sourcesSection = (row: SessionDetail, { format, say }: Texts) => {
  const slots = row.slots ?? [];
  if (!slots.some((slot) => (slot.solar_wh ?? 0) > 0 || (slot.battery_wh ?? 0) > 0)) return nothing;
  const drawn = slots.length > MOST_SLOTS && slotMs(slots) < HOUR_MS ? hourly(slots) : slots;
  const series = seriesOf(say);
  const bars = drawn.map((slot): Bar => barOf(slot, series, format));
  const used = series.filter((one) =>
    bars.some((bar) => bar.segments.some((s) => s.series === one)),
  );
  return html`<section>
    <h3>${say("sources")}</h3>
    <plug-control-sessions-chart
      .bars=${bars}
      .heading=${say("sources")}
      .estimated=${say("estimated_legend")}
      .axis=${(wh: number) => `${format.number(wh / 1000, 3, 0)} kWh`}
      .whole=${(bar: Bar) => format.energy(bar.value ?? 0)}
      .partly=${(segment: Bar["segments"][number]) => format.energy(segment.to - segment.from)}
    ></plug-control-sessions-chart>
    <div class="legend" aria-hidden="true">
      ${used.map(
        ({ name, color }) => html`<span><i style=${`background:${color}`}></i>${name}</span>`,
      )}
    </div>
  </section>`;
};
