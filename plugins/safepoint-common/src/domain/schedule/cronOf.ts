import { Cron } from 'croner';
import type { CronSchedule } from '../policy';
import { listMinutes } from './listMinutes';

/** Parsing one costs as much as ten occurrences, and a fleet shares a few of them. */
const known = new Map<string, Cron>();
const knownAtMost = 2_000;

/**
 * The schedule as croner keeps it. Throws what croner says of a bad one.
 *
 * Where a clock is put forward or back, a schedule with fixed hours keeps to its hours and one that goes by
 * intervals (a wildcard or a step in the hour) to real time. See https://github.com/Hexagon/croner#pattern,
 * `fixedTimeRule`; croner takes a step in the minutes for an interval too, which `listMinutes` undoes.
 */
export function cronOf({ cron, timezone }: CronSchedule): Cron {
  const key = `${cron}\n${timezone}`;
  const cached = known.get(key);
  if (cached) return cached;
  const made = new Cron(listMinutes(cron), {
    timezone,
    mode: '5-part',
    fixedTimeRule: 'no-wildcard',
    paused: true,
  });
  if (known.size >= knownAtMost) known.clear();
  known.set(key, made);
  return made;
}
