import {
  findOpenWindow,
  planTurn,
  type TurnPlan,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import type { DurableRecords } from '../records';
import { portalStores } from '../database/portalStores';
import { draftRequestRecord } from '../requests/requestDraft';
import { Capacity } from './Capacity';
import { changeOfTurn } from './changeOfTurn';
import type { DueWork } from './DueWork';
import { Hindrances } from './Hindrances';
import { planScheduledRequest } from './planRequest';
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
        const report = emptyReport();
        for (const work of works) {
          if (capacity.isFleetFull) {
            report.left += 1;
            continue;
          }
          await this.#takeOne(work, { trx, at, capacity, hindrances, report });
        }
        return report;
      },
      { write: 'later' },
    );
  }

  async #takeOne(
    work: DueWork,
    round: {
      trx: Knex.Transaction;
      at: Date;
      capacity: Capacity;
      hindrances: Hindrances;
      report: TickReport;
    },
  ): Promise<void> {
    const { trx, at, capacity, hindrances, report } = round;
    const { instance, schedule } = work;
    const plan = this.#plan(work, round);
    if (!(await this.#advance(trx, work, plan, at))) return;
    if (plan.action !== 'start') {
      report.delayed += 1;
      return;
    }
    if (hindrances.isUsed(instance.id, schedule.kind, plan.slot)) return;
    const request = planScheduledRequest(work, plan, at);
    await portalStores(trx).requests.insert(request);
    await this.options.records.commit(
      trx,
      draftRequestRecord(request, instance),
    );
    if (work.workplace) capacity.take(work.workplace);
    report.started.push({
      request,
      instance,
      missedSince: plan.missedSince,
    });
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

  /** False if somebody else was quicker; then nothing may be done for it. */
  async #advance(
    trx: Knex.Transaction,
    { instance, schedule }: DueWork,
    plan: TurnPlan,
    at: Date,
  ): Promise<boolean> {
    const store = new ScheduleStore(trx);
    const change = changeOfTurn(schedule, plan, at);
    const taken = change
      ? await store.tryUpdate(schedule, change)
      : await store.tryDelete(schedule);
    const told = JSON.stringify(schedule.problem);
    if (taken && told !== JSON.stringify(change?.problem)) {
      await this.options.problems.settle(trx, instance);
    }
    return taken;
  }
}
