import { randomBytes } from 'node:crypto';
import type {
  AuditorService,
  BackstageCredentials,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  type CreateRequestBody,
  planRequest,
  refuseDecider,
  safepointBackupCreatePermission,
  safepointDrillCreatePermission,
  safepointRestoreApprovePermission,
  safepointRestoreRequestPermission,
  tallyDecisions,
} from '@safepoint/backstage-plugin-safepoint-common';
import { audited } from '../audit/audited';
import type { PortalStores } from '../database/portalStores';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { RestoreRules } from '../policies';
import type { Authorizer } from '../permissions/Authorizer';
import { auditRequest } from './auditRequest';
import type { RecordedRequests } from './RecordedRequests';
import type { RecoveryRequest } from './RecoveryRequest';
import type { RequestAdmission } from './RequestAdmission';
import type { RequestTrigger } from './RequestTrigger';
import type { RequestVisibility, VisibleRequest } from './RequestVisibility';

type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

export interface RequestServiceOptions {
  stores: PortalStores;
  requests: RecordedRequests;
  trigger: RequestTrigger;
  admission: RequestAdmission;
  authorizer: Authorizer;
  visibility: RequestVisibility;
  auditor: AuditorService;
  isProduction: (environment: string) => boolean;
  restoreRules: RestoreRules;
  now?: () => Date;
}

const permissionByKind = {
  backup: safepointBackupCreatePermission,
  drill: safepointDrillCreatePermission,
  restore: safepointRestoreRequestPermission,
};

/** What people ask for, and what others decide on it. */
export class RequestService {
  readonly #options: RequestServiceOptions;

  constructor(options: RequestServiceOptions) {
    this.#options = options;
  }

  async create(
    body: CreateRequestBody,
    credentials: UserCredentials,
  ): Promise<VisibleRequest> {
    const { admission, auditor, authorizer, requests, trigger } = this.#options;
    const instance = await this.#options.visibility.findInstance(
      body.instanceId,
      credentials,
    );
    const permission = permissionByKind[body.kind];
    await authorizer.require(
      permission,
      instance.entityRef,
      credentials,
      `You need ${permission.name} for ${instance.entityRef}.`,
    );
    const request = await this.#plan(body, instance, credentials);
    await admission.requireNoTwin(request);
    await admission.requireRestorable(request, instance, this.#now());
    const event = auditRequest('request-create', request, instance);
    const inserted = await audited(auditor, event, () =>
      requests.insert(request, instance),
    );
    return this.#view(await trigger.trigger(inserted), instance, credentials);
  }

  async decide(
    id: string,
    body: { decision: 'approve' | 'reject'; comment?: string },
    credentials: UserCredentials,
  ): Promise<VisibleRequest> {
    const { admission, auditor, requests, trigger } = this.#options;
    const { request, instance } = await this.get(id, credentials);
    const by = credentials.principal.userEntityRef;
    await this.#requireDecider(request, instance, credentials);
    const decisions = [...request.decisions, { by, at: this.#now(), ...body }];
    const { outcome } = tallyDecisions({ ...request, decisions });
    if (outcome === 'approved') {
      await admission.requireRestorable(request, instance, this.#now());
    }
    const event = auditRequest('request-decide', request, instance, {
      by,
      ...body,
    });
    const decided = await audited(auditor, event, () =>
      requests.change(request, {
        decisions,
        ...(outcome === 'approved' && { status: 'approved' }),
        ...(outcome === 'rejected' && {
          status: 'rejected',
          finishedAt: this.#now(),
        }),
      }),
    );
    return this.#view(await trigger.trigger(decided), instance, credentials);
  }

  async get(id: string, credentials: UserCredentials): Promise<VisibleRequest> {
    const request = await this.#options.requests.find(id);
    const instance =
      request && (await this.#options.requests.instanceOf(request));
    const [view] =
      request && instance
        ? await this.#options.visibility.filterVisible(
            [{ request, instance }],
            credentials,
          )
        : [];
    if (!view) throw new NotFoundError(`There is no request ${id}.`);
    return view;
  }

  /** Newest first. */
  async list(
    instanceId: string,
    credentials: UserCredentials,
  ): Promise<VisibleRequest[]> {
    const instance = await this.#options.visibility.findInstance(
      instanceId,
      credentials,
    );
    const found = await this.#options.stores.requests.findByInstances(
      [instance.id],
      50,
    );
    return this.#options.visibility.filterVisible(
      found.map(request => ({ request, instance })),
      credentials,
    );
  }

  /** Whatever the policy says, nobody decides on their own request. */
  async #requireDecider(
    request: RecoveryRequest,
    instance: StoredInstance,
    credentials: UserCredentials,
  ): Promise<void> {
    const userRef = credentials.principal.userEntityRef;
    const refusal = refuseDecider({ userRef, ...request });
    if (refusal) {
      throw userRef === request.requestedBy
        ? new NotAllowedError(refusal)
        : new ConflictError(refusal);
    }
    await this.#options.authorizer.require(
      safepointRestoreApprovePermission,
      request.id,
      credentials,
      'You may not decide on this request. Ask somebody who may approve restores.',
    );
    const { targetEnvironment } = request;
    const foreign = await this.#options.restoreRules.refuseApprover(
      { instance, targetEnvironment },
      credentials,
    );
    if (foreign) throw new NotAllowedError(foreign);
  }

  async #plan(
    body: CreateRequestBody,
    instance: StoredInstance,
    credentials: UserCredentials,
  ): Promise<RecoveryRequest> {
    const { restoreRules, isProduction } = this.#options;
    const { targetEnvironment } = body;
    const floors = await restoreRules.findFloors({
      instance,
      targetEnvironment,
    });
    const plan = planRequest(
      { ...body, environment: instance.environment },
      { isProduction, floors },
    );
    if (plan.outcome === 'incomplete') {
      throw new InputError(`A restore needs ${plan.missing.join(', and ')}.`);
    }
    const { outcome: _, ...planned } = plan;
    return {
      ...planned,
      // Hexadecimal: it is a pipeline's name and an argument of a command.
      id: randomBytes(20).toString('hex'),
      kind: body.kind,
      instanceId: instance.id,
      reason: body.reason,
      requestedBy: credentials.principal.userEntityRef,
      requestedAt: this.#now(),
      decisions: [],
      revision: 1,
    };
  }

  /** How many other people a restore into that environment needs. */
  approvalsFor(
    instance: StoredInstance,
    targetEnvironment: string,
  ): Promise<number> {
    return this.#options.restoreRules.countApprovals({
      instance,
      targetEnvironment,
    });
  }

  async #view(
    request: RecoveryRequest,
    instance: StoredInstance,
    credentials: UserCredentials,
  ): Promise<VisibleRequest> {
    const deciders = await this.#options.visibility.mayDecide(
      [{ request, instance }],
      credentials,
    );
    return { request, instance, mayDecide: deciders.has(request.id) };
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }
}
