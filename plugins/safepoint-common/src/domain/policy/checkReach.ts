import { formatDuration } from '../duration';
import type { EffectivePolicy } from './EffectivePolicy';
import { longestGap } from './longestGap';

/**
 * What two policies promise together and neither schedule keeps, where one of them brought the promise and
 * the other the schedule. The promise stays, since it is the stronger.
 */
export function checkReach({
  objectives,
  backups,
  drills,
}: Pick<EffectivePolicy, 'objectives' | 'backups' | 'drills'>): string[] {
  return [
    describe('rpo', objectives.rpoSeconds, backups.schedule, 'points'),
    describe(
      'verifiedWithin',
      objectives.verifiedWithinSeconds,
      drills.schedule,
      'drills',
    ),
  ].filter((problem): problem is string => problem !== undefined);
}

function describe(
  word: string,
  promised: number,
  schedule: EffectivePolicy['backups']['schedule'],
  what: string,
): string | undefined {
  const gap = schedule && longestGap(schedule);
  if (!gap || gap.seconds <= promised) return undefined;
  return `${word} is ${formatDuration(promised)}, but the schedule '${
    schedule.cron
  }' (${schedule.timezone}) leaves ${formatDuration(
    gap.seconds,
  )} between ${what}; let the policy that sets ${word} bring a schedule, too.`;
}
