import type {
  AuditorService,
  BackstageCredentials,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  safepointDeploymentMarkPermission,
  safepointInstanceReadPermission,
  startOfDeployment,
} from '@safepoint/backstage-plugin-safepoint-common';
import { audited } from '../audit/audited';
import { agentStores, type AgentStores } from '../database/agentStores';
import type { RecordedDeployment } from '../database/RecordedDeployment';
import type { Authorizer } from '../permissions/Authorizer';
import { draftDeploymentRecord, type DurableRecords } from '../records';

type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

export interface DeploymentMarksOptions {
  stores: Pick<AgentStores, 'deployments'>;
  records: DurableRecords;
  authorizer: Authorizer;
  auditor: AuditorService;
  now?: () => Date;
}

/** Somebody found out later that a deployment damages data, or that it does not after all. */
export class DeploymentMarks {
  readonly #options: DeploymentMarksOptions;

  constructor(options: DeploymentMarksOptions) {
    this.#options = options;
  }

  async markBad(
    id: string,
    body: { since?: string; reason: string },
    credentials: UserCredentials,
  ): Promise<RecordedDeployment> {
    const deployment = await this.#findForMarker(id, credentials);
    const now = this.#now();
    const start = startOfDeployment(deployment);
    const since = body.since ? new Date(body.since) : start;
    if (since > now) {
      throw new InputError(
        '`since` lies in the future; give the moment when the damage began.',
      );
    }
    if (since < start) {
      throw new InputError(
        `\`since\` lies before the start of the deployment (${start.toISOString()}); it cannot have done damage before. Mark the deployment before it instead.`,
      );
    }
    const by = credentials.principal.userEntityRef;
    const markedBad = { since, by, at: now, reason: body.reason };
    return this.#change('deployment-mark-bad', deployment, markedBad, {
      by,
      since: since.toISOString(),
      reason: body.reason,
    });
  }

  async unmarkBad(
    id: string,
    body: { reason: string },
    credentials: UserCredentials,
  ): Promise<RecordedDeployment> {
    const deployment = await this.#findForMarker(id, credentials);
    if (!deployment.markedBad) {
      throw new ConflictError(`Deployment ${id} is not marked bad.`);
    }
    const by = credentials.principal.userEntityRef;
    return this.#change('deployment-unmark-bad', deployment, undefined, {
      by,
      reason: body.reason,
    });
  }

  async #findForMarker(
    id: string,
    credentials: UserCredentials,
  ): Promise<RecordedDeployment> {
    const { authorizer, stores } = this.#options;
    const deployment = await stores.deployments.find(id);
    const visible =
      deployment &&
      (await authorizer.may(
        safepointInstanceReadPermission,
        deployment.entityRef,
        credentials,
      ));
    if (!visible) throw new NotFoundError(`There is no deployment ${id}.`);
    await authorizer.require(
      safepointDeploymentMarkPermission,
      deployment.entityRef,
      credentials,
      `You need ${safepointDeploymentMarkPermission.name} for ${deployment.entityRef}.`,
    );
    return deployment;
  }

  async #change(
    eventId: string,
    deployment: RecordedDeployment,
    markedBad: RecordedDeployment['markedBad'],
    meta: Record<string, string>,
  ): Promise<RecordedDeployment> {
    const { auditor, records } = this.#options;
    const { id, entityRef, environment, status, revision } = deployment;
    const event = {
      eventId,
      severityLevel: 'high' as const,
      meta: { deploymentId: id, entityRef, environment, ...meta },
    };
    return audited(auditor, event, () =>
      records.transaction(async trx => {
        const changed = await agentStores(trx).deployments.change(id, {
          from: [status],
          revision,
          change: { markedBad },
        });
        await records.commit(trx, draftDeploymentRecord(changed));
        return changed;
      }),
    );
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }
}
