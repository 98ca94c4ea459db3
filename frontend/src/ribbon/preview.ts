/** What a wish that is not made yet would give; asked for while one pulls. */

import { windowsOf, type PlannedWindow } from "../card/view";
import type { Connector } from "../ha/connectors";
import type { HomeAssistant } from "../ha/types";
import { targetOf } from "./data";

export interface Displaced {
  name: string;
  laterMin: number;
  shortfallKwh: number;
}

export interface Preview {
  readyAt: number;
  energyKwh: number;
  socPercent: number | undefined;
  windows: readonly PlannedWindow[];
  cost: number | undefined;
  currency: string;
  sunPercent: number | undefined;
  shortfallKwh: number;
  reachableAt: number | undefined;
  displaces: readonly Displaced[];
}

/** What one pulls: the deadline, or the target in kWh or percent. */
export interface Pulled {
  readyAt: number;
  energyKwh?: number;
  socPercent?: number;
}

type Row = Readonly<Record<string, unknown>>;

const numberIn = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;

const momentIn = (value: unknown): number | undefined =>
  typeof value === "string" ? numberIn(Date.parse(value)) : undefined;

/** The answer of `plug_control/preview_plan`; undefined where it is none. */
export const previewOf = (answer: unknown): Preview | undefined => {
  if (typeof answer !== "object" || answer === null) return undefined;
  const row = answer as Row;
  const [readyAt, energyKwh] = [momentIn(row.ready_at), numberIn(row.energy_kwh)];
  if (readyAt === undefined || energyKwh === undefined) return undefined;
  const displaces = Array.isArray(row.displaces) ? (row.displaces as Row[]) : [];
  return {
    readyAt,
    energyKwh,
    socPercent: numberIn(row.soc_percent),
    windows: windowsOf(row.windows),
    cost: numberIn(row.cost),
    currency: typeof row.currency === "string" ? row.currency : "",
    sunPercent: numberIn(row.sun_percent),
    shortfallKwh: numberIn(row.shortfall_kwh) ?? 0,
    reachableAt: momentIn(row.reachable_at),
    displaces: displaces.map((each) => ({
      name: typeof each.name === "string" ? each.name : "",
      laterMin: numberIn(each.later_min) ?? 0,
      shortfallKwh: numberIn(each.shortfall_kwh) ?? 0,
    })),
  };
};

/** Ask what a wish would give. */
export const askPreview = async (
  hass: HomeAssistant,
  connector: Connector,
  pulled: Pulled,
): Promise<Preview | undefined> =>
  previewOf(
    await hass.callWS({
      type: "plug_control/preview_plan",
      ...targetOf(connector),
      ready_at: new Date(pulled.readyAt).toISOString(),
      ...(pulled.energyKwh !== undefined && { energy_kwh: pulled.energyKwh }),
      ...(pulled.socPercent !== undefined && { soc_percent: pulled.socPercent }),
    }),
  );

/** Asks one question at a time; of those that come meanwhile, the last one next. */
export class OneAtATime<Question, Answer> {
  readonly #ask: (question: Question) => Promise<Answer>;
  readonly #tell: (answer: Answer | undefined) => void;
  #next: Question | undefined;
  #busy = false;
  #round = 0;

  /** `tell` gets each answer in order; undefined where there was none. */
  constructor(
    ask: (question: Question) => Promise<Answer>,
    tell: (answer: Answer | undefined) => void,
  ) {
    this.#ask = ask;
    this.#tell = tell;
  }

  ask(question: Question) {
    this.#next = question;
    if (!this.#busy) void this.#go();
  }

  /** Forget what was asked: no answer is told any more. */
  stop() {
    this.#next = undefined;
    this.#round += 1;
  }

  async #go() {
    this.#busy = true;
    while (this.#next !== undefined) {
      const question = this.#next;
      const round = this.#round;
      this.#next = undefined;
      const answer = await this.#ask(question).catch(() => undefined);
      if (round === this.#round) this.#tell(answer);
    }
    this.#busy = false;
  }
}
