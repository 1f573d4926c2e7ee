import { type Deployment, startOfDeployment } from './deployment';
import type { RecoveryPoint } from './recoveryPoint';

/** A restore that was switched over: from `switchedAt` on, the store holds the state of `stateAt`. @public */
export interface SwitchedRestore {
  switchedAt: Date;
  stateAt: Date;
}

/** @public */
export interface LastKnownGood {
  /** Absent if there is none; the reason then says why. */
  point?: RecoveryPoint;
  reason: string;
}

/** A stretch of time in which the data of the instance may be damaged. */
interface SuspectWindow {
  deployment: Deployment;
  from: Date;
  /** Open if nothing has ended it. */
  until?: Date;
}

/**
 * The newest point of an instance that no failed or bad-marked deployment precedes: the baseline of a
 * good deployment, or the point taken before the bad one.
 *
 * A failed deployment (or one whose end nobody learned) makes data suspect from its start until a later
 * deployment of the same component succeeds, or until a restore to a state from before it. A deployment
 * marked bad makes it suspect from the moment that was named, until such a restore only: a later
 * deployment that succeeds does not mend what is already damaged. Points that are not available,
 * quarantined ones and external ones never count.
 *
 * @param input - the points of one instance, the deployments of every component that depends on it in
 *   the same environment, and the restores that were switched over into it
 * @public
 */
export function findLastKnownGood(input: {
  points: RecoveryPoint[];
  deployments: Deployment[];
  restores: SwitchedRestore[];
}): LastKnownGood {
  const windows = input.deployments.flatMap(deployment =>
    suspectWindowOf(deployment, input),
  );
  const candidates = input.points
    .filter(isTrustworthy)
    .sort((a, b) => compareNewestFirst(a, b));
  if (candidates.length === 0) {
    return { reason: 'There is no recovery point that could be restored.' };
  }
  const point = candidates.find(
    candidate => !windows.some(window => contains(window, candidate.stateAt)),
  );
  if (!point) {
    const oldest = windows.reduce((a, b) => (a.from <= b.from ? a : b));
    return {
      reason: `Every recovery point was taken after ${describe(
        oldest.deployment,
      )}; none is known to be good.`,
    };
  }
  return { point, reason: explain(point, windows, input.deployments) };
}

type DatedPoint = RecoveryPoint & { stateAt: Date };

function isTrustworthy(point: RecoveryPoint): point is DatedPoint {
  return (
    point.status === 'available' &&
    point.stateAt !== undefined &&
    point.trigger !== 'external' &&
    !point.quarantined
  );
}

function compareNewestFirst(a: DatedPoint, b: DatedPoint): number {
  return b.stateAt.getTime() - a.stateAt.getTime() || (a.id < b.id ? 1 : -1);
}

function contains(window: SuspectWindow, moment: Date): boolean {
  return (
    moment >= window.from &&
    (window.until === undefined || moment < window.until)
  );
}

function suspectWindowOf(
  deployment: Deployment,
  context: { deployments: Deployment[]; restores: SwitchedRestore[] },
): SuspectWindow[] {
  const windows: SuspectWindow[] = [];
  if (deployment.markedBad) {
    const from = deployment.markedBad.since;
    windows.push({
      deployment,
      from,
      until: earliest(restoresThatUndo(from, context.restores)),
    });
  }
  if (endedBadly(deployment)) {
    const from = startOfDeployment(deployment);
    windows.push({
      deployment,
      from,
      until: earliest([
        ...restoresThatUndo(from, context.restores),
        ...successesAfter(deployment, context.deployments),
      ]),
    });
  }
  return windows;
}

/** A deployment that began and was never heard of again is as suspect as one that failed. */
function endedBadly(deployment: Deployment): boolean {
  return (
    deployment.status === 'failed' ||
    (deployment.status === 'abandoned' && deployment.startedAt !== undefined)
  );
}

function restoresThatUndo(from: Date, restores: SwitchedRestore[]): Date[] {
  return restores
    .filter(restore => restore.switchedAt > from && restore.stateAt < from)
    .map(restore => restore.switchedAt);
}

function successesAfter(failed: Deployment, all: Deployment[]): Date[] {
  return all
    .filter(
      other =>
        other.entityRef === failed.entityRef &&
        other.status === 'succeeded' &&
        !other.markedBad &&
        startOfDeployment(other) > startOfDeployment(failed),
    )
    .map(other => other.finishedAt ?? startOfDeployment(other));
}

function earliest(moments: Date[]): Date | undefined {
  return moments.reduce<Date | undefined>(
    (found, moment) => (!found || moment < found ? moment : found),
    undefined,
  );
}

function explain(
  point: DatedPoint,
  windows: SuspectWindow[],
  deployments: Deployment[],
): string {
  const next = windows
    .filter(window => window.from > point.stateAt)
    .sort((a, b) => a.from.getTime() - b.from.getTime())[0];
  const stillOpen = next && next.until === undefined;
  if (stillOpen) {
    return `The newest recovery point from before ${describe(
      next.deployment,
    )}.`;
  }
  const own = deployments.find(({ id }) => id === point.deploymentId);
  if (point.trigger === 'baseline' && own?.status === 'succeeded') {
    return `The baseline of deployment ${own.id}, which succeeded.`;
  }
  return 'The newest recovery point; no failed or bad deployment precedes it.';
}

function describe(deployment: Deployment): string {
  const name = `deployment ${deployment.id}`;
  if (deployment.markedBad) {
    return `${name}, which was marked bad since ${deployment.markedBad.since.toISOString()}`;
  }
  const start = startOfDeployment(deployment).toISOString();
  return deployment.status === 'abandoned'
    ? `${name}, which started at ${start} and whose end is unknown`
    : `${name}, which started at ${start} and failed`;
}
