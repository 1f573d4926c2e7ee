import type { Knex } from 'knex';
import { findInstances } from './gatherDueWork';
import type { Schedule } from './Schedule';
import { ScheduleClock } from './ScheduleClock';
import type { ScheduleProblems } from './ScheduleProblems';
import type { ScheduleRules } from './ScheduleRules';
import { ScheduleStore } from './ScheduleStore';

export interface ScheduleWatchOptions {
  knex: Knex;
  problems: ScheduleProblems;
  rules: Pick<ScheduleRules, 'overdueAfterSeconds'>;
  now: () => Date;
}

const batch = 500;

/** What can be measured of the scheduler from outside of it. */
export interface ScheduleMeasure {
  /** Absent before the first one. */
  lastTickAt?: Date;
  /** Schedules whose turn is later than it may be. */
  overdue: number;
}

/**
 * Finds schedules that no longer fire, whatever keeps them: a turn is late by the clock alone. It runs in a
 * task of its own, so that a tick that fails is found out as well.
 */
export class ScheduleWatch {
  constructor(private readonly options: ScheduleWatchOptions) {}

  async check(): Promise<void> {
    const { knex } = this.options;
    const late = await new ScheduleStore(knex).listUntoldSince(
      this.#latest(),
      batch,
    );
    const instances = await findInstances(
      knex,
      late.map(({ instanceId }) => instanceId),
    );
    for (const schedule of late) {
      const instance = instances.find(({ id }) => id === schedule.instanceId);
      if (!instance) continue;
      await knex.transaction(async trx => {
        const told = await new ScheduleStore(trx).tryUpdate(schedule, {
          problem: this.#describe(schedule),
        });
        if (told) await this.options.problems.settle(trx, instance);
      });
    }
  }

  async measure(): Promise<ScheduleMeasure> {
    const { knex } = this.options;
    return {
      lastTickAt: await new ScheduleClock(knex).lastTickAt(),
      overdue: await new ScheduleStore(knex).countLate(this.#latest()),
    };
  }

  #describe({ delayReason, nextDueAt }: Schedule) {
    const why =
      delayReason ??
      'Either as much as may be at once is under way (safepoint.schedules.atOnce), or the portal’s scheduler stands still: look at its health.';
    return {
      code: 'overdue' as const,
      text: `It was due at ${nextDueAt.toISOString()} and has not started. ${why}`,
      since: nextDueAt,
    };
  }

  #latest(): Date {
    const { now, rules } = this.options;
    return new Date(now().getTime() - rules.overdueAfterSeconds * 1_000);
  }
}
