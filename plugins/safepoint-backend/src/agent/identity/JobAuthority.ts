import { ServiceUnavailableError } from '@backstage/errors';
import {
  type BindableOperation,
  decideEntitlement,
  type JobOperation,
} from '@safepoint/backstage-plugin-safepoint-common';
import { type AgentDependencies, isProduction } from '../AgentDependencies';
import type { JobIdentity } from './JobIdentity';
import type { JobIdentityVerifier } from './JobIdentityVerifier';
import type { Refusals } from './Refusals';

/** One thing that a job wants to do. */
export interface JobClaim {
  operation: BindableOperation & JobOperation;
  entityRef: string;
  /** Whose data it is about: of a drill the source. */
  environment: string;
}

/** Who a CI job is and what it may do. Everybody who is refused hears the same. */
export class JobAuthority {
  constructor(
    private readonly dependencies: Pick<
      AgentDependencies,
      'config' | 'entitlements' | 'jobs' | 'logger'
    >,
    private readonly verifier: JobIdentityVerifier,
    readonly refusals: Refusals,
  ) {}

  async identify(
    token: string | undefined,
    operation: string,
  ): Promise<JobIdentity> {
    if (!token) {
      return this.refusals.refuse({
        code: 'token-missing',
        detail: 'there was no bearer token',
        operation,
      });
    }
    const verdict = await this.verifier.verify(token);
    if (verdict.outcome === 'verified') return verdict.identity;
    if (verdict.outcome === 'unavailable') {
      this.dependencies.logger.error(
        `The identity of a CI job could not be checked: ${verdict.detail}`,
      );
      throw new ServiceUnavailableError(
        'The portal could not fetch the keys of GitLab, so it cannot tell who this job is. Try again in a moment.',
      );
    }
    return this.refusals.refuse({ ...verdict, operation });
  }

  /** Returns if the job may do all of it; otherwise refuses the whole. */
  async authorize(identity: JobIdentity, claims: JobClaim[]): Promise<void> {
    const { issuer, projectId, jobId } = identity;
    const job = await this.dependencies.jobs.isRunning(
      issuer,
      projectId,
      jobId,
    );
    for (const claim of claims) {
      const binding = await this.dependencies.entitlements.findBinding({
        ...claim,
        issuer,
        projectId,
        namespaceId: identity.namespaceId,
      });
      const entitlement = decideEntitlement({
        identity,
        operation: claim.operation,
        environment: claim.environment,
        ...this.#rulesOf(claim.operation, claim.environment),
        bound: binding !== undefined,
        job,
      });
      if (!entitlement.allowed) {
        await this.refuse(identity, { ...entitlement, ...claim });
      }
    }
  }

  /**
   * A request is executed by the recovery project alone, on its own ref; what it may do stands in the
   * request.
   */
  async authorizeRecoveryProject(
    identity: JobIdentity,
    request: {
      matches: boolean;
      environment: string;
      requestId: string;
      /** A drill's job must not sit in the environment that it reads. */
      isDrill: boolean;
    },
  ): Promise<void> {
    const { config, jobs } = this.dependencies;
    const issuer = config.issuers.find(({ url }) => url === identity.issuer);
    const isRecoveryProject =
      issuer?.recoveryProject.id === identity.projectId &&
      issuer.recoveryProject.ref === identity.ref;
    const entitlement = decideEntitlement({
      identity,
      operation: 'request',
      environment: request.environment,
      ...this.#rulesOf(
        request.isDrill ? 'drill' : 'request',
        request.environment,
      ),
      bound: isRecoveryProject && request.matches,
      job: await jobs.isRunning(
        identity.issuer,
        identity.projectId,
        identity.jobId,
      ),
    });
    if (!entitlement.allowed) {
      await this.refuse(identity, {
        ...entitlement,
        operation: 'request',
        requestId: request.requestId,
      });
    }
  }

  #rulesOf(operation: JobOperation, environment: string) {
    const { config } = this.dependencies;
    return {
      production: isProduction(config, environment),
      ...(operation === 'drill' && { drills: config.drillEnvironments }),
    };
  }

  async refuse(
    identity: JobIdentity,
    reason: {
      code: string;
      detail: string;
      operation: string;
      entityRef?: string;
      environment?: string;
      requestId?: string;
    },
  ): Promise<never> {
    return this.refusals.refuse({
      code: reason.code,
      detail: reason.detail,
      operation: reason.operation,
      entityRef: reason.entityRef,
      environment: reason.environment,
      requestId: reason.requestId,
      issuer: identity.issuer,
      projectId: identity.projectId,
      projectPath: identity.projectPath,
      jobId: identity.jobId,
    });
  }
}
