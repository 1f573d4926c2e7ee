import type { CronSchedule } from '../policy';
import { cronOf } from './cronOf';

/** A fleet asks the same of a few schedules again and again. */
const known = new Map<string, number>();
const knownAtMost = 5_000;

/**
 * The first slot after that moment; undefined if there is none ever again.
 *
 * Fixed hours: a time of day that does not exist that day is the first moment after the gap, one that exists
 * twice is the first of the two, and a day that a zone leaves out has no slot. Intervals (a wildcard or a
 * step in the hour): what does not exist is left out, what exists twice is two slots.
 *
 * @public
 */
export function nextSlot(
  schedule: CronSchedule,
  after: Date,
): Date | undefined {
  const key = `${schedule.cron}\n${schedule.timezone}\n${after.getTime()}`;
  const cached = known.get(key);
  if (cached) return new Date(cached);
  const next = cronOf(schedule).nextRun(after) ?? undefined;
  if (known.size >= knownAtMost) known.clear();
  if (next) known.set(key, next.getTime());
  return next;
}

/** The last slot at that moment or before. @public */
export function newestSlot(
  schedule: CronSchedule,
  atOrBefore: Date,
): Date | undefined {
  // What croner looks back from is not counted, and its clock goes by seconds.
  const reference = new Date(
    Math.floor(atOrBefore.getTime() / 1_000) * 1_000 + 1_000,
  );
  const [newest] = cronOf(schedule).previousRuns(1, reference);
  return newest;
}

/** What is wrong with it, in a sentence; undefined if nothing is. @public */
export function findScheduleProblem(
  schedule: CronSchedule,
): string | undefined {
  try {
    return nextSlot(schedule, new Date(0))
      ? undefined
      : `The schedule '${schedule.cron}' never comes.`;
  } catch (error) {
    const { message } = error as Error;
    return /time ?zone/i.test(message)
      ? `There is no time zone '${schedule.timezone}'; give an IANA name, Europe/Berlin for example.`
      : `'${schedule.cron}' is no schedule of five fields (minute hour day month weekday): ${message}`;
  }
}
