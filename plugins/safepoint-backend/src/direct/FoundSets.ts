import type { Knex } from 'knex';
import { agentStores } from '../database/agentStores';
import type { Run } from '../database/Run';
import type { RecoverySet } from '../recoverySets/RecoverySet';
import type { RecoverySetLedger } from '../recoverySets/RecoverySetLedger';
import { RecoverySetStore } from '../recoverySets/RecoverySetStore';
import type { DirectDependencies } from './DirectDependencies';
import type { ProvenFind } from './DirectFind';

/** What of a set was not found by then does not come any more. */
const completeWithinMs = 60 * 60 * 1000;
const atOnce = 100;

/**
 * Puts together again what one job saved together without the portal.
 *
 * Each draft names the whole set. The first that is adopted begins it, the last ends it with the measured skew,
 * and one that stays incomplete ends as that. A draft names only itself: points of others, whatever it says of
 * them, are of the set only if their own drafts, of the same job, say so.
 */
export class FoundSets {
  constructor(
    private readonly dependencies: Pick<
      DirectDependencies,
      'knex' | 'records' | 'logger' | 'now'
    >,
    private readonly ledger: RecoverySetLedger,
  ) {}

  /** In the transaction that makes the point: the set that it belongs to, if any. */
  async join(
    trx: Knex.Transaction,
    find: ProvenFind,
    run: Run,
  ): Promise<string | undefined> {
    const { set } = find.draft;
    if (!set?.recoveryPointIds.includes(find.place.id)) return undefined;
    const sets = new RecoverySetStore(trx);
    const known = await sets.find(set.id);
    if (!known) {
      await sets.insert(this.#begin(find, run, set));
      return set.id;
    }
    const first = await agentStores(trx).runs.find(known.runId);
    if (
      known.status === 'taking' &&
      first &&
      isSameJob(first, run) &&
      known.recoveryPointIds.join() === set.recoveryPointIds.join()
    ) {
      return set.id;
    }
    this.dependencies.logger.warn(
      `The find ${find.place.id} names recovery set ${set.id}, which is not its own; it stays a point on its own.`,
    );
    return undefined;
  }

  /** Ends the set of a point that was just adopted, if it was the last. Safe to repeat. */
  async tryComplete(recoveryPointId: string): Promise<void> {
    const { records } = this.dependencies;
    await records.transaction(async trx => {
      const { points } = agentStores(trx);
      const setId = (await points.find(recoveryPointId))?.setId;
      const set = setId && (await new RecoverySetStore(trx).find(setId));
      if (!set || set.status !== 'taking') return;
      const found = await points.listByIds(set.recoveryPointIds);
      const whole = found.filter(
        ({ status, setId: own }) => status === 'available' && own === set.id,
      );
      if (whole.length === set.recoveryPointIds.length) {
        await this.ledger.endFound(trx, set);
      }
    });
  }

  /** Those that will not become whole any more, and one that a crash left behind. */
  async endStranded(): Promise<void> {
    const { knex, now, records } = this.dependencies;
    const before = new Date(now().getTime() - completeWithinMs);
    const stranded = await new RecoverySetStore(knex).listStranded(
      before,
      atOnce,
    );
    for (const set of stranded) {
      await records.transaction(trx => this.ledger.endFound(trx, set));
    }
  }

  #begin(
    { draft, place }: ProvenFind,
    run: Run,
    set: NonNullable<ProvenFind['draft']['set']>,
  ): RecoverySet {
    return {
      id: set.id,
      runId: run.id,
      entityRef: run.componentRef ?? place.entityRef,
      environment: place.environment,
      status: 'taking',
      trigger: draft.trigger,
      deploymentId: run.deploymentId,
      recoveryPointIds: set.recoveryPointIds,
      createdAt: this.dependencies.now(),
      revision: 0,
    };
  }
}

function isSameJob(one: Run, other: Run): boolean {
  return (
    one.issuer === other.issuer &&
    one.projectId === other.projectId &&
    one.pipelineId === other.pipelineId &&
    one.jobId === other.jobId &&
    one.environment === other.environment
  );
}
