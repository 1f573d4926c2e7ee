import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import {
  type StoredInstance,
  storeInstanceMapping,
} from '../database/StoreInstanceStore';
import type { PolicySource } from '../policies';
import { groupByInstance } from './groupByInstance';
import { planSync, type SyncStep } from './planSync';
import type { Schedule } from './Schedule';
import { ScheduleClock } from './ScheduleClock';
import type { ScheduleProblems } from './ScheduleProblems';
import type { ScheduleRules } from './ScheduleRules';
import { ScheduleStore } from './ScheduleStore';

export interface ScheduleSyncerOptions {
  knex: Knex;
  policies: Pick<PolicySource, 'policiesOf'>;
  problems: ScheduleProblems;
  rules: Pick<ScheduleRules, 'maxJitterSeconds'>;
  logger: LoggerService;
  now: () => Date;
  /** Instances of one step of the rolling check. Default: 2,000. */
  page?: number;
}

/**
 * Makes the schedules what the policies say: of an instance at once when it is made, and of all in turn, a
 * page at a time, since a policy changes without a word. A row that is due is compared once more by the tick.
 */
export class ScheduleSyncer {
  constructor(private readonly options: ScheduleSyncerOptions) {}

  /** The next page of the rolling check; after the last one it begins again. */
  async syncPage(): Promise<void> {
    const { knex, page = 2_000 } = this.options;
    const clock = new ScheduleClock(knex);
    const rows = await knex(storeInstanceMapping.table)
      .where('id', '>', await clock.syncedUntil())
      .orderBy('id')
      .limit(page);
    const instances = rows.map(row => storeInstanceMapping.fromRow(row));
    await this.sync(instances);
    const last = instances.length < page ? '' : instances[page - 1].id;
    await clock.saveSyncedUntil(last);
  }

  async sync(instances: StoredInstance[]): Promise<void> {
    if (instances.length === 0) return;
    const { knex, logger, now, policies, rules } = this.options;
    const store = new ScheduleStore(knex);
    const ids = instances.map(({ id }) => id);
    const found = await policies.policiesOf(instances);
    const knownOf = groupByInstance(await store.findByInstances(ids));
    const usedOf = groupByInstance(await store.findUsedSlots(ids));
    const steps = instances.flatMap((instance, index) =>
      planSync({
        instance,
        policy: found[index],
        known: knownOf(instance.id),
        used: usedOf(instance.id),
        maxJitterSeconds: rules.maxJitterSeconds,
        now: now(),
      }),
    );
    for (const step of steps) {
      if (step.step === 'refuse') logger.error(step.message);
    }
    await store.insertMissing(
      steps.flatMap(one => (one.step === 'insert' ? [one.schedule] : [])),
    );
    for (const step of steps) await this.#change(step);
  }

  /** Their instances are gone. */
  async forget(schedules: Schedule[]): Promise<void> {
    const store = new ScheduleStore(this.options.knex);
    for (const schedule of schedules) await store.tryDelete(schedule);
  }

  /** A row that was changed meanwhile is left to the next round. */
  async #change(step: SyncStep): Promise<void> {
    if (step.step !== 'update' && step.step !== 'delete') return;
    const { knex, problems } = this.options;
    await knex.transaction(async trx => {
      const store = new ScheduleStore(trx);
      const changed =
        step.step === 'update'
          ? await store.tryUpdate(step.known, step.change)
          : await store.tryDelete(step.known);
      if (changed && step.known.problem) {
        await problems.settle(trx, step.instance);
      }
    });
  }
}
