const step = /^(\*|(\d+)-(\d+))(?:\/(\d+))?$/;

/**
 * The same schedule with its minutes written out, where its hours are fixed: every half hour from
 * two to three becomes `0,30 2 * * *`, which does not vanish on the day on which there is no second hour.
 */
export function listMinutes(cron: string): string {
  const [minutes, hours, ...rest] = cron.trim().split(/\s+/);
  if (hours === undefined || /[*?/]/.test(hours)) return cron;
  const listed = minutes.split(',').map(writeOut).join(',');
  return [listed, hours, ...rest].join(' ');
}

/** What is no range, or no good one, stays for croner to judge. */
function writeOut(part: string): string {
  const match = step.exec(part);
  if (!match) return part;
  const [, , from = '0', to = '59', every = '1'] = match;
  const [first, last, distance] = [from, to, every].map(Number);
  if (last > 59 || distance < 1 || first > last) return part;
  const count = Math.floor((last - first) / distance) + 1;
  return Array.from(
    { length: count },
    (_, index) => first + index * distance,
  ).join(',');
}
