import type { CronSchedule } from '../policy';
import { nextSlot } from './occurrences';

/** Any; only that it stays the same, so that what follows from it does. */
const reference = new Date('2024-01-01T00:00:00Z');
const looked = 60;

const known = new Map<string, number>();

/**
 * The shortest time between two slots, in seconds, of the first sixty of 2024: what a jitter is measured by.
 * Infinite where there is one slot only.
 *
 * @public
 */
export function shortestIntervalSeconds(schedule: CronSchedule): number {
  const key = `${schedule.cron}\n${schedule.timezone}`;
  const cached = known.get(key);
  if (cached !== undefined) return cached;
  const measured = measure(schedule);
  if (known.size >= 2_000) known.clear();
  known.set(key, measured);
  return measured;
}

function measure(schedule: CronSchedule): number {
  let shortest = Infinity;
  let last = nextSlot(schedule, reference);
  for (let count = 1; last && count < looked; count += 1) {
    const next = nextSlot(schedule, last);
    if (!next) break;
    const seconds = (next.getTime() - last.getTime()) / 1_000;
    shortest = Math.min(shortest, seconds);
    last = next;
  }
  return shortest;
}
