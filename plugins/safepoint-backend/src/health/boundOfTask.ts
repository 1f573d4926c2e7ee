import type { ScheduledTask } from '../tasks';

/** No task is called silent sooner: a replica that starts or dies takes a while. */
const leastBoundSeconds = 120;
/** Of a task whose frequency is no duration. */
const dailyBoundSeconds = 26 * 3_600;

/**
 * How long a task may be without success: three rounds that were missed, and one that hangs until its timeout,
 * since the scheduler lets no other replica at it before.
 */
export function boundOfTask({
  schedule,
  mayStandStillSeconds,
}: Pick<ScheduledTask, 'schedule' | 'mayStandStillSeconds'>): number {
  if (mayStandStillSeconds !== undefined) return mayStandStillSeconds;
  const frequency = secondsOf(schedule.frequency);
  if (frequency === undefined) return dailyBoundSeconds;
  const hanging = secondsOf(schedule.timeout) ?? 0;
  return Math.max(leastBoundSeconds, 3 * frequency + hanging);
}

const secondsOfUnit: Record<string, number> = {
  milliseconds: 0.001,
  seconds: 1,
  minutes: 60,
  hours: 3_600,
  days: 86_400,
  weeks: 7 * 86_400,
};

/** Of a duration in plain units; undefined of anything else, a cron line for example. */
function secondsOf(duration: object): number | undefined {
  let total = 0;
  for (const [unit, amount] of Object.entries(duration)) {
    if (!(unit in secondsOfUnit) || typeof amount !== 'number') {
      return undefined;
    }
    total += secondsOfUnit[unit] * amount;
  }
  return total;
}
