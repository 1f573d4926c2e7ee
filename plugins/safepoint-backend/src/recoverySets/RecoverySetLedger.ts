import {
  assessRecoverySet,
  type ProblemView,
  type RecoverySetOutcome,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { ulid } from 'ulid';
import { agentStores } from '../database/agentStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { Run } from '../database/Run';
import type { DurableRecords } from '../records/DurableRecords';
import type { RecoverySet } from './RecoverySet';
import { recoverySetMapping } from './recoverySetMapping';
import { RecoverySetStore } from './RecoverySetStore';

/**
 * Records which points belong together: those that a run took, those that a gate used again, those that a job
 * left without the portal. What stands alone is a point and nothing else.
 *
 * Protocol: the set is begun in the transaction that opens its run, under an id that its points carry into
 * their manifests, and ended in the one that ends the run, together with its durable record. So a crash in
 * between leaves a set that ends with its run, as `incomplete`.
 */
export class RecoverySetLedger {
  constructor(
    private readonly dependencies: {
      records: DurableRecords;
      now: () => Date;
    },
  ) {}

  /** Inside the transaction that opens the run. */
  async begin(
    trx: Knex.Transaction,
    run: Run,
    points: RecordedPoint[],
  ): Promise<void> {
    const [first] = points;
    if (!first?.setId) return;
    await new RecoverySetStore(trx).insert({
      id: first.setId,
      runId: run.id,
      entityRef: run.componentRef ?? firstStore(run),
      environment: run.environment,
      status: 'taking',
      trigger: first.trigger,
      deploymentId: run.deploymentId,
      recoveryPointIds: points.map(({ id }) => id),
      createdAt: first.createdAt,
      revision: 0,
    });
  }

  /** A point that was planned is not made, since another one stands for it. */
  async replace(
    trx: Knex.Transaction,
    run: Run,
    plannedId: string,
    standInId: string,
  ): Promise<void> {
    const sets = new RecoverySetStore(trx);
    const set = await sets.findByRun(run.id);
    if (!set) return;
    await sets.setPoints(
      set.id,
      set.recoveryPointIds.map(id => (id === plannedId ? standInId : id)),
    );
  }

  /** Inside the transaction that ends the run. Whatever the run says, the points decide. */
  async end(
    trx: Knex.Transaction,
    run: Run,
    problem?: ProblemView,
  ): Promise<RecoverySet | undefined> {
    const sets = new RecoverySetStore(trx);
    const set = await sets.findByRun(run.id);
    if (set?.status !== 'taking') return set;
    const points = await agentStores(trx).points.listByIds(
      set.recoveryPointIds,
    );
    return this.#end(
      trx,
      set,
      points.map(point => ({
        ...point,
        // Only one that stands in from before was seen not to change.
        unchangedAt: point.runId === run.id ? undefined : point.unchangedAt,
      })),
      problem,
    );
  }

  /** Inside the transaction that opens a gate on points that were there already. One point is no set. */
  async reuse(
    trx: Knex.Transaction,
    run: Run,
    points: RecordedPoint[],
  ): Promise<RecoverySet | undefined> {
    if (points.length < 2 || !run.componentRef) return undefined;
    const set: RecoverySet = {
      id: ulid(),
      runId: run.id,
      entityRef: run.componentRef,
      environment: run.environment,
      status: 'taking',
      trigger: 'pre-deploy',
      deploymentId: run.deploymentId,
      recoveryPointIds: points.map(({ id }) => id),
      createdAt: this.dependencies.now(),
      revision: 0,
    };
    await new RecoverySetStore(trx).insert(set);
    return this.#end(trx, set, points);
  }

  /** A set that was found: its points count only if they say themselves that they are of it. */
  async endFound(
    trx: Knex.Transaction,
    set: RecoverySet,
  ): Promise<RecoverySet> {
    const points = await agentStores(trx).points.listByIds(
      set.recoveryPointIds,
    );
    return this.#end(
      trx,
      set,
      points.filter(({ setId }) => setId === set.id),
    );
  }

  async #end(
    trx: Knex.Transaction,
    set: RecoverySet,
    points: Pick<RecordedPoint, 'id' | 'status' | 'stateAt' | 'unchangedAt'>[],
    problem?: ProblemView,
  ): Promise<RecoverySet> {
    const outcome = assessRecoverySet(
      set.recoveryPointIds.map(recoveryPointId => {
        const point = points.find(({ id }) => id === recoveryPointId);
        return {
          recoveryPointId,
          ...(point?.status === 'available' && {
            stateAt: point.stateAt,
            unchangedAt: point.unchangedAt,
          }),
        };
      }),
    );
    const ended = await new RecoverySetStore(trx).end(set.id, {
      ...describeOutcome(outcome, problem),
      recoveryPointIds: set.recoveryPointIds,
      finishedAt: this.dependencies.now(),
    });
    await this.dependencies.records.commit(trx, {
      type: 'recovery-set',
      id: ended.id,
      revision: ended.revision,
      entityRef: ended.entityRef,
      environment: ended.environment,
      data: recoverySetMapping.toRecordData(ended),
    });
    return ended;
  }
}

/** A run that failed took no set, even if every point came to be: nobody may rely on it. */
function describeOutcome(
  outcome: RecoverySetOutcome,
  problem: ProblemView | undefined,
): Pick<
  RecoverySet,
  'status' | 'skewSeconds' | 'stateFrom' | 'stateTo' | 'problem'
> {
  if (outcome.status === 'complete' && !problem) return outcome;
  const missing = outcome.status === 'incomplete' ? outcome.missing : [];
  return {
    status: 'incomplete',
    problem: problem ?? {
      kind: 'set-incomplete',
      message: `Recovery point ${missing.join(
        ', ',
      )} did not come to be. Read the log of its job.`,
    },
  };
}

function firstStore(run: Run): string {
  const [store] = (run.plan.backups ?? [])
    .map(({ entityRef }) => entityRef)
    .sort();
  if (!store) throw new Error(`Run ${run.id} saves no store.`);
  return store;
}
