import { ConflictError, InputError } from '@backstage/errors';
import { findTwin } from '@safepoint/backstage-plugin-safepoint-common';
import type { AgentStores } from '../database/agentStores';
import type { PortalStores } from '../database/portalStores';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { RecoveryRequest } from './RecoveryRequest';
import type { RestoreGuard } from './RestoreGuard';

/** What must hold of the instance before a request about it is written down or approved. */
export class RequestAdmission {
  readonly #options: {
    stores: PortalStores & Pick<AgentStores, 'points'>;
    guard: RestoreGuard;
  };

  constructor(options: {
    stores: PortalStores & Pick<AgentStores, 'points'>;
    guard: RestoreGuard;
  }) {
    this.#options = options;
  }

  /** Throws a `ConflictError` if the same is under way already. */
  async requireNoTwin(request: RecoveryRequest): Promise<void> {
    const recent = await this.#options.stores.requests.findByInstances(
      [request.instanceId],
      50,
    );
    const twin = findTwin(request.kind, recent);
    if (twin) {
      throw new ConflictError(
        `A ${request.kind} of this data store is under way already (${twin.status}, asked for by ${twin.requestedBy}); wait for its end.`,
      );
    }
  }

  /** Throws unless there is something to drill or restore, and room for it. */
  async requireRestorable(
    request: RecoveryRequest,
    instance: StoredInstance,
    now: Date,
  ): Promise<void> {
    const { guard } = this.#options;
    if (request.kind === 'drill' && !request.recoveryPointId) {
      await this.#requireAnyPoint(instance);
    }
    if (request.recoveryPointId) {
      await guard.requireRestorable(instance, request.recoveryPointId);
    }
    if (request.targetEnvironment) {
      await guard.requireFreeTarget(instance, request.targetEnvironment, now);
    }
  }

  async #requireAnyPoint(instance: StoredInstance): Promise<void> {
    const points = await this.#options.stores.points.listByInstances([
      instance.id,
    ]);
    if (!points.some(({ status }) => status === 'available')) {
      throw new InputError(
        'There is no recovery point to drill; take a backup first.',
      );
    }
  }
}
