import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  decideGateConfirmation,
  type DeploymentStatus,
  type GateGround,
} from '@safepoint/backstage-plugin-safepoint-common';
import { decodeJwt } from 'jose';

interface Deployment {
  receipt: string;
  projectId: unknown;
  pipelineId: unknown;
  environment: unknown;
  status: DeploymentStatus;
  ground: GateGround;
  jobId?: string;
  at: Date;
}

type Answer = [status: number, text: string];

const hour = 3_600_000;

/**
 * Keeps what the portal keeps of deployments, and decides by the portal's own rule whether a deploy job
 * may start. Its database, its storage and its checks of tokens have tests of their own.
 */
export class PortalStandIn {
  readonly deployments: Deployment[] = [];
  /** Added to the clock, so that a test need not wait for a receipt to grow old. */
  aheadMilliseconds = 0;

  readonly answer = (request: IncomingMessage, response: ServerResponse) => {
    const [status, text] = this.#decide(request);
    response.writeHead(status).end(text);
  };

  /** How the deployments of a pipeline stand, oldest first. */
  statusesOf(pipeline: { id: number }): DeploymentStatus[] {
    return this.deployments
      .filter(({ pipelineId }) => pipelineId === String(pipeline.id))
      .map(({ status }) => status);
  }

  get #now(): Date {
    return new Date(Date.now() + this.aheadMilliseconds);
  }

  #decide(request: IncomingMessage): Answer {
    const token = String(request.headers.authorization).slice(7);
    const claims = decodeJwt(token);
    const call = request.url?.split('/').at(-1);
    if (call === 'gate') return this.#open(claims, 'fresh');
    if (call === 'unchanged') return this.#open(claims, 'skipped');
    if (call === 'confirmations') {
      return this.#confirm(claims, request.headers['safepoint-receipt']);
    }
    return this.#settle(claims, call === 'failed' ? 'failed' : 'succeeded');
  }

  /** A receipt of its own for each run of the gate, while no other pipeline deploys there. */
  #open(claims: Record<string, unknown>, ground: GateGround): Answer {
    const there = this.deployments.filter(
      ({ projectId, environment, at }) =>
        projectId === claims.project_id &&
        environment === claims.environment &&
        this.#now.getTime() - at.getTime() < hour,
    );
    const foreign = there.find(
      ({ pipelineId, status }) =>
        pipelineId !== claims.pipeline_id &&
        ['gated', 'running'].includes(status),
    );
    if (foreign) {
      return [409, `Pipeline ${foreign.pipelineId} deploys there now.`];
    }
    there
      .filter(
        ({ pipelineId, status }) =>
          pipelineId === claims.pipeline_id && status === 'gated',
      )
      .forEach(deployment => (deployment.status = 'abandoned'));
    const receipt = randomUUID();
    this.deployments.push({
      receipt,
      projectId: claims.project_id,
      pipelineId: claims.pipeline_id,
      environment: claims.environment,
      status: 'gated',
      ground,
      at: this.#now,
    });
    return [200, receipt];
  }

  #confirm(claims: Record<string, unknown>, receipt: unknown): Answer {
    const deployment = this.deployments.find(
      candidate => candidate.receipt === receipt,
    );
    const decision = decideGateConfirmation({
      deployment: deployment && {
        status: deployment.status,
        ground: deployment.ground,
        jobId: deployment.jobId,
        receiptExpiresAt: new Date(deployment.at.getTime() + 2 * hour),
        sameContext:
          deployment.projectId === claims.project_id &&
          deployment.pipelineId === claims.pipeline_id &&
          deployment.environment === claims.environment,
      },
      points: deployment
        ? [{ id: 'POINT', status: 'available', stateAt: deployment.at }]
        : [],
      jobId: String(claims.job_id),
      maxAgeSeconds: 3600,
      policy: {
        mode: 'required',
        breakGlass: 'forbidden',
        whenUnchanged: 'skip',
      },
      now: this.#now,
    });
    if (!decision.allowed || !deployment) return [403, decision.message];
    deployment.status = 'running';
    deployment.jobId = String(claims.job_id);
    return [200, decision.message];
  }

  #settle(
    claims: Record<string, unknown>,
    outcome: 'succeeded' | 'failed',
  ): Answer {
    const deployment = this.deployments
      .filter(({ pipelineId }) => pipelineId === claims.pipeline_id)
      .at(-1);
    if (!deployment) return [404, 'This pipeline has no deployment.'];
    deployment.status = outcome;
    return [200, `The deployment ${outcome}.`];
  }
}
