/** @public */
export type DeploymentStatus =
  | 'gated'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'abandoned';

/**
 * One run of a deploy job, as far as the rules need it. All times are server time.
 *
 * @public
 */
export interface Deployment {
  id: string;
  /** The component that was deployed. */
  entityRef: string;
  environment: string;
  status: DeploymentStatus;
  gatedAt: Date;
  startedAt?: Date;
  finishedAt?: Date;
  /** Somebody found that it has been damaging data since that moment. */
  markedBad?: { since: Date; by: string; at: Date; reason: string };
}

/** When the deployment may first have touched data. @public */
export function startOfDeployment(deployment: Deployment): Date {
  return deployment.startedAt ?? deployment.gatedAt;
}
