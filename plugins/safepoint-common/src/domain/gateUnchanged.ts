import type { Deployment } from './deployment';
import type { DeploymentGate } from './gateOfService';

/** What is known where a pipeline says that nothing changed that touches data. @public */
export interface DataChangeFacts {
  /** The pipeline's own rule in words; shown, never interpreted. */
  rule: string;
  /** Of the same component and environment, in any order. */
  deployments: (Pick<Deployment, 'id' | 'status' | 'gatedAt' | 'markedBad'> & {
    gate: DeploymentGate;
  })[];
  /** When a gate there last failed to take its recovery points. */
  gateFailedAt?: Date;
}

/**
 * Why data may have changed all the same, or undefined. GitLab compares with the push before, so a change
 * whose own deployment never came through is still to come, and would come with this one.
 *
 * @public
 */
export function findPendingChange(facts: DataChangeFacts): string | undefined {
  const [last] = facts.deployments
    .filter(({ gate }) => gate !== 'skipped')
    .sort((a, b) => b.gatedAt.getTime() - a.gatedAt.getTime());
  if (!last) return 'no deployment went through this gate before';
  if (last.gate === 'none') {
    return `deployment ${last.id}, the last one that may have touched data, went past the gate`;
  }
  if (last.status !== 'succeeded' || last.markedBad) {
    return `deployment ${last.id}, the last one that may have touched data, ${
      last.markedBad ? 'was marked bad' : `is ${last.status}`
    }`;
  }
  return facts.gateFailedAt && facts.gateFailedAt > last.gatedAt
    ? `a gate failed at ${facts.gateFailedAt.toISOString()}, so that its changes are still to come`
    : undefined;
}
