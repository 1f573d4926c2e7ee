import { ConflictError } from '@backstage/errors';
import {
  decideGateConfirmation,
  type GateConfirmation,
  type GatePolicy,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { audited } from '../../audit/audited';
import { agentStores } from '../../database/agentStores';
import { DatabaseGateRefusalStore } from '../../database/GateRefusalStore';
import { portalStores } from '../../database/portalStores';
import type { RecordedDeployment } from '../../database/RecordedDeployment';
import type { AgentDependencies } from '../AgentDependencies';
import { matchesDigest } from '../digests';
import { jobUrl } from '../gitlabLinks';
import type { JobAuthority } from '../identity/JobAuthority';
import type { JobIdentity } from '../identity/JobIdentity';
import type { DeploymentLedger } from './DeploymentLedger';
import type { GatePlanner } from './GatePlanner';

/** Answers the deploy job that shows its receipt, and lets the deployment begin. */
export class GateConfirmer {
  constructor(
    private readonly dependencies: AgentDependencies,
    private readonly authority: JobAuthority,
    private readonly ledger: DeploymentLedger,
    private readonly planner: GatePlanner,
  ) {}

  /** Asked by the deploy job, with its own identity. What it is told is for its log. */
  async confirm(
    token: string | undefined,
    receipt: string,
  ): Promise<GateConfirmation> {
    const identity = await this.authority.identify(token, 'deploy');
    try {
      const decision = await this.#confirm(identity, receipt);
      if (!decision.allowed) await this.#noteRefusal(identity, decision.code);
      return decision;
    } catch (error) {
      await this.#noteRefusal(identity, (error as Error).name);
      throw error;
    }
  }

  /** A job that ends because it was refused is no deployment past the gate. */
  async #noteRefusal(identity: JobIdentity, code: string): Promise<void> {
    const { knex, now } = this.dependencies;
    const { issuer, projectId, jobId } = identity;
    const refusal = { issuer, projectId, jobId, code, at: now() };
    await new DatabaseGateRefusalStore(knex).save(refusal);
  }

  async #confirm(
    identity: JobIdentity,
    receipt: string,
  ): Promise<GateConfirmation> {
    const deployment = await this.#findByReceipt(identity, receipt);
    if (deployment) {
      await this.authority.authorize(identity, [
        {
          operation: 'deploy',
          entityRef: deployment.entityRef,
          environment: deployment.environment,
        },
      ]);
    }
    const policy = deployment && (await this.#findPolicy(deployment));
    const decision = await this.#decide(identity, deployment, policy);
    return audited(
      this.dependencies.auditor,
      {
        eventId: 'gate-confirm',
        severityLevel: decision.allowed ? 'low' : 'medium',
        meta: {
          deploymentId: deployment?.id,
          entityRef: deployment?.entityRef,
          environment: identity.environment,
          allowed: decision.allowed,
          code: decision.code,
          ground: deployment?.gateRecord?.ground,
          issuer: identity.issuer,
          projectId: identity.projectId,
          pipelineId: identity.pipelineId,
          jobId: identity.jobId,
        },
      },
      async () => {
        if (decision.allowed && deployment && policy) {
          await this.#start(identity, deployment, policy);
        }
        return decision;
      },
    );
  }

  /** Only among the deployments of the asking job's own project, pipeline and environment. */
  async #findByReceipt(
    identity: JobIdentity,
    receipt: string,
  ): Promise<RecordedDeployment | undefined> {
    if (!identity.environment) {
      return this.authority.refuse(identity, {
        code: 'environment-missing',
        detail: 'the deploy job has no environment',
        operation: 'deploy',
      });
    }
    const candidates = await this.ledger.findOfPipeline(identity, {
      environment: identity.environment,
    });
    return candidates.find(
      ({ receiptDigest }) =>
        receiptDigest !== undefined && matchesDigest(receipt, receiptDigest),
    );
  }

  /** As it is now, of the stores that the gate covered. */
  async #findPolicy(deployment: RecordedDeployment): Promise<GatePolicy> {
    const { instances } = portalStores(this.dependencies.knex);
    const covered = await Promise.all(
      (deployment.gateRecord?.instanceIds ?? []).map(id => instances.find(id)),
    );
    const storeRefs = covered.flatMap(one => one?.entityRef ?? []);
    return this.planner.policyOf({
      componentRef: deployment.entityRef,
      environment: deployment.environment,
      // One that touches no data covered none, and depends on all the same.
      ...(storeRefs.length > 0 && { storeRefs }),
    });
  }

  async #decide(
    identity: JobIdentity,
    deployment: RecordedDeployment | undefined,
    policy: GatePolicy | undefined,
  ): Promise<GateConfirmation> {
    const { knex, now } = this.dependencies;
    const points = await agentStores(knex).points.listByIds(
      deployment?.recoveryPointIds ?? [],
    );
    const expected = deployment?.recoveryPointIds.length ?? 0;
    return decideGateConfirmation({
      deployment: deployment && {
        status: deployment.status,
        jobId: deployment.jobId,
        receiptExpiresAt: deployment.receiptExpiresAt ?? new Date(0),
        sameContext: true,
        ground: deployment.gateRecord?.ground ?? 'fresh',
        breakGlass: deployment.gateRecord?.breakGlass,
        gateJob: deployment.gateRecord?.job,
      },
      // A point that is unknown here is no point to stand on.
      points: points.length === expected ? points : [],
      jobId: identity.jobId,
      // Without a deployment there is nothing to be old.
      maxAgeSeconds: policy?.maxPointAgeSeconds ?? 0,
      policy,
      now: now(),
    });
  }

  /** `gated → running`, under leases that the deployment still holds. A repeat by the same job is nothing new. */
  async #start(
    identity: JobIdentity,
    deployment: RecordedDeployment,
    { receiptValidForSeconds }: GatePolicy,
  ): Promise<void> {
    const { records, now } = this.dependencies;
    const expiresAt = new Date(now().getTime() + receiptValidForSeconds * 1000);
    await records.transaction(async trx => {
      await holdStores(trx, deployment, expiresAt);
      if (deployment.status === 'running') return;
      await this.ledger.change(trx, deployment.id, {
        from: ['gated'],
        revision: deployment.revision,
        change: {
          status: 'running',
          // Without a recovery point there is nothing strict about it.
          ...(deployment.gate === 'stage' && { gate: 'strict' as const }),
          jobId: identity.jobId,
          jobUrl: jobUrl(identity),
          startedAt: now(),
        },
      });
    });
  }
}

async function holdStores(
  trx: Knex.Transaction,
  deployment: RecordedDeployment,
  expiresAt: Date,
): Promise<void> {
  const { leases, points } = agentStores(trx);
  const instanceIds =
    deployment.gateRecord?.instanceIds ??
    (await points.listByIds(deployment.recoveryPointIds)).map(
      ({ instanceId }) => instanceId,
    );
  for (const instanceId of instanceIds) {
    const held = await leases.renew({
      instanceId,
      holder: deployment.id,
      expiresAt,
    });
    if (!held) {
      throw new ConflictError(
        `Something else has been done with the store since the gate of deployment ${deployment.id}. Run the gate job again.`,
      );
    }
  }
}
