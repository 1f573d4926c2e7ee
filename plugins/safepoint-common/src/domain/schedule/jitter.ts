import type { CronSchedule } from '../policy';
import { shortestIntervalSeconds } from './interval';

/** What is done by itself. @public */
export type ScheduledWork = 'backup' | 'drill';

/** Whose share of a spread it is. @public */
export interface SpreadKey {
  instanceId: string;
  kind: ScheduledWork;
}

/**
 * How long after a slot the instance's turn is, in whole seconds: always the same, so that its points keep
 * the distance of the slots; at most a tenth of the shortest interval, and at most `maxSeconds`.
 *
 * @public
 */
export function jitterSeconds(
  key: SpreadKey,
  schedule: CronSchedule,
  maxSeconds: number,
): number {
  const window = Math.min(shortestIntervalSeconds(schedule) / 10, maxSeconds);
  return Math.floor(shareOf(key) * window);
}

/** The instance's place in any spread: at least 0 and less than 1, evenly over a fleet. @public */
export function shareOf({ instanceId, kind }: SpreadKey): number {
  let hash = 0x811c9dc5;
  for (const character of `${kind} ${instanceId}`) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  }
  // FNV-1a leaves its high bits alike for ids that end alike; this finishes as MurmurHash3 does.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
