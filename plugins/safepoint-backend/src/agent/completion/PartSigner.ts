import { ConflictError } from '@backstage/errors';
import {
  recoveryPointPrefix,
  type StoreInstance,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { PartDigest, SignedRequest } from '@safepoint/engine';
import { agentStores } from '../../database/agentStores';
import type { RecordedPoint } from '../../database/RecordedPoint';
import type { Run } from '../../database/Run';
import type { Upload } from '../../database/UploadStore';
import type { AgentDependencies } from '../AgentDependencies';
import { holdLeases } from '../runs/holdLeases';

const signatureValidForSeconds = 15 * 60;

/** Signs requests for the parts of a point, each bound to its length and content. */
export class PartSigner {
  constructor(
    private readonly dependencies: Pick<
      AgentDependencies,
      'knex' | 'storage' | 'instances' | 'now'
    >,
  ) {}

  async sign(input: {
    run: Run;
    point: RecordedPoint;
    object: string;
    parts: PartDigest[];
  }): Promise<(SignedRequest & { number: number })[]> {
    const { run, point, object, parts } = input;
    await this.#begin(run, point);
    const upload = await this.#findOrStartUpload(point, object);
    return Promise.all(
      parts.map(async part => ({
        number: part.number,
        ...(await this.dependencies.storage.signPart({
          key: upload.key,
          uploadId: upload.uploadId,
          part,
          expiresInSeconds: signatureValidForSeconds,
        })),
      })),
    );
  }

  /** `pending → running`, under a lease that is still held. */
  async #begin(run: Run, point: RecordedPoint): Promise<void> {
    if (!['pending', 'running'].includes(point.status)) {
      throw new ConflictError(
        `Recovery point ${point.id} is ${point.status}; nothing can be added to it.`,
      );
    }
    await this.dependencies.knex.transaction(async trx => {
      const stores = agentStores(trx);
      await holdLeases(stores.leases, run, run.expiresAt);
      if (point.status === 'pending') {
        await stores.points.transition(point.id, {
          from: ['pending', 'running'],
          to: 'running',
          ticket: point.ticket,
        });
      }
    });
  }

  async #findOrStartUpload(
    point: RecordedPoint,
    object: string,
  ): Promise<Upload> {
    const { knex, storage, now } = this.dependencies;
    const { uploads } = agentStores(knex);
    const known = await uploads.find(point.id, object);
    if (known) return known;
    const key = `${await this.#prefixOf(point)}/${object}.payload`;
    const { uploadId } = await storage.startUpload(key);
    const upload: Upload = {
      recoveryPointId: point.id,
      object,
      key,
      uploadId,
      startedAt: now(),
    };
    if (await uploads.tryInsert(upload)) return upload;
    // Another call of the same agent was first; its upload is the one.
    await storage.abortUpload({ key, uploadId });
    return this.#findOrStartUpload(point, object);
  }

  async #prefixOf(point: RecordedPoint): Promise<string> {
    const instance: StoreInstance | undefined =
      await this.dependencies.instances.find(point.instanceId);
    if (!instance) throw new Error(`There is no instance ${point.instanceId}.`);
    return recoveryPointPrefix(
      instance.entityRef,
      instance.environment,
      point.id,
    );
  }
}
