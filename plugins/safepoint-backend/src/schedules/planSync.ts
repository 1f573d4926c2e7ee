import {
  type CronSchedule,
  type EffectivePolicy,
  findScheduleProblem,
  firstTurn,
  type ScheduledWork,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { StoredInstance } from '../database/StoreInstanceStore';
import { scheduleOf } from './DueWork';
import type { Schedule, UsedSlot } from './Schedule';

export type SyncStep =
  | { step: 'insert'; schedule: Schedule }
  | {
      step: 'update';
      instance: StoredInstance;
      known: Schedule;
      change: Partial<Schedule>;
    }
  | { step: 'delete'; instance: StoredInstance; known: Schedule }
  | { step: 'refuse'; message: string };

interface SyncInput {
  instance: StoredInstance;
  policy: EffectivePolicy;
  known: Schedule[];
  used: UsedSlot[];
  maxJitterSeconds: number;
  now: Date;
}

/** What makes the schedules of an instance what its policy says. Pure. */
export function planSync(input: SyncInput): SyncStep[] {
  return (['backup', 'drill'] as const).flatMap(kind => planKind(input, kind));
}

function planKind(input: SyncInput, kind: ScheduledWork): SyncStep[] {
  const { instance } = input;
  const wanted = scheduleOf(input.policy, kind);
  const known = input.known.find(one => one.kind === kind);
  if (!wanted) return known ? [{ step: 'delete', instance, known }] : [];
  if (known?.cron === wanted.cron && known.timezone === wanted.timezone) {
    return [];
  }
  const problem = findScheduleProblem(wanted);
  if (problem) {
    const store = `${instance.entityRef} in ${instance.environment}`;
    return [
      {
        step: 'refuse',
        message: `Policy ${input.policy.name} cannot schedule the ${kind} of ${store}: ${problem}`,
      },
    ];
  }
  return planTimes(input, kind, wanted, known);
}

function planTimes(
  input: SyncInput,
  kind: ScheduledWork,
  wanted: CronSchedule,
  known: Schedule | undefined,
): SyncStep[] {
  const { instance, now, used } = input;
  const lastSlot = known?.lastSlot ?? used.find(one => one.kind === kind)?.slot;
  const turn = firstTurn(
    {
      key: { instanceId: instance.id, kind },
      schedule: wanted,
      maxJitterSeconds: input.maxJitterSeconds,
    },
    lastSlot,
    now,
  );
  if (!turn) return [];
  const { cron, timezone } = wanted;
  const times = {
    cron,
    timezone,
    slot: turn.slot,
    nextDueAt: turn.dueAt,
    lookAt: turn.dueAt,
    lastSlot,
    delay: undefined,
    delayReason: undefined,
    problem: undefined,
  };
  return known
    ? [{ step: 'update', instance, known, change: times }]
    : [
        {
          step: 'insert',
          schedule: { instanceId: instance.id, kind, revision: 1, ...times },
        },
      ];
}
