import { ConflictError } from '@backstage/errors';
import {
  recoveryPointPrefix,
  type StoreInstance,
} from '@safepoint/backstage-plugin-safepoint-common';
import { readSignedManifest, SafepointError } from '@safepoint/engine';
import type { RecordedPoint } from '../../database/RecordedPoint';
import type { SignedManifest } from '../../records/SignedManifest';
import type { AgentDependencies } from '../AgentDependencies';
import type { ProofRecorder } from './ProofRecorder';

/** Reads manifests from storage, which is the truth, and not from the index. */
export class StoredManifests {
  constructor(
    private readonly dependencies: Pick<
      AgentDependencies,
      'storage' | 'signingKeys'
    >,
    private readonly proofs: ProofRecorder,
  ) {}

  /**
   * The manifest of a point that is to be restored. One that is missing, unsigned, changed or of another
   * point is recorded as a failed proof, so that posture shows it, and refused.
   */
  async readForProof(
    point: RecordedPoint,
    instance: StoreInstance,
    context: { startedAt: Date },
  ): Promise<SignedManifest> {
    try {
      return await this.read(point, instance);
    } catch (error) {
      const { name, kind, retryable } = error as SafepointError;
      if (
        name !== 'SafepointError' ||
        retryable ||
        !kind.startsWith('manifest-')
      ) {
        throw error;
      }
      const { message } = error as SafepointError;
      await this.proofs.recordProblemOfPoint({
        point,
        instance,
        problem: { kind, message },
        startedAt: context.startedAt,
      });
      throw new ConflictError(
        `Recovery point ${point.id} cannot be restored (${kind}): ${message}`,
      );
    }
  }

  /** Throws `SafepointError` of a kind `manifest-…`. */
  async read(
    point: RecordedPoint,
    instance: StoreInstance,
  ): Promise<SignedManifest> {
    const { storage, signingKeys } = this.dependencies;
    const { entityRef, environment } = instance;
    const key = `${recoveryPointPrefix(
      entityRef,
      environment,
      point.id,
    )}/manifest.json`;
    const bytes = await storage.readObject(key);
    if (!bytes) {
      throw new SafepointError({
        kind: 'manifest-missing',
        message: `There is no ${key} in storage any more, and without it no recovery point. Somebody deleted or moved it; look for an older version or a copy.`,
      });
    }
    await readSignedManifest(bytes, signingKeys.known, {
      id: point.id,
      instanceId: instance.id,
      entityRef,
      environment,
    });
    // What was verified is what is handed out, signature and all.
    return JSON.parse(bytes.toString('utf8'));
  }
}
