/** The stretches of time to choose from, beside the card's own and one of the user's. */
export const PERIODS = ["last", "this_month", "last_month", "this_year", "own"] as const;
export type Period = (typeof PERIODS)[number];

const textOf = (day: Date) => day.toISOString().slice(0, 10);

/** The first and the last day of a period such as `2026-11-30`; undefined for the user's own. */
export const daysOf = (
  period: Period,
  today: string,
  days: number,
): [string, string] | undefined => {
  const at = new Date(`${today}T00:00Z`);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  const day = (ofYear: number, ofMonth: number, ofDay: number) =>
    textOf(new Date(Date.UTC(ofYear, ofMonth, ofDay)));
  switch (period) {
    case "last":
      return [day(year, month, at.getUTCDate() - days), today];
    case "this_month":
      return [day(year, month, 1), today];
    case "last_month":
      return [day(year, month - 1, 1), day(year, month, 0)];
    case "this_year":
      return [day(year, 0, 1), today];
    case "own":
      return undefined;
  }
};
