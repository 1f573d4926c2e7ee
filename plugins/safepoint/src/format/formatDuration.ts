const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/**
 * A span of time in its two largest units: `1 hour, 20 minutes`. Below ten seconds it keeps one decimal,
 * because measured phases are often that short.
 */
export function formatDuration(
  seconds: number,
  language: string,
  unitDisplay: 'long' | 'short' = 'long',
): string {
  if (seconds < 10) {
    return formatUnit(seconds, 'second', language, unitDisplay, 1);
  }
  const precision = seconds < 3_600 ? 1 : 60;
  const rounded = Math.round(seconds / precision) * precision;
  const first = units.findIndex(([, size]) => rounded >= size);
  const [unit, size] = units[first];
  const count = Math.floor(rounded / size);
  const parts = [formatUnit(count, unit, language, unitDisplay)];
  const next = units[first + 1];
  const rest = next ? Math.floor((rounded - count * size) / next[1]) : 0;
  if (rest > 0) {
    parts.push(formatUnit(rest, next[0], language, unitDisplay));
  }
  return new Intl.ListFormat(language, {
    type: 'unit',
    style: unitDisplay,
  }).format(parts);
}

function formatUnit(
  value: number,
  unit: string,
  language: string,
  unitDisplay: 'long' | 'short',
  maximumFractionDigits = 0,
): string {
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay,
    maximumFractionDigits,
  }).format(value);
}
