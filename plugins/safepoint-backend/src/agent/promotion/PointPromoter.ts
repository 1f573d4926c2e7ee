import { ConflictError } from '@backstage/errors';
import {
  decidePromotion,
  type PromotableView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { audited } from '../../audit/audited';
import { agentStores } from '../../database/agentStores';
import type { RecordedPoint } from '../../database/RecordedPoint';
import type { Run } from '../../database/Run';
import { draftPointStatusRecord } from '../../records/recordDrafts';
import type { RecoverySetLedger } from '../../recoverySets/RecoverySetLedger';
import type { AgentDependencies } from '../AgentDependencies';
import { holdLeases } from '../runs/holdLeases';
import { removePendingPoint } from './removePendingPoint';

interface Candidate {
  point: RecordedPoint & { stateAt: Date };
  changeMarker: Record<string, string>;
}

/**
 * Makes the point from before a deployment its baseline, where nothing has changed since.
 *
 * Protocol: the agent asks for the candidate of a point that it is to make, asks the driver whether the
 * store has changed since, and only if it has not, says so here. Then, under the leases of the run and in
 * one transaction: the candidate gets `baselineOf` as a durable record, and the point that was planned is
 * gone, of which nothing was ever in storage. The portal takes the agent's word for "unchanged" as it
 * takes it for what a dump holds.
 */
export class PointPromoter {
  constructor(
    private readonly dependencies: AgentDependencies,
    private readonly sets: RecoverySetLedger,
  ) {}

  async find(run: Run, planned: RecordedPoint): Promise<PromotableView> {
    const found = await this.#findCandidate(run, planned.instanceId);
    if ('reason' in found) return found;
    const { point, changeMarker } = found;
    return {
      candidate: {
        recoveryPointId: point.id,
        stateAt: point.stateAt.toISOString(),
        changeMarker,
      },
    };
  }

  /** Safe to repeat: a point that is the baseline of this run's deployment already is the answer. */
  async promote(
    run: Run,
    plannedId: string,
    candidateId: string,
  ): Promise<RecordedPoint> {
    const { points } = agentStores(this.dependencies.knex);
    const [planned, named] = await Promise.all([
      points.find(plannedId),
      points.find(candidateId),
    ]);
    if (
      !planned &&
      named?.baselineOf &&
      named.baselineOf === run.deploymentId
    ) {
      return named;
    }
    if (planned?.runId !== run.id || planned.status !== 'pending') {
      throw new ConflictError(
        `Recovery point ${plannedId} is being made already; it becomes the baseline itself.`,
      );
    }
    const found = await this.#findCandidate(run, planned.instanceId);
    if ('reason' in found || found.point.id !== candidateId) {
      throw new ConflictError(
        `Recovery point ${candidateId} cannot become the baseline: ${
          'reason' in found ? found.reason : 'another one is the candidate'
        }. Make a new recovery point.`,
      );
    }
    return this.#record(run, planned, found.point);
  }

  async #record(
    run: Run,
    planned: RecordedPoint,
    candidate: RecordedPoint,
  ): Promise<RecordedPoint> {
    const { auditor, instances, records } = this.dependencies;
    const instance = await instances.find(candidate.instanceId);
    if (!instance) {
      throw new Error(`There is no instance ${candidate.instanceId}.`);
    }
    return audited(
      auditor,
      {
        eventId: 'recovery-point-promote',
        meta: {
          recoveryPointId: candidate.id,
          deploymentId: run.deploymentId,
          entityRef: instance.entityRef,
          environment: instance.environment,
          runId: run.id,
        },
      },
      () =>
        records.transaction(async trx => {
          const stores = agentStores(trx);
          await holdLeases(stores.leases, run, run.expiresAt);
          await removePendingPoint(trx, planned);
          await this.sets.replace(trx, run, planned.id, candidate.id);
          const promoted = await stores.points.transition(candidate.id, {
            from: ['available'],
            to: 'available',
            // The agent looked after the run was opened, so nothing had changed by then.
            change: { baselineOf: run.deploymentId, unchangedAt: run.openedAt },
            recorded: true,
          });
          await records.commit(trx, draftPointStatusRecord(promoted, instance));
          return promoted;
        }),
    );
  }

  async #findCandidate(
    run: Run,
    instanceId: string,
  ): Promise<Candidate | { reason: string }> {
    const stores = agentStores(this.dependencies.knex);
    const deployment =
      run.trigger === 'baseline' && run.deploymentId
        ? await stores.deployments.find(run.deploymentId)
        : undefined;
    if (!deployment) {
      return { reason: 'only the baseline of a deployment can be promoted' };
    }
    const taken = await stores.points.listByIds(deployment.recoveryPointIds);
    const point = taken.find(one => one.instanceId === instanceId);
    if (!point) {
      return {
        reason: `the gate of deployment ${deployment.id} took no recovery point of this data store`,
      };
    }
    const manifest = await stores.points.readManifest(point.id);
    const decision = decidePromotion({
      point,
      deployment,
      instanceId,
      hasMarker: manifest?.changeMarker !== undefined,
    });
    if (!decision.promote) return { reason: decision.reason };
    return {
      // decidePromotion has looked at both.
      point: { ...point, stateAt: point.stateAt! },
      changeMarker: manifest!.changeMarker!,
    };
  }
}
