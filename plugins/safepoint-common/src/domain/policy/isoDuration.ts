const pattern =
  /^P(?:(\d{1,5})W|(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?)$/;

/** For JSON Schemas and messages: what {@link parseIsoDuration} reads. @public */
export const isoDurationPattern = pattern;

/**
 * An ISO 8601 duration of weeks, or of days, hours, minutes and seconds, in seconds. Months and years have
 * no fixed length, so they are not read.
 *
 * @returns undefined for anything else
 * @public
 */
export function parseIsoDuration(text: string): number | undefined {
  const match = pattern.exec(text);
  if (!match || text.endsWith('P') || text.endsWith('T')) return undefined;
  const [weeks, days, hours, minutes, seconds] = match
    .slice(1)
    .map(part => Number(part ?? 0));
  return (
    weeks * 604_800 + days * 86_400 + hours * 3_600 + minutes * 60 + seconds
  );
}

/** The shortest way to write a number of whole seconds: `PT1H30M`, `P7D`. @public */
export function formatIsoDuration(totalSeconds: number): string {
  const seconds = Math.round(totalSeconds);
  if (seconds === 0) return 'PT0S';
  const days = Math.floor(seconds / 86_400);
  const time = [
    [Math.floor((seconds % 86_400) / 3_600), 'H'],
    [Math.floor((seconds % 3_600) / 60), 'M'],
    [seconds % 60, 'S'],
  ]
    .filter(([count]) => count !== 0)
    .map(([count, unit]) => `${count}${unit}`)
    .join('');
  return `P${days > 0 ? `${days}D` : ''}${time ? `T${time}` : ''}`;
}
