import {
  findOpenWindow,
  planTurn,
  type TurnPlan,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import type { DurableRecords } from '../records';
import { requestMapping } from '../database/RequestStore';
import { draftRequestRecord } from '../requests/requestDraft';
import { Capacity } from './Capacity';
import { changeOfTurn } from './changeOfTurn';
import type { DueWork } from './DueWork';
import { Hindrances } from './Hindrances';
import { planScheduledRequest } from './planRequest';
import type { Schedule } from './Schedule';
import { ScheduleClock } from './ScheduleClock';
import type { ScheduleProblems } from './ScheduleProblems';
import type { ScheduleRules } from './ScheduleRules';
import { ScheduleStore } from './ScheduleStore';
import { emptyReport, type TickReport } from './TickReport';

export interface TurnTakerOptions {
  records: DurableRecords;
  problems: ScheduleProblems;
  rules: ScheduleRules;
  now: () => Date;
}

interface PlannedTurn {
  work: DueWork;
  plan: TurnPlan;
  /** Undefined where it has no turn any more. */
  change?: Partial<Schedule>;
}

/** Rows of one statement; SQLite takes at most 32,766 values. */
const chunkSize = 500;

/** The half of a tick that changes something; its protocol stands above `ScheduleTick`. */
export class TurnTaker {
  constructor(private readonly options: TurnTakerOptions) {}

  async take(works: DueWork[]): Promise<TickReport> {
    if (works.length === 0) return emptyReport();
    const { records, now, rules } = this.options;
    return records.transaction(
      async trx => {
        const at = now();
        await new ScheduleClock(trx).stamp(at);
        const capacity = await Capacity.measure(trx, rules.atOnce);
        const ids = works.map(({ instance }) => instance.id);
        const hindrances = await Hindrances.read(trx, ids, at);
        const planned: PlannedTurn[] = [];
        for (const work of works) {
          if (capacity.isFleetFull) break;
          const plan = this.#plan(work, { at, capacity, hindrances });
          planned.push({
            work,
            plan,
            change: changeOfTurn(work.schedule, plan, at),
          });
          if (plan.action === 'start' && work.workplace) {
            capacity.take(work.workplace);
          }
        }
        const taken = await this.#advance(trx, planned);
        const started = taken.flatMap(({ work, plan }) => {
          if (plan.action !== 'start') return [];
          const { instance, schedule } = work;
          return hindrances.isUsed(instance.id, schedule.kind, plan.slot)
            ? []
            : [
                {
                  instance,
                  missedSince: plan.missedSince,
                  request: planScheduledRequest(work, plan, at),
                },
              ];
        });
        await this.#insert(trx, started);
        return {
          started,
          delayed: taken.filter(({ plan }) => plan.action !== 'start').length,
          left: works.length - planned.length,
        };
      },
      { write: 'later' },
    );
  }

  async #insert(
    trx: Knex.Transaction,
    started: TickReport['started'],
  ): Promise<void> {
    await trx.batchInsert(
      requestMapping.table,
      started.map(({ request }) => requestMapping.toRow(request)),
      chunkSize,
    );
    await this.options.records.commitAll(
      trx,
      started.map(({ request, instance }) =>
        draftRequestRecord(request, instance),
      ),
    );
  }

  #plan(
    work: DueWork,
    round: { at: Date; capacity: Capacity; hindrances: Hindrances },
  ): TurnPlan {
    const { instance, schedule } = work;
    const { kind } = schedule;
    const { rules } = this.options;
    return planTurn({
      key: { instanceId: instance.id, kind },
      schedule,
      maxJitterSeconds: rules.maxJitterSeconds,
      turn: { slot: schedule.slot, dueAt: schedule.nextDueAt },
      delay: schedule.delay,
      now: round.at,
      pause: round.hindrances.pauseOf(instance.id, kind),
      window: findOpenWindow(
        rules.maintenanceWindows,
        { ...instance, kind },
        round.at,
      ),
      obstacle: round.hindrances.obstacleOf(work, round.capacity),
    });
  }

  /** Those that nobody else was quicker with; for the others nothing may be done. */
  async #advance(
    trx: Knex.Transaction,
    planned: PlannedTurn[],
  ): Promise<PlannedTurn[]> {
    const store = new ScheduleStore(trx);
    const updated = await store.updateAll(
      planned.flatMap(({ work, change }) =>
        change ? [{ schedule: work.schedule, change }] : [],
      ),
    );
    for (const { work, change } of planned) {
      if (!change && (await store.tryDelete(work.schedule))) {
        updated.add(work.schedule);
      }
    }
    const taken = planned.filter(({ work }) => updated.has(work.schedule));
    for (const { work, change } of taken) {
      const told = JSON.stringify(work.schedule.problem);
      if (told !== JSON.stringify(change?.problem)) {
        await this.options.problems.settle(trx, work.instance);
      }
    }
    return taken;
  }
}
