import type { Deployment } from './deployment';
import type { RecoveryPoint } from './recoveryPoint';

/** @public */
export type PromotionDecision =
  | { promote: true }
  | { promote: false; reason: string };

/**
 * Whether a point from before a deployment may become the baseline of it, provided that nothing has
 * changed in the store since. Only the one that the gate of this very deployment took: of any other it
 * is not known what happened in between.
 *
 * @public
 */
export function decidePromotion(input: {
  point: RecoveryPoint;
  /** The deployment that the baseline is for. */
  deployment: Pick<Deployment, 'id' | 'status'>;
  instanceId: string;
  /** Whether its driver has said how to tell a change. */
  hasMarker: boolean;
}): PromotionDecision {
  const { point, deployment } = input;
  if (deployment.status !== 'succeeded') {
    return refuse(
      `deployment ${deployment.id} is ${deployment.status}; only one that succeeded leaves a baseline`,
    );
  }
  if (point.instanceId !== input.instanceId) {
    return refuse(`recovery point ${point.id} is of another data store`);
  }
  if (point.trigger !== 'pre-deploy' || point.deploymentId !== deployment.id) {
    return refuse(
      `recovery point ${point.id} was not taken before deployment ${deployment.id}`,
    );
  }
  if (point.status !== 'available' || point.quarantined || !point.stateAt) {
    return refuse(`recovery point ${point.id} cannot be restored`);
  }
  if (!input.hasMarker) {
    return refuse(
      `recovery point ${point.id} does not say how to tell whether anything has changed since`,
    );
  }
  return { promote: true };
}

function refuse(reason: string): PromotionDecision {
  return { promote: false, reason };
}
