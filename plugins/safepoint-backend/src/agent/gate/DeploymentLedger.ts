import { ConflictError } from '@backstage/errors';
import {
  type DeploymentStatus,
  findReportedDeployment,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { ulid } from 'ulid';
import { agentStores } from '../../database/agentStores';
import type { DeploymentChange } from '../../database/DeploymentStore';
import type { RecordedDeployment } from '../../database/RecordedDeployment';
import { draftDeploymentRecord } from '../../records/recordDrafts';
import type { AgentDependencies } from '../AgentDependencies';
import { pipelineUrl } from '../gitlabLinks';
import type { JobIdentity } from '../identity/JobIdentity';

/** Deployments whose end is not known yet. */
export const openStatuses: DeploymentStatus[] = [
  'gated',
  'running',
  'abandoned',
];

interface PipelineDeployment {
  componentRef: string;
  environment: string;
}

/** Records what becomes of deployments, each change durably, and frees their leases. */
export class DeploymentLedger {
  constructor(
    private readonly dependencies: Pick<
      AgentDependencies,
      'knex' | 'records' | 'now' | 'lookAtGitLab'
    >,
  ) {}

  /**
   * The deployment that a backup belongs to. Before a deploy it is a new one, which takes the place of one
   * that this pipeline gated before; after a deploy it is this pipeline's, which has succeeded by that.
   */
  async prepare(
    identity: JobIdentity,
    input: PipelineDeployment & { trigger: 'pre-deploy' | 'baseline' | string },
  ): Promise<string> {
    if (input.trigger === 'baseline') {
      return (await this.settle(identity, input, 'succeeded')).id;
    }
    const earlier = await this.findOfPipeline(identity, input);
    for (const deployment of earlier.filter(d => d.status === 'gated')) {
      await this.close(deployment, 'abandoned');
    }
    return ulid();
  }

  /**
   * How the deployment of this pipeline ended. One that no gate knows of is recorded as a bypass. Safe to
   * repeat with the same outcome.
   */
  async settle(
    identity: JobIdentity,
    input: PipelineDeployment,
    outcome: 'succeeded' | 'failed',
  ): Promise<RecordedDeployment> {
    await this.#lookAtGitLab(identity, input);
    const latest = findReportedDeployment(
      await this.findOfPipeline(identity, input),
    );
    if (!latest) return this.#recordBypass(identity, input, outcome);
    if (latest.status === outcome) return latest;
    if (!openStatuses.includes(latest.status)) {
      throw new ConflictError(
        `Deployment ${latest.id} has ${latest.status} already. Run the pipeline again for another deployment.`,
      );
    }
    return this.close(latest, outcome);
  }

  /** So that a deployment past the gate is known before anybody reports on it. It may take its time, but not long. */
  async #lookAtGitLab(
    { issuer, projectId, pipelineId }: JobIdentity,
    { environment }: PipelineDeployment,
  ): Promise<void> {
    await this.dependencies.lookAtGitLab?.({
      issuer,
      projectId,
      pipelineId,
      environment,
    });
  }

  /** Newest first. */
  async findOfPipeline(
    identity: JobIdentity,
    input: { componentRef?: string; environment: string },
  ): Promise<RecordedDeployment[]> {
    const found = await agentStores(
      this.dependencies.knex,
    ).deployments.listByPipeline({
      issuer: identity.issuer,
      projectId: identity.projectId,
      pipelineId: identity.pipelineId,
      environment: input.environment,
    });
    return input.componentRef
      ? found.filter(({ entityRef }) => entityRef === input.componentRef)
      : found;
  }

  async close(
    deployment: RecordedDeployment,
    status: 'succeeded' | 'failed' | 'abandoned',
  ): Promise<RecordedDeployment> {
    const { records, now } = this.dependencies;
    return records.transaction(async trx => {
      const closed = await this.change(trx, deployment.id, {
        from: openStatuses,
        revision: deployment.revision,
        change: {
          status,
          ...(status !== 'abandoned' && { finishedAt: now() }),
        },
      });
      await agentStores(trx).leases.releaseAll(deployment.id);
      return closed;
    });
  }

  async change(
    trx: Knex.Transaction,
    id: string,
    change: DeploymentChange,
  ): Promise<RecordedDeployment> {
    const changed = await agentStores(trx).deployments.change(id, change);
    await this.dependencies.records.commit(trx, draftDeploymentRecord(changed));
    return changed;
  }

  async insert(
    trx: Knex.Transaction,
    deployment: RecordedDeployment,
  ): Promise<void> {
    await agentStores(trx).deployments.insert(deployment);
    await this.dependencies.records.commit(
      trx,
      draftDeploymentRecord(deployment),
    );
  }

  async #recordBypass(
    identity: JobIdentity,
    input: PipelineDeployment,
    outcome: 'succeeded' | 'failed',
  ): Promise<RecordedDeployment> {
    const now = this.dependencies.now();
    const deployment: RecordedDeployment = {
      id: ulid(),
      entityRef: input.componentRef,
      environment: input.environment,
      status: outcome,
      gate: 'none',
      issuer: identity.issuer,
      projectId: identity.projectId,
      pipelineId: identity.pipelineId,
      commit: identity.commit,
      ref: identity.ref,
      pipelineUrl: pipelineUrl(identity),
      recoveryPointIds: [],
      gatedAt: now,
      finishedAt: now,
      revision: 1,
    };
    await this.dependencies.records.transaction(trx =>
      this.insert(trx, deployment),
    );
    return deployment;
  }
}
