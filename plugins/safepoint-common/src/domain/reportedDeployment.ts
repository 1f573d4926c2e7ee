import type { Deployment } from './deployment';
import type { DeploymentGate } from './gateOfService';

type Reported = Pick<
  Deployment,
  'gatedAt' | 'startedAt' | 'finishedAt' | 'status'
> & { gate: DeploymentGate; jobId?: string };

/**
 * Which deployment of a pipeline a job of that pipeline reports on: the newest, unless a deploy job had
 * begun before its gate opened and was still running then. That job did not wait, and the report is about
 * what it did; the gate has let nothing through.
 *
 * @param deployments - of one component, pipeline and environment, in any order
 * @public
 */
export function findReportedDeployment<T extends Reported>(
  deployments: T[],
): T | undefined {
  const [newest] = [...deployments].sort(
    (a, b) => b.gatedAt.getTime() - a.gatedAt.getTime(),
  );
  if (!newest || newest.jobId !== undefined) return newest;
  const overtaking = deployments.find(
    ({ gate, startedAt, finishedAt }) =>
      gate === 'none' &&
      startedAt !== undefined &&
      startedAt <= newest.gatedAt &&
      (finishedAt === undefined || finishedAt > newest.gatedAt),
  );
  return overtaking ?? newest;
}
