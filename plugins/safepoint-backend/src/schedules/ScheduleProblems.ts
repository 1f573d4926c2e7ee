import type { Knex } from 'knex';
import type { Problem, Problems } from '../alerts';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { Schedule } from './Schedule';
import { ScheduleStore } from './ScheduleStore';

const titles = {
  overdue: (what: string, store: string) =>
    `The scheduled ${what} of ${store} does not fire`,
  'no-recovery-project': (what: string, store: string) =>
    `No project may do the scheduled ${what} of ${store}`,
  'nothing-to-drill': (_: string, store: string) =>
    `The scheduled drill of ${store} has nothing to drill`,
  'not-planned': (what: string, store: string) =>
    `The scheduled ${what} of ${store} could not be planned`,
};

/** Tells of what is wrong with the schedules of an instance, all of it at once as `Problems` wants it. */
export class ScheduleProblems {
  constructor(private readonly problems: Problems) {}

  /** Inside the transaction that changed one of them. */
  async settle(trx: Knex.Transaction, instance: StoredInstance): Promise<void> {
    const schedules = await new ScheduleStore(trx).findByInstances([
      instance.id,
    ]);
    const { entityRef, environment } = instance;
    await this.problems.settle(
      { source: 'schedule', entityRef, environment },
      schedules.flatMap(schedule => describe(schedule, instance) ?? []),
      trx,
    );
  }
}

function describe(
  { kind, problem }: Schedule,
  { entityRef, environment }: StoredInstance,
): Problem | undefined {
  if (!problem) return undefined;
  const store = `${entityRef} in ${environment}`;
  return {
    code: `${kind}-${problem.code}`,
    severity: severityOf(kind, problem.code),
    title: titles[problem.code](kind, store),
    text: problem.text,
    since: problem.since,
  };
}

function severityOf(
  kind: Schedule['kind'],
  code: NonNullable<Schedule['problem']>['code'],
): Problem['severity'] {
  if (code === 'nothing-to-drill') return 'normal';
  return kind === 'backup' ? 'high' : 'normal';
}
