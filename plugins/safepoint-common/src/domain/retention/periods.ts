const dayMs = 86_400_000;

/** Of a moment in UTC, as ISO 8601 writes it: `2026-11-23`. */
export const dayOf = (moment: Date): string =>
  moment.toISOString().slice(0, 10);

/** `2026-W48`; a week begins on Monday and belongs to the year of its Thursday. */
export function weekOf(moment: Date): string {
  const weekday = (moment.getUTCDay() + 6) % 7;
  const thursday = new Date(moment.getTime() + (3 - weekday) * dayMs);
  const year = thursday.getUTCFullYear();
  const days = (startOfDay(thursday) - Date.UTC(year, 0, 1)) / dayMs;
  const week = String(Math.floor(days / 7) + 1).padStart(2, '0');
  return `${year}-W${week}`;
}

/** `2026-11`. */
export const monthOf = (moment: Date): string =>
  moment.toISOString().slice(0, 7);

/** `2026`. */
export const yearOf = (moment: Date): string =>
  moment.toISOString().slice(0, 4);

function startOfDay(moment: Date): number {
  return Math.floor(moment.getTime() / dayMs) * dayMs;
}
