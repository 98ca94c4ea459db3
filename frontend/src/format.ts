/** Numbers and times as people read them, in their language. */

export const formatNumber = (value: number, digits: number, language: string): string =>
  new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);

/** A power as `850 W` or `7.4 kW`. */
export const formatPower = (powerW: number, language: string): string =>
  Math.abs(powerW) < 1000
    ? `${formatNumber(powerW, 0, language)} W`
    : `${formatNumber(powerW / 1000, 1, language)} kW`;

/** An energy as `12.34 kWh`. */
export const formatEnergy = (energyWh: number, language: string): string =>
  `${formatNumber(energyWh / 1000, energyWh < 100_000 ? 2 : 1, language)} kWh`;

export const formatCurrent = (currentA: number, language: string): string =>
  `${formatNumber(currentA, 1, language)} A`;

/** A duration as `2 h 05 min` or `4 min`. */
export const formatDuration = (seconds: number): string => {
  const minutes = Math.floor(seconds / 60);
  const rest = minutes % 60;
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(rest).padStart(2, "0")} min`;
};

export const formatTime = (moment: Date, language: string, timeZone: string): string =>
  new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", timeZone }).format(
    moment,
  );

export const formatDateTime = (moment: Date, language: string, timeZone: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short", timeZone }).format(
    moment,
  );
