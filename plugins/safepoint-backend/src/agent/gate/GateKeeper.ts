import { ConflictError } from '@backstage/errors';
import {
  decideGateConfirmation,
  type GateConfirmation,
  type ReceiptView,
} from '@safepoint/backstage-plugin-safepoint-common';
import type { Knex } from 'knex';
import { audited } from '../../audit/audited';
import { agentStores } from '../../database/agentStores';
import type { RecordedDeployment } from '../../database/RecordedDeployment';
import type { RecordedPoint } from '../../database/RecordedPoint';
import type { Run } from '../../database/Run';
import type { AgentDependencies } from '../AgentDependencies';
import { digestOf, matchesDigest, randomSecret } from '../digests';
import { jobUrl, pipelineUrl } from '../gitlabLinks';
import type { JobAuthority } from '../identity/JobAuthority';
import type { JobIdentity } from '../identity/JobIdentity';
import type { DeploymentLedger } from './DeploymentLedger';

/**
 * The gate before a deploy: opened by a recovery set that is whole, confirmed by the deploy job itself.
 *
 * The leases of the set pass from the run to the deployment without a moment in between, and stay with it
 * until its outcome or until they run out, so that no restore and no other dump gets in between.
 */
export class GateKeeper {
  constructor(
    private readonly dependencies: AgentDependencies,
    private readonly authority: JobAuthority,
    private readonly ledger: DeploymentLedger,
  ) {}

  /** Inside the transaction that ends the pre-deploy run. */
  async open(
    trx: Knex.Transaction,
    run: Run,
    points: RecordedPoint[],
  ): Promise<ReceiptView> {
    const { deploymentId, componentRef } = run;
    if (!deploymentId || !componentRef) {
      throw new Error(`Run ${run.id} belongs to no deployment.`);
    }
    const now = this.dependencies.now();
    const receipt = this.#makeReceipt(now);
    await this.ledger.insert(trx, {
      id: deploymentId,
      entityRef: componentRef,
      environment: run.environment,
      status: 'gated',
      gate: 'stage',
      issuer: run.issuer,
      projectId: run.projectId,
      pipelineId: run.pipelineId,
      commit: run.claims.commit,
      ref: run.claims.ref,
      pipelineUrl: pipelineUrl({ ...run, ...run.claims }),
      receiptDigest: receipt.digest,
      receiptExpiresAt: receipt.expiresAt,
      recoveryPointIds: points.map(({ id }) => id),
      gatedAt: now,
      revision: 1,
    });
    for (const { instanceId } of run.plan.leases) {
      const passed = await agentStores(trx).leases.transfer({
        instanceId,
        from: run.id,
        to: deploymentId,
        purpose: 'deployment',
        expiresAt: receipt.expiresAt,
      });
      if (!passed) {
        throw new ConflictError(
          `Run ${run.id} has lost its lease of instance ${instanceId}. Start a new job.`,
        );
      }
    }
    return {
      token: receipt.token,
      deploymentId,
      expiresAt: receipt.expiresAt.toISOString(),
    };
  }

  /** The answer that carried the receipt was lost: a new one in its place, until somebody showed it. */
  async renewReceipt(run: Run): Promise<ReceiptView | undefined> {
    const { records, knex, now } = this.dependencies;
    const { deploymentId } = run;
    const deployment =
      deploymentId && (await agentStores(knex).deployments.find(deploymentId));
    if (!deployment || deployment.status !== 'gated') return undefined;
    const receipt = this.#makeReceipt(now());
    const expiresAt = deployment.receiptExpiresAt ?? receipt.expiresAt;
    await records.transaction(trx =>
      this.ledger.change(trx, deployment.id, {
        from: ['gated'],
        revision: deployment.revision,
        change: { receiptDigest: receipt.digest },
      }),
    );
    return {
      token: receipt.token,
      deploymentId: deployment.id,
      expiresAt: expiresAt.toISOString(),
    };
  }

  /** Asked by the deploy job, with its own identity. What it is told is for its log. */
  async confirm(
    token: string | undefined,
    receipt: string,
  ): Promise<GateConfirmation> {
    const identity = await this.authority.identify(token, 'deploy');
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
    const decision = await this.#decide(identity, deployment);
    return audited(
      this.dependencies.auditor,
      {
        eventId: 'gate-confirm',
        meta: {
          deploymentId: deployment?.id,
          code: decision.code,
          issuer: identity.issuer,
          projectId: identity.projectId,
          jobId: identity.jobId,
        },
      },
      async () => {
        if (decision.allowed && deployment) {
          await this.#start(identity, deployment);
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

  async #decide(
    identity: JobIdentity,
    deployment: RecordedDeployment | undefined,
  ): Promise<GateConfirmation> {
    const { knex, now, config } = this.dependencies;
    const points = await agentStores(knex).points.listByIds(
      deployment?.recoveryPointIds ?? [],
    );
    return decideGateConfirmation({
      deployment: deployment && {
        status: deployment.status,
        jobId: deployment.jobId,
        receiptExpiresAt: deployment.receiptExpiresAt ?? new Date(0),
        sameContext: true,
      },
      points,
      jobId: identity.jobId,
      maxAgeSeconds: config.gate.receiptValidForSeconds,
      now: now(),
    });
  }

  /** `gated → running`, under leases that the deployment still holds. A repeat by the same job is nothing new. */
  async #start(
    identity: JobIdentity,
    deployment: RecordedDeployment,
  ): Promise<void> {
    const { records, now, config } = this.dependencies;
    const expiresAt = new Date(
      now().getTime() + config.gate.receiptValidForSeconds * 1000,
    );
    await records.transaction(async trx => {
      const { leases, points } = agentStores(trx);
      const set = await points.listByIds(deployment.recoveryPointIds);
      for (const { instanceId } of set) {
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
      if (deployment.status === 'running') return;
      await this.ledger.change(trx, deployment.id, {
        from: ['gated'],
        revision: deployment.revision,
        change: {
          status: 'running',
          gate: 'strict',
          jobId: identity.jobId,
          jobUrl: jobUrl(identity),
          startedAt: now(),
        },
      });
    });
  }

  #makeReceipt(now: Date) {
    const token = randomSecret();
    const validForMs =
      this.dependencies.config.gate.receiptValidForSeconds * 1000;
    return {
      token,
      digest: digestOf(token),
      expiresAt: new Date(now.getTime() + validForMs),
    };
  }
}
