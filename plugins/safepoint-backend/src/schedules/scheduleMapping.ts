import {
  date,
  json,
  number,
  plain,
  type Row,
  TableMapping,
} from '../database/TableMapping';
import type { Schedule } from './Schedule';

class ScheduleMapping extends TableMapping<Schedule> {
  /** JSON has no dates. */
  fromRow(row: Row): Schedule {
    const { problem, ...schedule } = super.fromRow(row);
    return problem
      ? { ...schedule, problem: { ...problem, since: new Date(problem.since) } }
      : schedule;
  }
}

export const scheduleMapping = new ScheduleMapping('schedules', {
  instanceId: plain('instance_id'),
  kind: plain('kind'),
  cron: plain('cron'),
  timezone: plain('timezone'),
  slot: date('slot'),
  nextDueAt: date('next_due_at'),
  lookAt: date('look_at'),
  lastSlot: date('last_slot'),
  delay: plain('delay'),
  delayReason: plain('delay_reason'),
  problem: json('problem'),
  revision: number('revision'),
});
