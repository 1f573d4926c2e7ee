import { randomBytes } from 'node:crypto';
import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  decideOnFailure,
  type FailureDecision,
  type FailurePolicies,
  type LastKnownGood,
  resolveFailurePolicy,
} from '@safepoint/backstage-plugin-safepoint-common';
import { audited } from '../audit/audited';
import type { RecordedDeployment } from '../database/RecordedDeployment';
import type { PortalStores } from '../database/portalStores';
import type { StoredInstance } from '../database/StoreInstanceStore';
import type { RestoreRules } from '../policies';
import { auditRequest } from './auditRequest';
import type { RecordedRequests } from './RecordedRequests';
import type { RecoveryRequest } from './RecoveryRequest';
import type { RequestAdmission } from './RequestAdmission';
import type { RequestTrigger } from './RequestTrigger';

/** Who asks where nobody did. */
export const systemRef = 'system:default/safepoint';

/** What was done about one store of a failed deployment, and why. */
export interface FailureResponse {
  action: FailureDecision['action'];
  reason: string;
  request?: RecoveryRequest;
}

/**
 * Starts the restore of a failed deployment by itself, as far as `onFailure` of the environment's gate says so.
 *
 * Once for each deployment and store: the request carries its cause, which is unique, so that reports that
 * come twice, from several replicas or after a rejection find the one that is there.
 */
export class FailureResponder {
  constructor(
    private readonly options: {
      onFailure: FailurePolicies;
      restoreRules: Pick<RestoreRules, 'findFloors'>;
      isProduction: (environment: string) => boolean;
      stores: Pick<PortalStores, 'requests'>;
      requests: RecordedRequests;
      admission: RequestAdmission;
      trigger: RequestTrigger;
      auditor: AuditorService;
      logger: LoggerService;
      now?: () => Date;
    },
  ) {}

  /** Whether there is anywhere anything to do beside a report. */
  get actsByItself(): boolean {
    const { base, environments } = this.options.onFailure;
    return [base, ...Object.values(environments)].some(
      policy => policy !== 'report',
    );
  }

  async respond(
    deployment: RecordedDeployment,
    instance: StoredInstance,
    lastKnownGood: LastKnownGood,
  ): Promise<FailureResponse> {
    const { restoreRules, isProduction, onFailure, stores } = this.options;
    const decision = decideOnFailure({
      policy: resolveFailurePolicy(onFailure, instance.environment),
      production: isProduction(instance.environment),
      floors: await restoreRules.findFloors({ instance }),
      hasLastKnownGood: lastKnownGood.point !== undefined,
    });
    if (decision.action === 'report') return decision;
    const known = await stores.requests.findByCause(deployment.id, instance.id);
    if (known) return { ...decision, request: known };
    const other = await this.#findRestoreSince(deployment, instance);
    if (other) {
      return {
        action: 'report',
        reason: `${other.requestedBy} has asked for a restore since`,
      };
    }
    const request = this.#plan(decision, deployment, instance, lastKnownGood);
    try {
      return { ...decision, request: await this.#start(request, instance) };
    } catch (error) {
      return this.#explain(error, { deployment, instance, decision });
    }
  }

  /** Somebody has taken it in hand; what they decided, and what came of it, is theirs. */
  async #findRestoreSince(
    deployment: RecordedDeployment,
    instance: StoredInstance,
  ): Promise<RecoveryRequest | undefined> {
    const recent = await this.options.stores.requests.findByInstances(
      [instance.id],
      50,
    );
    const since = deployment.finishedAt ?? deployment.gatedAt;
    return recent.find(
      ({ kind, requestedAt }) => kind === 'restore' && requestedAt >= since,
    );
  }

  #plan(
    decision: Extract<FailureDecision, { approvalsNeeded: number }>,
    deployment: RecordedDeployment,
    instance: StoredInstance,
    { point, reason }: LastKnownGood,
  ): RecoveryRequest {
    const { approvalsNeeded } = decision;
    return {
      // Hexadecimal: it is a pipeline's name and an argument of a command.
      id: randomBytes(20).toString('hex'),
      kind: 'restore',
      instanceId: instance.id,
      recoveryPointId: point?.id,
      targetEnvironment: instance.environment,
      status: approvalsNeeded > 0 ? 'awaiting-approval' : 'approved',
      approvalsNeeded,
      reason: `Deployment ${
        deployment.commit?.slice(0, 8) ?? deployment.id
      } of ${deployment.entityRef} failed. ${reason} Asked for by the portal: ${
        decision.reason
      }.`,
      requestedBy: systemRef,
      requestedAt: this.options.now?.() ?? new Date(),
      decisions: [],
      causedBy: deployment.id,
      revision: 1,
    };
  }

  async #start(
    request: RecoveryRequest,
    instance: StoredInstance,
  ): Promise<RecoveryRequest> {
    const { admission, auditor, requests, trigger } = this.options;
    await admission.requireNoTwin(request);
    await admission.requireRestorable(request, instance, request.requestedAt);
    const inserted = await audited(
      auditor,
      auditRequest('request-create', request, instance),
      () => requests.insert(request, instance),
    );
    return trigger.trigger(inserted);
  }

  /** The report of a failure must reach its reader whatever becomes of the request. */
  async #explain(
    error: unknown,
    context: {
      deployment: RecordedDeployment;
      instance: StoredInstance;
      decision: FailureDecision;
    },
  ): Promise<FailureResponse> {
    const { deployment, instance, decision } = context;
    const other = await this.options.stores.requests.findByCause(
      deployment.id,
      instance.id,
    );
    if (other) return { ...decision, request: other };
    const { message } = error as Error;
    this.options.logger.warn(
      `No restore of ${instance.entityRef} in ${instance.environment} was started after deployment ${deployment.id}: ${message}`,
    );
    return { action: 'report', reason: message };
  }
}
