const units = [
  { seconds: 86_400, one: 'day', many: 'days' },
  { seconds: 3_600, one: 'hour', many: 'hours' },
  { seconds: 60, one: 'minute', many: 'minutes' },
  { seconds: 1, one: 'second', many: 'seconds' },
];

/**
 * A duration for people, in at most two units: `2 days 4 hours`, `35 seconds`.
 *
 * @param seconds - rounded to whole seconds; below one it is `less than a second`
 * @public
 */
export function formatDuration(seconds: number): string {
  let rest = Math.round(seconds);
  if (rest < 1) return 'less than a second';
  const words: string[] = [];
  const first = units.findIndex(unit => rest >= unit.seconds);
  for (const unit of units.slice(first, first + 2)) {
    const count = Math.floor(rest / unit.seconds);
    rest -= count * unit.seconds;
    if (count > 0) words.push(`${count} ${count === 1 ? unit.one : unit.many}`);
  }
  return words.join(' ');
}
