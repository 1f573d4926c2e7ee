import type {
  AuditorService,
  BackstageCredentials,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  safepointIdentityAcceptPermission,
  safepointInstanceReadPermission,
} from '@safepoint/backstage-plugin-safepoint-common';
import { audited } from '../audit/audited';
import { portalStores, type PortalStores } from '../database/portalStores';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { Authorizer } from '../permissions/Authorizer';
import { draftInstanceRecord, type DurableRecords } from '../records';
import { sameIdentity } from './judgeIdentity';

export interface IdentityAcceptanceOptions {
  stores: Pick<PortalStores, 'instances'>;
  records: DurableRecords;
  authorizer: Authorizer;
  auditor: AuditorService;
}

/**
 * A person says that the store that stands in the place of the known one is the right one. They say which one
 * they mean, so that nobody accepts what they have not seen.
 */
export class IdentityAcceptance {
  constructor(private readonly options: IdentityAcceptanceOptions) {}

  async accept(
    instanceId: string,
    body: { identity: Record<string, string>; reason: string },
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<StoredInstance> {
    const instance = await this.#find(instanceId, credentials);
    requireSeen(instance, body.identity);
    const { auditor, records } = this.options;
    const { entityRef, environment, identity: before } = instance;
    const event = {
      eventId: 'identity-accept',
      severityLevel: 'high' as const,
      meta: {
        instanceId,
        entityRef,
        environment,
        before,
        accepted: body.identity,
        reason: body.reason,
        by: credentials.principal.userEntityRef,
      },
    };
    return audited(auditor, event, () =>
      records.transaction(async trx => {
        const changed = await portalStores(trx).instances.update(instance, {
          identity: instance.changedIdentity,
          identityStatus: 'accepted',
          changedIdentity: undefined,
        });
        await records.commit(trx, draftInstanceRecord(changed));
        return changed;
      }),
    );
  }

  async #find(
    instanceId: string,
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<StoredInstance> {
    const { authorizer, stores } = this.options;
    const instance = await stores.instances.find(instanceId);
    const visible =
      instance &&
      (await authorizer.may(
        safepointInstanceReadPermission,
        instance.entityRef,
        credentials,
      ));
    if (!visible) {
      throw new NotFoundError(`There is no store instance ${instanceId}.`);
    }
    await authorizer.require(
      safepointIdentityAcceptPermission,
      instance.entityRef,
      credentials,
      `You need ${safepointIdentityAcceptPermission.name} for ${instance.entityRef}.`,
    );
    return instance;
  }
}

function requireSeen(
  { identityStatus, changedIdentity }: StoredInstance,
  identity: Record<string, string>,
): void {
  if (identityStatus !== 'changed') {
    throw new ConflictError(
      'The identity of this store has not changed; there is nothing to accept.',
    );
  }
  if (!changedIdentity) {
    throw new ConflictError(
      'Which store stands in its place is not known yet. Take a recovery point first.',
    );
  }
  if (!sameIdentity(changedIdentity, identity)) {
    throw new ConflictError(
      'Another store stands in its place by now than the one that you accept. Reload the page and look at it again.',
    );
  }
}
