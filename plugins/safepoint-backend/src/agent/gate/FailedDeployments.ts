import type { RecordedDeployment } from '../../database/RecordedDeployment';
import type { FailureResponse } from '../../requests/FailureResponder';
import type { AgentDependencies } from '../AgentDependencies';
import { listRecentFailures } from './listRecentFailures';
import type { WayBack, WayBackFinder } from './WayBackFinder';

const followedUpForMs = 15 * 60 * 1000;

/** Finds the way back from a deployment and, if it has failed, does what the policy says. Safe to repeat. */
export class FailedDeployments {
  constructor(
    private readonly dependencies: Pick<
      AgentDependencies,
      'failures' | 'knex' | 'logger' | 'now'
    >,
    private readonly waysBack: WayBackFinder,
  ) {}

  /**
   * For failures that no job reports: a lost runner of which GitLab tells, a portal that died in between.
   * What failed long ago, or was followed by another deployment, is left to people.
   */
  async followUp(): Promise<void> {
    const { failures, knex, logger, now } = this.dependencies;
    if (!failures?.actsByItself) return;
    const since = new Date(now().getTime() - followedUpForMs);
    for (const deployment of await listRecentFailures(knex, since)) {
      try {
        await this.respond(deployment);
      } catch (error) {
        logger.error(
          `The failure of deployment ${deployment.id} could not be followed up and is tried again: ${error}`,
        );
      }
    }
  }

  async respond(
    deployment: RecordedDeployment,
  ): Promise<{ wayBack: WayBack; response?: FailureResponse }[]> {
    const found = await this.waysBack.find(deployment);
    const { failures } = this.dependencies;
    if (deployment.status !== 'failed' || !failures) {
      return found.map(wayBack => ({ wayBack }));
    }
    const answers = [];
    for (const wayBack of found) {
      const { instance, lastKnownGood } = wayBack;
      answers.push({
        wayBack,
        response: await failures.respond(deployment, instance, lastKnownGood),
      });
    }
    return answers;
  }
}
