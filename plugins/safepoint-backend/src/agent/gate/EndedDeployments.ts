import type { AgentDependencies } from '../AgentDependencies';
import type { JobIdentity } from '../identity/JobIdentity';
import type { DeploymentLedger } from './DeploymentLedger';

/**
 * Deployments of a pipeline whose job is over without a word of how it went: cancelled, its runner lost,
 * or failed before anybody could report. Their data is in doubt, as after a failure; but they must not
 * keep this pipeline from its own gate until their lease runs out.
 */
export class EndedDeployments {
  constructor(
    private readonly dependencies: Pick<AgentDependencies, 'jobs'>,
    private readonly ledger: DeploymentLedger,
  ) {}

  /** Closes those of which GitLab says that their job does not run any more. Unsure is not over. */
  async close(
    identity: JobIdentity,
    input: { componentRef: string; environment: string },
  ): Promise<void> {
    const found = await this.ledger.findOfPipeline(identity, input);
    for (const deployment of found) {
      if (deployment.status !== 'running' || !deployment.jobId) continue;
      const job = await this.dependencies.jobs.isRunning(
        deployment.issuer,
        deployment.projectId,
        deployment.jobId,
      );
      if (job === 'not-running')
        await this.ledger.close(deployment, 'abandoned');
    }
  }
}
