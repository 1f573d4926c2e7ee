import type { Deployment } from './deployment';
import {
  covers,
  describeDoubtful,
  type Doubt,
  findDoubts,
  type SwitchedRestore,
} from './doubt';
import { deploymentPart, phrase, type Phrase, phraseText } from './phrase';
import type { RecoveryPoint } from './recoveryPoint';
import { type DatedPoint, isTrustworthy } from './trustworthy';

/** @public */
export interface LastKnownGood {
  /** Absent if there is none; the reason then says why. */
  point?: RecoveryPoint;
  reason: string;
  /** The reason in its pieces. */
  phrase: Phrase;
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
  const doubts = findDoubts(input);
  const candidates = input.points
    .filter(isTrustworthy)
    .sort((a, b) => compareNewestFirst(a, b));
  if (candidates.length === 0) {
    return because(phrase`There is no recovery point that could be restored.`);
  }
  const point = candidates.find(
    candidate => !doubts.some(doubt => isWithin(doubt, candidate)),
  );
  if (!point) {
    const oldest = doubts.reduce((a, b) => (a.from <= b.from ? a : b));
    const first = describeDoubtful(oldest.deployment);
    return because(
      phrase`Every recovery point was taken after ${first}; none is known to be good.`,
    );
  }
  return { point, ...because(explain(point, doubts, input.deployments)) };
}

function because(why: Phrase): Omit<LastKnownGood, 'point'> {
  return { reason: phraseText(why), phrase: why };
}

/**
 * A state that stayed as it was until `unchangedAt` is of either moment, and is good if one of them is: the
 * deployment that left it untouched vouches for it, and damage that came later is not in it.
 */
function isWithin(doubt: Doubt, point: DatedPoint): boolean {
  return (
    covers(doubt, point.stateAt) &&
    (point.unchangedAt === undefined || covers(doubt, point.unchangedAt))
  );
}

function compareNewestFirst(a: DatedPoint, b: DatedPoint): number {
  return b.stateAt.getTime() - a.stateAt.getTime() || (a.id < b.id ? 1 : -1);
}

function explain(
  point: DatedPoint,
  doubts: Doubt[],
  deployments: Deployment[],
): Phrase {
  const next = doubts
    .filter(doubt => doubt.from > point.stateAt)
    .sort((a, b) => a.from.getTime() - b.from.getTime())[0];
  const stillOpen = next && next.until === undefined;
  if (stillOpen) {
    const after = describeDoubtful(next.deployment);
    return phrase`The newest recovery point from before ${after}.`;
  }
  const own = deployments.find(({ id }) => id === point.deploymentId);
  if (point.baselineOf && own?.id === point.baselineOf) {
    return phrase`The baseline of deployment ${deploymentPart(
      own.id,
    )}, which succeeded and changed nothing: the recovery point from before it.`;
  }
  if (point.trigger === 'baseline' && own?.status === 'succeeded') {
    return phrase`The baseline of deployment ${deploymentPart(
      own.id,
    )}, which succeeded.`;
  }
  return phrase`The newest recovery point; no failed or bad deployment precedes it.`;
}
