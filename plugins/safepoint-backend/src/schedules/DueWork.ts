import type {
  CronSchedule,
  EffectivePolicy,
  RecoveryPoint,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { Schedule } from './Schedule';
import type { Workplace } from './Workplaces';

/** A schedule that is due with what was found out before anything is locked. */
export interface DueWork {
  schedule: Schedule;
  instance: StoredInstance;
  policy: EffectivePolicy;
  workplace?: Workplace;
  /** Of a drill: what it would be of. */
  point?: Pick<RecoveryPoint, 'id'>;
}

/** What the policy says of that work; undefined if it is not to be done by itself. */
export function scheduleOf(
  policy: EffectivePolicy,
  kind: Schedule['kind'],
): CronSchedule | undefined {
  return kind === 'backup' ? policy.backups.schedule : policy.drills.schedule;
}

/** Whether the row is what the policy says. */
export function isCurrent({ schedule, policy }: DueWork): boolean {
  const wanted = scheduleOf(policy, schedule.kind);
  return (
    wanted?.cron === schedule.cron && wanted.timezone === schedule.timezone
  );
}
