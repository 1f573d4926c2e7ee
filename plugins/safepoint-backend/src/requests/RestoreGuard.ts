import { ConflictError, InputError } from '@backstage/errors';
import { recoveryPointPrefix } from '@safepoint/backstage-plugin-safepoint-common';
import type { Storage } from '@safepoint/engine';
import type { AgentStores } from '../database/agentStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { PortalStores } from '../database/portalStores';

export interface RestoreGuardOptions {
  stores: PortalStores & Pick<AgentStores, 'points' | 'leases'>;
  storage: Storage;
}

/** What must hold before a recovery point is drilled or restored; asked again before its pipeline is made. */
export class RestoreGuard {
  readonly #options: RestoreGuardOptions;

  constructor(options: RestoreGuardOptions) {
    this.#options = options;
  }

  /** Available, not quarantined, of this instance, and its manifest is in storage. */
  async requireRestorable(
    instance: StoredInstance,
    recoveryPointId: string,
  ): Promise<RecordedPoint> {
    const { storage, stores } = this.#options;
    const point = await stores.points.find(recoveryPointId);
    if (point?.instanceId !== instance.id) {
      throw new InputError(
        `${instance.entityRef} in ${instance.environment} has no recovery point ${recoveryPointId}.`,
      );
    }
    if (point.status !== 'available' || point.quarantined) {
      throw new ConflictError(
        `Recovery point ${recoveryPointId} is ${
          point.quarantined ? 'quarantined' : point.status
        } and cannot be restored; ${
          point.status === 'expired'
            ? 'keep it first (What stays and what goes), or '
            : ''
        }choose another one.`,
      );
    }
    const folder = recoveryPointPrefix(
      instance.entityRef,
      instance.environment,
      point.id,
    );
    if (!(await storage.statObject(`${folder}/manifest.json`))) {
      throw new ConflictError(
        `The manifest of recovery point ${recoveryPointId} is not in storage any more, so it cannot be restored; choose another one and tell the platform team.`,
      );
    }
    return point;
  }

  /** The instance that a restore writes to; it must be known, and not in the middle of a deployment. */
  async requireFreeTarget(
    source: StoredInstance,
    targetEnvironment: string,
    now: Date,
  ): Promise<StoredInstance> {
    const { stores } = this.#options;
    const siblings = await stores.instances.findByEntities([source.entityRef]);
    const target = siblings.find(
      ({ environment }) => environment === targetEnvironment,
    );
    if (!target) {
      throw new InputError(
        `${
          source.entityRef
        } is not known in ${targetEnvironment}; it is in ${siblings
          .map(({ environment }) => environment)
          .join(', ')}.`,
      );
    }
    const lease = await stores.leases.findLive(target.id, now);
    if (lease?.purpose === 'deployment') {
      throw new ConflictError(
        `A deployment to ${targetEnvironment} is under way (${lease.holder}); wait for its outcome before you restore.`,
      );
    }
    return target;
  }
}
