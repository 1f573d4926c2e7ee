import {
  type ProblemView,
  recoveryPointPrefix,
  type RecoveryPointStatus,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { agentStores } from '../../database/agentStores';
import type { RecordedPoint } from '../../database/RecordedPoint';
import { draftPointStatusRecord } from '../../records/recordDrafts';
import type { AgentDependencies } from '../AgentDependencies';

/** Ends points that will not come to be, and frees what they hold in storage. */
export class PointDiscarder {
  constructor(
    private readonly dependencies: Pick<
      AgentDependencies,
      'knex' | 'records' | 'storage' | 'instances' | 'logger'
    >,
  ) {}

  async fail(
    point: RecordedPoint,
    from: RecoveryPointStatus[],
    problem: ProblemView,
  ): Promise<void> {
    await this.dependencies.records.transaction(trx =>
      this.end(trx, point, { from, to: 'failed', problem }),
    );
    await this.tryRemoveLeftovers(point);
  }

  /** The agent says that the point will not come to be. Safe to repeat. */
  async failOnce(point: RecordedPoint, problem: ProblemView): Promise<void> {
    if (point.status === 'failed') await this.tryRemoveLeftovers(point);
    else await this.fail(point, ['pending', 'running'], problem);
  }

  /** The change and its durable record, in the transaction of the caller. */
  async end(
    trx: Knex.Transaction,
    point: RecordedPoint,
    end: {
      from: RecoveryPointStatus[];
      to: 'failed' | 'lost';
      problem: ProblemView;
    },
  ): Promise<void> {
    const { records } = this.dependencies;
    const ended = await agentStores(trx).points.transition(point.id, {
      from: end.from,
      to: end.to,
      change: { problem: end.problem },
      draft: null,
      recorded: true,
    });
    const row = await trx('store_instances')
      .where({ id: point.instanceId })
      .first('entity_ref', 'environment');
    await records.commit(
      trx,
      draftPointStatusRecord(ended, {
        entityRef: row.entity_ref,
        environment: row.environment,
      }),
    );
  }

  /**
   * Removes them now if the storage lets us. That the point has ended is recorded by then, and whoever said
   * so must not be told otherwise; what is left, the next sweep finds by the rows of its uploads.
   */
  async tryRemoveLeftovers(point: RecordedPoint): Promise<void> {
    try {
      await this.removeLeftovers(point);
    } catch (error) {
      this.dependencies.logger.warn(
        `What recovery point ${point.id} left in storage is removed by the next sweep: ${error}`,
      );
    }
  }

  /**
   * Abort the uploads of a failed or lost point and remove what was written of it. Safe to repeat; the
   * rows of its uploads go last, so that a crash leaves them for the next sweep. A point that turns out to
   * have a manifest is none of these, and nothing of it is touched.
   */
  async removeLeftovers(
    point: RecordedPoint,
  ): Promise<'removed' | 'manifest-found'> {
    const { storage, instances, knex } = this.dependencies;
    const instance = await instances.find(point.instanceId);
    if (!instance) throw new Error(`There is no instance ${point.instanceId}.`);
    const prefix = recoveryPointPrefix(
      instance.entityRef,
      instance.environment,
      point.id,
    );
    if (await storage.statObject(`${prefix}/manifest.json`)) {
      return 'manifest-found';
    }
    const { uploads } = agentStores(knex);
    for (const { key, uploadId } of await uploads.listByPoint(point.id)) {
      await storage.abortUpload({ key, uploadId });
    }
    for await (const { key, uploadId } of storage.listUploads(`${prefix}/`)) {
      await storage.abortUpload({ key, uploadId });
    }
    for await (const { key } of storage.listObjects(`${prefix}/`)) {
      await storage.deleteObject(key);
    }
    await uploads.deleteByPoint(point.id);
    return 'removed';
  }
}
