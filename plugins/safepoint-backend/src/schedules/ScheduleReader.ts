import {
  isPaused,
  type ScheduleView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { requestMapping } from '../database/RequestStore';
import type { RecoveryRequest } from '../requests/RecoveryRequest';
import { groupByInstance } from './groupByInstance';
import { PauseStore, unlessResumed } from './PauseStore';
import type { RecordedPause } from './pauseMapping';
import type { Schedule } from './Schedule';
import { ScheduleStore } from './ScheduleStore';

/** The schedules of instances as people see them: what was, what comes, and what keeps it. */
export class ScheduleReader {
  constructor(private readonly options: { knex: Knex; now: () => Date }) {}

  /** Of several instances, by three queries. */
  async read(
    instanceIds: string[],
  ): Promise<(instanceId: string) => ScheduleView[]> {
    const { knex, now } = this.options;
    const at = now();
    const [schedules, pauses, last] = await Promise.all([
      new ScheduleStore(knex).findByInstances(instanceIds),
      new PauseStore(knex).findByInstances(instanceIds),
      findLastRuns(knex, instanceIds),
    ]);
    const schedulesOf = groupByInstance(schedules);
    const pausesOf = groupByInstance(pauses);
    const lastOf = groupByInstance(last);
    return instanceId =>
      schedulesOf(instanceId).map(schedule => {
        const isOwn = (one: { kind: string }) => one.kind === schedule.kind;
        return toView(schedule, {
          pause: pausesOf(instanceId).find(isOwn),
          last: lastOf(instanceId).find(isOwn),
          now: at,
        });
      });
  }
}

function toView(
  schedule: Schedule,
  more: { pause?: RecordedPause; last?: RecoveryRequest; now: Date },
): ScheduleView {
  const { kind, cron, timezone, nextDueAt, delay, delayReason } = schedule;
  const pause = unlessResumed(more.pause);
  return {
    kind,
    cron,
    timezone,
    nextAt: nextDueAt.toISOString(),
    slot: schedule.slot.toISOString(),
    ...(delay && { delay: { because: delay, reason: delayReason ?? '' } }),
    ...(schedule.problem && { problem: schedule.problem.text }),
    ...(pause &&
      isPaused(pause, more.now) && {
        pause: {
          until: pause.until.toISOString(),
          reason: pause.reason,
          by: pause.by,
        },
      }),
    ...(more.last?.slot && {
      last: {
        requestId: more.last.id,
        slot: more.last.slot.toISOString(),
        startedAt: more.last.requestedAt.toISOString(),
        status: more.last.status,
      },
    }),
  };
}

/** The newest request that a schedule made, of each instance and work. */
async function findLastRuns(
  knex: Knex,
  instanceIds: string[],
): Promise<RecoveryRequest[]> {
  const ranked = knex(requestMapping.table)
    .select(
      '*',
      knex.raw(
        'row_number() over (partition by instance_id, kind order by slot desc) as place',
      ),
    )
    .whereIn('instance_id', instanceIds)
    .whereNotNull('slot')
    .as('ranked');
  const rows = await knex.from(ranked).where({ place: 1 });
  return rows.map(row => requestMapping.fromRow(row));
}
