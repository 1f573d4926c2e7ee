import type { RetainedPoint, RetentionInput } from '../RetentionPlan';

/** For tests: nothing is kept but what a test asks for. */
export const noRules = {
  last: 0,
  daily: 0,
  weekly: 0,
  monthly: 0,
  yearly: 0,
  pinDeploymentsSeconds: 0,
  immutableForSeconds: 0,
};

/** For tests: a whole, unproven point of that moment, named by its text. */
export function pointAt(
  moment: string,
  changes: Partial<RetainedPoint> = {},
): RetainedPoint {
  const stateAt = new Date(moment);
  return {
    id: moment,
    instanceId: 'instance',
    trigger: 'scheduled',
    status: 'available',
    stateAt,
    createdAt: stateAt,
    level: 'L0',
    ...changes,
  };
}

/** For tests: a plan's input of which nothing is kept but the newest point. */
export function inputOf(
  points: RetainedPoint[],
  changes: Partial<RetentionInput> = {},
): RetentionInput {
  return {
    points,
    rules: noRules,
    verificationLevel: 'L3',
    deployments: [],
    holds: [],
    inUse: [],
    keptMates: [],
    now: new Date('2026-11-23T12:00:00Z'),
    ...changes,
  };
}
