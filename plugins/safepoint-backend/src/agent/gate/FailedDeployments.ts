import type { RecordedDeployment } from '../../database/RecordedDeployment';
import type { FailureResponse } from '../../requests/FailureResponder';
import type { AgentDependencies } from '../AgentDependencies';
import type { WayBack, WayBackFinder } from './WayBackFinder';

/** Finds the way back from a deployment and, if it has failed, does what the policy says. Safe to repeat. */
export class FailedDeployments {
  constructor(
    private readonly dependencies: Pick<AgentDependencies, 'failures'>,
    private readonly waysBack: WayBackFinder,
  ) {}

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
