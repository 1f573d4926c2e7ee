import { type Deployment, startOfDeployment } from './deployment';
import { deploymentPart, momentPart, phrase, type Phrase } from './phrase';

/** A restore that was switched over: from `switchedAt` on, the store holds the state of `stateAt`. @public */
export interface SwitchedRestore {
  switchedAt: Date;
  stateAt: Date;
}

/** A stretch of time in which the data of an instance may be damaged. @public */
export interface Doubt {
  /** Where it comes from. */
  deployment: Deployment;
  from: Date;
  /** Absent while nothing has ended it. */
  until?: Date;
}

/**
 * When the data of an instance was, or is, in doubt.
 *
 * A failed deployment, or one that began and was never heard of again, makes data suspect from its start
 * until a later deployment of the same component succeeds, or until a restore to a state from before it.
 * A deployment marked bad makes it suspect from the moment that was named, until such a restore only.
 *
 * @public
 */
export function findDoubts(input: {
  deployments: Deployment[];
  restores: SwitchedRestore[];
}): Doubt[] {
  return input.deployments.flatMap(deployment =>
    doubtsAbout(deployment, input),
  );
}

/** Whether a state of that moment is in doubt. @public */
export function covers(doubt: Doubt, moment: Date): boolean {
  return (
    moment >= doubt.from && (doubt.until === undefined || moment < doubt.until)
  );
}

/** The deployment and what is held against it, for a sentence. @public */
export function describeDoubtful(deployment: Deployment): Phrase {
  const name = phrase`deployment ${deploymentPart(deployment.id)}`;
  if (deployment.markedBad) {
    const since = momentPart(deployment.markedBad.since);
    return phrase`${name}, which was marked bad since ${since}`;
  }
  const start = momentPart(startOfDeployment(deployment), 'at');
  return deployment.status === 'abandoned'
    ? phrase`${name}, which started ${start} and whose end is unknown`
    : phrase`${name}, which started ${start} and failed`;
}

function doubtsAbout(
  deployment: Deployment,
  context: { deployments: Deployment[]; restores: SwitchedRestore[] },
): Doubt[] {
  const doubts: Doubt[] = [];
  if (deployment.markedBad) {
    const from = deployment.markedBad.since;
    doubts.push({
      deployment,
      from,
      until: earliest(restoresThatUndo(from, context.restores)),
    });
  }
  if (endedBadly(deployment)) {
    const from = startOfDeployment(deployment);
    doubts.push({
      deployment,
      from,
      until: earliest([
        ...restoresThatUndo(from, context.restores),
        ...successesAfter(deployment, context.deployments),
      ]),
    });
  }
  return doubts;
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
