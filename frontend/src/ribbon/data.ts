/** What the ribbon shows of a connector, as the integration answers it. */

import { windowsOf, type PlannedWindow, type PriceStep } from "../card/view";
import type { Connector } from "../ha/connectors";
import type { HomeAssistant } from "../ha/types";

const PIECE_MS = 300_000;

/** A power (W) for as long as it lasts. */
export interface PowerStep {
  from: number;
  to: number;
  powerW: number;
}

/** What was decided at a moment, and why. */
export interface Change {
  at: number;
  code: string;
  limitA: number | undefined;
  phases: number | undefined;
  attributes: Readonly<Record<string, unknown>>;
}

export interface Wished {
  plan: boolean;
  /** Time of day in the house's time zone. */
  readyBy: string;
  repeat: string;
  energyKwh: number;
  socPercent: number | undefined;
  /** What the plan takes no account of, since the car's state of charge is unknown. */
  unusedSocPercent: number | undefined;
}

export interface Ribbon {
  from: number;
  to: number;
  keptSince: number;
  power: readonly PowerStep[];
  sun: readonly PowerStep[];
  /** Whether the sun's past is all of the roof's, or the surplus that the house left. */
  sunKind: "solar" | "surplus" | undefined;
  forecast: readonly PowerStep[];
  prices: readonly PriceStep[];
  priceUnit: string;
  changes: readonly Change[];
  fullPowerW: number | undefined;
  wish: Wished;
  readyAt: number | undefined;
  energyKwh: number;
  shortfallKwh: number;
  planned: readonly PlannedWindow[];
}

type Row = Readonly<Record<string, unknown>>;

const rowOf = (value: unknown): Row =>
  typeof value === "object" && value !== null ? (value as Row) : {};

const rowsOf = (value: unknown): Row[] => (Array.isArray(value) ? value.map(rowOf) : []);

const numberIn = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;

const textIn = (value: unknown): string => (typeof value === "string" ? value : "");

const momentIn = (value: unknown): number | undefined =>
  numberIn(Date.parse(textIn(value))) ?? undefined;

/** Pairs of seconds since the epoch and the mean power of five minutes. */
const piecesOf = (value: unknown): PowerStep[] => {
  if (!Array.isArray(value)) return [];
  return value.flatMap((pair: unknown) => {
    const [atS, powerW] = Array.isArray(pair) ? (pair as unknown[]) : [];
    const [start, power] = [numberIn(atS), numberIn(powerW)];
    if (start === undefined || power === undefined) return [];
    return [{ from: start * 1000, to: start * 1000 + PIECE_MS, powerW: power }];
  });
};

const spansOf = (value: unknown): (Row & { from: number; to: number })[] =>
  rowsOf(value).flatMap((row) => {
    const [from, to] = [momentIn(row.start), momentIn(row.end)];
    return from === undefined || to === undefined || to <= from ? [] : [{ ...row, from, to }];
  });

const changesOf = (value: unknown): Change[] =>
  rowsOf(value).flatMap((row) => {
    const at = momentIn(row.at);
    if (at === undefined) return [];
    return [
      {
        at,
        code: textIn(row.code),
        limitA: numberIn(row.limit_a),
        phases: numberIn(row.phases),
        attributes: rowOf(row.attributes),
      },
    ];
  });

const wishOf = (row: Row): Wished => ({
  plan: row.plan === true,
  readyBy: textIn(row.ready_by),
  repeat: textIn(row.repeat),
  energyKwh: numberIn(row.energy_kwh) ?? 0,
  socPercent: numberIn(row.soc_percent),
  unusedSocPercent: numberIn(row.unused_soc_percent),
});

/** The answer of `plug_control/ribbon`; what cannot be read of it is left out. */
export const ribbonOf = (answer: unknown): Ribbon => {
  const row = rowOf(answer);
  const plan = rowOf(row.plan);
  const kind = row.sun_kind;
  return {
    from: momentIn(row.start) ?? 0,
    to: momentIn(row.end) ?? 0,
    keptSince: momentIn(row.kept_since) ?? 0,
    power: piecesOf(row.power),
    sun: piecesOf(row.sun),
    sunKind: kind === "solar" || kind === "surplus" ? kind : undefined,
    forecast: spansOf(row.forecast).map(({ from, to, power_w }) => ({
      from,
      to,
      powerW: numberIn(power_w) ?? 0,
    })),
    prices: spansOf(row.prices).flatMap(({ from, to, price }) => {
      const value = numberIn(price);
      if (value === undefined) return [];
      return [{ start: new Date(from), end: new Date(to), price: value }];
    }),
    priceUnit: textIn(row.price_unit),
    changes: changesOf(row.changes),
    fullPowerW: numberIn(row.full_power_w),
    wish: wishOf(rowOf(row.wish)),
    readyAt: momentIn(plan.ready_at),
    energyKwh: numberIn(plan.energy_kwh) ?? 0,
    shortfallKwh: numberIn(plan.shortfall_kwh) ?? 0,
    planned: windowsOf(plan.windows),
  };
};

/** Ask for a connector's ribbon between two moments. */
export const askRibbon = async (
  hass: HomeAssistant,
  connector: Connector,
  span: { from: number; to: number },
): Promise<Ribbon> =>
  ribbonOf(
    await hass.callWS({
      type: "plug_control/ribbon",
      ...targetOf(connector),
      start: new Date(span.from).toISOString(),
      end: new Date(span.to).toISOString(),
    }),
  );

/** How to name a connector: by an entity of its own, since its device may be that of its charge point. */
export const targetOf = (connector: Connector): Record<string, string> => {
  const entity = connector.entities.get("number.maximum_current")?.[0];
  return entity === undefined ? { device_id: connector.deviceId } : { entity_id: entity };
};
