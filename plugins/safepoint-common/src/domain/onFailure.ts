import { type ApprovalFloors, approvalsNeeded } from './approval';

/**
 * What the portal does by itself when a deployment has failed: `report` says where the way back is;
 * `request` asks for the restore, and somebody approves it; `restore` goes ahead outside of production.
 *
 * @public
 */
export const failurePolicies = ['report', 'request', 'restore'] as const;

/** @public */
export type FailurePolicy = (typeof failurePolicies)[number];

/** What the platform's configuration says of failures. @public */
export interface FailurePolicies {
  /** For every environment that has no word of its own. */
  base: FailurePolicy;
  /** By the environment's name in lower case. */
  environments: Record<string, FailurePolicy>;
}

/** @public */
export function resolveFailurePolicy(
  policies: FailurePolicies,
  environment: string,
): FailurePolicy {
  const name = environment.toLocaleLowerCase('en-US');
  return Object.hasOwn(policies.environments, name)
    ? policies.environments[name]
    : policies.base;
}

/** @public */
export type FailureDecision =
  | { action: 'report'; reason: string }
  | { action: 'request' | 'restore'; approvalsNeeded: number; reason: string };

/**
 * What follows from the policy for one data store. Production is never restored without a person, and a
 * request that nobody made needs at least one who agrees.
 *
 * @public
 */
export function decideOnFailure(input: {
  policy: FailurePolicy;
  production: boolean;
  floors: ApprovalFloors;
  /** Whether there is a state to go back to. */
  hasLastKnownGood: boolean;
}): FailureDecision {
  const { policy, production } = input;
  if (policy === 'report') {
    return { action: 'report', reason: 'nothing is restored by itself' };
  }
  if (!input.hasLastKnownGood) {
    return { action: 'report', reason: 'there is nothing to go back to' };
  }
  const floor = approvalsNeeded({
    sourceProduction: production,
    targetProduction: production,
    floors: input.floors,
  });
  if (policy === 'restore' && !production) {
    return floor === 0
      ? {
          action: 'restore',
          approvalsNeeded: 0,
          reason: 'the policy restores outside of production by itself',
        }
      : {
          action: 'request',
          approvalsNeeded: floor,
          reason: 'restores of this environment need approval',
        };
  }
  return {
    action: 'request',
    approvalsNeeded: Math.max(1, floor),
    reason:
      policy === 'restore'
        ? 'production is never restored without a person'
        : 'the policy asks for the restore; a person decides',
  };
}
