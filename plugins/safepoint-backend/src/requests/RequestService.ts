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
  type ApprovalFloors,
  approvalsNeeded,
  type CreateRequestBody,
  refuseDecider,
  safepointBackupCreatePermission,
  safepointDrillCreatePermission,
  safepointRestoreApprovePermission,
  safepointRestoreRequestPermission,
  tallyDecisions,
} from '@safepoint/backstage-plugin-safepoint-common';
import { audited } from '../audit/audited';
import type { AgentStores } from '../database/agentStores';
import type { PortalStores } from '../database/portalStores';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { Authorizer } from '../permissions/Authorizer';
import type { RecordedRequests } from './RecordedRequests';
import type { RecoveryRequest } from './RecoveryRequest';
import type { RequestTrigger } from './RequestTrigger';
import type { RequestVisibility, VisibleRequest } from './RequestVisibility';
import type { RestoreGuard } from './RestoreGuard';

type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

export interface RequestServiceOptions {
  stores: PortalStores & Pick<AgentStores, 'points'>;
  requests: RecordedRequests;
  trigger: RequestTrigger;
  guard: RestoreGuard;
  authorizer: Authorizer;
  visibility: RequestVisibility;
  auditor: AuditorService;
  isProduction: (environment: string) => boolean;
  approvalFloors: ApprovalFloors;
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
    const { auditor, authorizer, requests, trigger } = this.#options;
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
    const event = {
      eventId: 'request-create',
      severityLevel: severityOf(request),
      meta: describeForAudit(request, instance),
    };
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
    const { auditor, requests, trigger } = this.#options;
    const { request, instance } = await this.get(id, credentials);
    const by = credentials.principal.userEntityRef;
    await this.#requireDecider(request, credentials);
    const decisions = [...request.decisions, { by, at: this.#now(), ...body }];
    const { outcome } = tallyDecisions({ ...request, decisions });
    if (outcome === 'approved') {
      await this.#requireRestorable(request, instance);
    }
    const event = {
      eventId: 'request-decide',
      severityLevel: severityOf(request),
      meta: { ...describeForAudit(request, instance), by, ...body },
    };
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
  }

  async #plan(
    body: CreateRequestBody,
    instance: StoredInstance,
    credentials: UserCredentials,
  ): Promise<RecoveryRequest> {
    const request: RecoveryRequest = {
      // Hexadecimal: it is a pipeline's name and an argument of a command.
      id: randomBytes(20).toString('hex'),
      kind: body.kind,
      instanceId: instance.id,
      status: 'approved',
      reason: body.reason,
      requestedBy: credentials.principal.userEntityRef,
      requestedAt: this.#now(),
      approvalsNeeded: 0,
      decisions: [],
      revision: 1,
      ...(body.kind !== 'backup' && {
        recoveryPointId: body.recoveryPointId,
      }),
    };
    if (body.kind === 'restore') {
      const targetEnvironment = body.targetEnvironment ?? instance.environment;
      request.targetEnvironment = targetEnvironment;
      request.approvalsNeeded = this.approvalsFor(instance, targetEnvironment);
      if (request.approvalsNeeded > 0) request.status = 'awaiting-approval';
    }
    await this.#requireSensible(request, instance);
    return request;
  }

  /** How many other people a restore into that environment needs. */
  approvalsFor(instance: StoredInstance, targetEnvironment: string): number {
    const { approvalFloors, isProduction } = this.#options;
    return approvalsNeeded({
      sourceProduction: isProduction(instance.environment),
      targetProduction: isProduction(targetEnvironment),
      floors: approvalFloors,
    });
  }

  async #requireSensible(
    request: RecoveryRequest,
    instance: StoredInstance,
  ): Promise<void> {
    if (request.kind === 'restore') {
      const missing = [
        !request.recoveryPointId && '`recoveryPointId`: which point to restore',
        !request.reason && '`reason`: why, for those who approve and audit',
      ].filter(Boolean);
      if (missing.length > 0) {
        throw new InputError(`A restore needs ${missing.join(', and ')}.`);
      }
    }
    await this.#requireNoTwin(request);
    await this.#requireRestorable(request, instance);
  }

  /** A second click is not a second backup. */
  async #requireNoTwin(request: RecoveryRequest): Promise<void> {
    const recent = await this.#options.stores.requests.findByInstances(
      [request.instanceId],
      50,
    );
    const twin = recent.find(
      other =>
        other.kind === request.kind &&
        other.finishedAt === undefined &&
        !['succeeded', 'failed', 'rejected', 'expired'].includes(other.status),
    );
    if (twin) {
      throw new ConflictError(
        `A ${request.kind} of this data store is under way already (${twin.status}, asked for by ${twin.requestedBy}); wait for its end.`,
      );
    }
  }

  async #requireRestorable(
    request: RecoveryRequest,
    instance: StoredInstance,
  ): Promise<void> {
    const { guard, stores } = this.#options;
    if (request.kind === 'drill' && !request.recoveryPointId) {
      const points = await stores.points.listByInstances([instance.id]);
      if (!points.some(({ status }) => status === 'available')) {
        throw new InputError(
          'There is no recovery point to drill; take a backup first.',
        );
      }
    }
    if (request.recoveryPointId) {
      await guard.requireRestorable(instance, request.recoveryPointId);
    }
    if (request.targetEnvironment) {
      await guard.requireFreeTarget(
        instance,
        request.targetEnvironment,
        this.#now(),
      );
    }
  }

  async #view(
    request: RecoveryRequest,
    instance: StoredInstance,
    credentials: UserCredentials,
  ): Promise<VisibleRequest> {
    const deciders = await this.#options.visibility.mayDecide(
      [request],
      credentials,
    );
    return { request, instance, mayDecide: deciders.has(request.id) };
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }
}

function severityOf(request: RecoveryRequest) {
  return request.kind === 'restore' ? ('high' as const) : ('medium' as const);
}

function describeForAudit(request: RecoveryRequest, instance: StoredInstance) {
  return {
    requestId: request.id,
    kind: request.kind,
    entityRef: instance.entityRef,
    environment: instance.environment,
    targetEnvironment: request.targetEnvironment ?? null,
    recoveryPointId: request.recoveryPointId ?? null,
    requestedBy: request.requestedBy,
    reason: request.reason ?? null,
  };
}
