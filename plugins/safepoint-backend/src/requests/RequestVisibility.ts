import type {
  BackstageCredentials,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  refuseDecider,
  safepointInstanceReadPermission,
  safepointRestoreApprovePermission,
  safepointRestoreReadPermission,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { PortalStores } from '../database/portalStores';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { RestoreRules } from '../policies';
import type { Authorizer } from '../permissions/Authorizer';
import type { RecoveryRequest } from './RecoveryRequest';

type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

/** A request with what its view needs. */
export interface VisibleRequest {
  request: RecoveryRequest;
  instance: StoredInstance;
  mayDecide: boolean;
}

/** Which requests a person may see and decide on. */
export class RequestVisibility {
  readonly #stores: Pick<PortalStores, 'instances'>;
  readonly #authorizer: Authorizer;
  readonly #restoreRules: RestoreRules;

  constructor(options: {
    stores: Pick<PortalStores, 'instances'>;
    authorizer: Authorizer;
    restoreRules: RestoreRules;
  }) {
    this.#stores = options.stores;
    this.#authorizer = options.authorizer;
    this.#restoreRules = options.restoreRules;
  }

  /** Throws a `NotFoundError` alike if there is none and if the caller may not see it. */
  async findInstance(
    id: string,
    credentials: UserCredentials,
  ): Promise<StoredInstance> {
    const instance = await this.#stores.instances.find(id);
    const visible =
      instance &&
      (await this.#authorizer.may(
        safepointInstanceReadPermission,
        instance.entityRef,
        credentials,
      ));
    if (!visible) throw new NotFoundError(`There is no store instance ${id}.`);
    return instance;
  }

  /** Those that the caller may see, with whether they may decide, in two calls to the framework at most. */
  async filterVisible(
    candidates: Omit<VisibleRequest, 'mayDecide'>[],
    credentials: UserCredentials,
  ): Promise<VisibleRequest[]> {
    const questions = candidates.flatMap(({ request, instance }) => [
      {
        permission: safepointInstanceReadPermission,
        resourceRef: instance.entityRef,
      },
      {
        permission: safepointRestoreReadPermission,
        resourceRef: request.id,
      },
    ]);
    const answers = await this.#authorizer.mayEach(questions, credentials);
    const visible = candidates.filter(
      (_, index) => answers[2 * index] && answers[2 * index + 1],
    );
    const deciders = await this.mayDecide(visible, credentials);
    return visible.map(candidate => ({
      ...candidate,
      mayDecide: deciders.has(candidate.request.id),
    }));
  }

  /** Ids of those that the caller may approve or reject now. */
  async mayDecide(
    candidates: Omit<VisibleRequest, 'mayDecide'>[],
    credentials: UserCredentials,
  ): Promise<Set<string>> {
    const userRef = credentials.principal.userEntityRef;
    const open = candidates.filter(
      ({ request }) => refuseDecider({ userRef, ...request }) === undefined,
    );
    const answers = await this.#authorizer.mayEach(
      open.map(({ request }) => ({
        permission: safepointRestoreApprovePermission,
        resourceRef: request.id,
      })),
      credentials,
    );
    const allowed = open.filter((_, index) => answers[index]);
    const refusals = await Promise.all(
      allowed.map(({ request: { targetEnvironment }, instance }) =>
        this.#restoreRules.refuseApprover(
          { instance, targetEnvironment },
          credentials,
        ),
      ),
    );
    return new Set(
      allowed
        .filter((_, index) => refusals[index] === undefined)
        .map(({ request }) => request.id),
    );
  }
}
