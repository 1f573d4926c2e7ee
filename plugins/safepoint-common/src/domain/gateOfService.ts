import type { GateMode } from './gatePolicy';

/**
 * How one deployment passed the gate: `stage` was held by stage order (the easy gate), `strict` confirmed
 * its receipt, `off` and `break-glass` went without a recovery point, `skipped` did so by wish, since nothing
 * changed that touches data,
 * `direct` was gated while the portal could not be reached, `none` is a bypass.
 *
 * @public
 */
export type DeploymentGate =
  | 'stage'
  | 'strict'
  | 'off'
  | 'skipped'
  | 'break-glass'
  | 'direct'
  | 'none';

/** Which gate a service has in an environment now; `unknown` while nothing was deployed through it. @public */
export interface ServiceGate {
  kind: 'easy' | 'strict' | 'off' | 'bypass' | 'unknown';
  mode: GateMode;
  reason: string;
  /** The deployment that shows it. */
  deploymentId?: string;
}

/** @public */
export interface GatedDeployment {
  id: string;
  gate: DeploymentGate;
  status: string;
}

/**
 * What the last deployment shows of the service's pipeline. One that is still at the gate shows nothing
 * yet, and one that broke the glass is an exception.
 *
 * @public
 */
export function describeServiceGate(
  deployments: GatedDeployment[],
  mode: GateMode,
): ServiceGate {
  if (mode === 'off') {
    return { kind: 'off', mode, reason: 'The gate is off by policy.' };
  }
  const last = deployments.find(showsTheGate);
  if (!last) {
    return {
      kind: 'unknown',
      mode,
      reason: 'No deployment has gone through the gate yet.',
    };
  }
  return { ...describe(last), mode, deploymentId: last.id };
}

function showsTheGate({ gate, status }: GatedDeployment): boolean {
  if (['break-glass', 'off', 'skipped', 'direct'].includes(gate)) return false;
  if (gate === 'none' || gate === 'strict') return true;
  return status === 'succeeded' || status === 'failed';
}

function describe({
  id,
  gate,
}: GatedDeployment): Pick<ServiceGate, 'kind' | 'reason'> {
  if (gate === 'none') {
    return {
      kind: 'bypass',
      reason: `Deployment ${id}, the last one, went past the gate.`,
    };
  }
  return gate === 'strict'
    ? {
        kind: 'strict',
        reason: `The job of deployment ${id} confirmed its receipt before it began.`,
      }
    : {
        kind: 'easy',
        reason: `Deployment ${id} was held back by the order of stages only; its job confirmed no receipt.`,
      };
}
