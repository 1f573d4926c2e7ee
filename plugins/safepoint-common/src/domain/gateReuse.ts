import { type Deployment, startOfDeployment } from './deployment';
import type { SwitchedRestore } from './doubt';
import { formatDuration } from './duration';
import type { RecoveryPoint } from './recoveryPoint';
import { type DatedPoint, isTrustworthy } from './trustworthy';
import { reachesLevel, type VerificationLevel } from './verification';

/**
 * A point that is used again must be proven at least so far. One that the gate takes itself is written in
 * the same minute, under checks of every byte; of an older one only its proof says that its bytes are
 * still there and whole.
 *
 * @public
 */
export const reuseFloor: VerificationLevel = 'L1';

/** What is known of one store instance when a gate would use a recovery point again. @public */
export interface ReuseFacts {
  entityRef: string;
  /** The store's identity changed and nobody has accepted it. */
  identityChanged: boolean;
  points: RecoveryPoint[];
  /** Of every component that depends on the store, in the same environment. */
  deployments: Deployment[];
  /** That were switched over into this instance. */
  restores: SwitchedRestore[];
}

/** @public */
export type ReuseDecision =
  | { reusable: true; point: DatedPoint; reason: string }
  | { reusable: false; reason: string };

/**
 * Whether a recovery point of the store stands for its state well enough to deploy on: trustworthy,
 * proven, fresh enough, and nothing that depends on the store was deployed, and nothing restored, since.
 *
 * @public
 */
export function decideReuse(
  facts: ReuseFacts,
  policy: { reuseWithinSeconds: number },
  now: Date,
): ReuseDecision {
  const { entityRef } = facts;
  if (facts.identityChanged) {
    return refuse(`${entityRef} is another store than before`);
  }
  const newest = facts.points
    .filter(isTrustworthy)
    .sort((a, b) => b.stateAt.getTime() - a.stateAt.getTime());
  let first: string | undefined;
  for (const point of newest) {
    const objection = findObjection(point, facts, policy, now);
    if (!objection) {
      return {
        reusable: true,
        point,
        reason: `${entityRef}: recovery point ${point.id}, ${formatDuration(
          ageOf(point, now),
        )} old and proven to ${
          point.level
        }, is used again; nothing that depends on it was deployed since`,
      };
    }
    first ??= objection;
  }
  return refuse(
    first ?? `${entityRef} has no recovery point that could be restored`,
  );
}

function findObjection(
  point: DatedPoint,
  facts: ReuseFacts,
  policy: { reuseWithinSeconds: number },
  now: Date,
): string | undefined {
  const name = `recovery point ${point.id} of ${facts.entityRef}`;
  const age = ageOf(point, now);
  if (age > policy.reuseWithinSeconds) {
    return `${name} is ${formatDuration(age)} old, and ${formatDuration(
      policy.reuseWithinSeconds,
    )} are accepted`;
  }
  const since = earliestMoment(point);
  const deployment = facts.deployments.find(one => mayHaveRun(one, since));
  if (deployment) {
    return `deployment ${deployment.id} of ${
      deployment.entityRef
    } began at ${startOfDeployment(
      deployment,
    ).toISOString()}, after the state of ${name}`;
  }
  const restore = facts.restores.find(({ switchedAt }) => switchedAt >= since);
  if (restore) {
    return `a restore was switched over at ${restore.switchedAt.toISOString()}, after the state of ${name}`;
  }
  return reachesLevel(point.level, reuseFloor)
    ? undefined
    : `${name} is proven to ${point.level} only, and ${reuseFloor} is needed`;
}

/**
 * Began since, or may have been at work then. One that was gated and never confirmed counts, too: behind
 * an easy gate its job may have run.
 */
function mayHaveRun(deployment: Deployment, since: Date): boolean {
  if (startOfDeployment(deployment) >= since) return true;
  if (['gated', 'running'].includes(deployment.status)) return true;
  return deployment.finishedAt !== undefined && deployment.finishedAt > since;
}

/** `stateAt` is the store's own clock, and may be ahead; the point cannot be older than its creation. */
function earliestMoment(point: DatedPoint): Date {
  return point.createdAt < point.stateAt ? point.createdAt : point.stateAt;
}

function ageOf(point: DatedPoint, now: Date): number {
  return (now.getTime() - earliestMoment(point).getTime()) / 1000;
}

function refuse(reason: string): ReuseDecision {
  return { reusable: false, reason };
}
