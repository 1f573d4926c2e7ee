import { Cron } from 'croner';
import type { CronSchedule } from './EffectivePolicy';

/** The longest time between two firings in a row, and when it begins. @public */
export interface ScheduleGap {
  seconds: number;
  from: Date;
}

const firstYear = new Date('2026-01-01T00:00:00Z');
const daysLookedAt = 2 * 366;
const dayMilliseconds = 86_400_000;
/** Above that many firings in an hour, an hour stands for all of them. */
const denseHour = 4;

const known = new Map<string, ScheduleGap | undefined>();
const knownAtMost = 1_000;

/**
 * The longest gap of a schedule over two years, daylight saving included. The same for every clock, so that
 * a policy that is good today is good tomorrow.
 *
 * @returns undefined for a schedule that does not fire twice in that time
 * @public
 */
export function longestGap(schedule: CronSchedule): ScheduleGap | undefined {
  const key = `${schedule.timezone} ${schedule.cron}`;
  if (!known.has(key)) {
    if (known.size >= knownAtMost) known.clear();
    known.set(key, measure(schedule));
  }
  return known.get(key);
}

function measure({ cron, timezone }: CronSchedule): ScheduleGap | undefined {
  const { pattern, spreadMilliseconds, insideMilliseconds } = thinOut(cron);
  const job = new Cron(pattern, { timezone, paused: true, mode: '5-part' });
  let longest = insideMilliseconds;
  let from: Date | undefined;
  for (const window of windowsOf(cron, timezone)) {
    let before = job.nextRun(window.from);
    while (before && before < window.to) {
      const next = job.nextRun(before);
      if (!next) break;
      const gap = next.getTime() - before.getTime() - spreadMilliseconds;
      if (gap > longest || !from) {
        longest = Math.max(gap, longest);
        from = new Date(before.getTime() + spreadMilliseconds);
      }
      before = next;
    }
  }
  return from && { seconds: longest / 1_000, from };
}

/** A dense hour is walked through once; all the others are stood for by their first minute. */
function thinOut(cron: string) {
  const [minute, ...rest] = cron.trim().split(/\s+/);
  const minutes = minutesOf(minute);
  if (minutes.length <= denseHour) {
    return { pattern: cron, spreadMilliseconds: 0, insideMilliseconds: 0 };
  }
  const first = minutes[0];
  const spread = (minutes.at(-1) ?? first) - first;
  const inside = Math.max(
    ...minutes.slice(1).map((value, index) => value - minutes[index]),
  );
  return {
    pattern: [first, ...rest].join(' '),
    spreadMilliseconds: spread * 60_000,
    insideMilliseconds: inside * 60_000,
  };
}

function minutesOf(field: string): number[] {
  const hour = new Date('2026-01-01T00:00:00Z');
  const job = new Cron(`${field} 0 * * *`, { timezone: 'UTC', paused: true });
  return job
    .nextRuns(60, new Date(hour.getTime() - 1_000))
    .filter(run => run.getTime() < hour.getTime() + 3_600_000)
    .map(run => run.getUTCMinutes());
}

/** Where days are alike, some of them and those around each change of the clocks stand for all. */
function windowsOf(cron: string, timezone: string): { from: Date; to: Date }[] {
  const [, , dayOfMonth, month] = cron.trim().split(/\s+/);
  const end = addDays(firstYear, daysLookedAt);
  if (dayOfMonth !== '*' || month !== '*') {
    return [{ from: firstYear, to: end }];
  }
  return [
    { from: firstYear, to: addDays(firstYear, 15) },
    ...clockChanges(timezone, end).map(day => ({
      from: addDays(day, -8),
      to: addDays(day, 2),
    })),
  ];
}

function clockChanges(timezone: string, end: Date): Date[] {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    timeZoneName: 'longOffset',
  });
  const offsetAt = (day: Date) =>
    format.formatToParts(day).find(({ type }) => type === 'timeZoneName')
      ?.value;
  const changes: Date[] = [];
  for (let day = firstYear; day < end; day = addDays(day, 1)) {
    if (offsetAt(day) !== offsetAt(addDays(day, 1))) changes.push(day);
  }
  return changes;
}

function addDays(date: Date, days: number): Date {
  return new Date(date.getTime() + days * dayMilliseconds);
}
