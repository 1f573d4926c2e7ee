/**
 * `taking` while its run is open; `complete` if every point of it is there; `incomplete` if not: then it
 * is no set, and its points are points on their own.
 *
 * @public
 */
export type RecoverySetStatus = 'taking' | 'complete' | 'incomplete';

/** A point of a set, as far as its moment is concerned. @public */
export interface RecoverySetMember {
  recoveryPointId: string;
  /** Absent if the point did not come to be. */
  stateAt?: Date;
  /** Until then nothing had changed in the store, so that its state is the one of this moment too. */
  unchangedAt?: Date;
}

/** @public */
export type RecoverySetOutcome =
  | { status: 'complete'; skewSeconds: number; stateFrom: Date; stateTo: Date }
  | { status: 'incomplete'; missing: string[] };

/**
 * What the points that one run took amount to. They are a set only if every one of them is there.
 *
 * The skew is what lies between the earliest and the latest state of the set, by the clocks of the
 * stores. A store in which nothing changed for a while counts with its moment that is nearest to the others.
 *
 * @public
 */
export function assessRecoverySet(
  members: RecoverySetMember[],
): RecoverySetOutcome {
  const dated = members.filter(hasState);
  if (dated.length < members.length || dated.length === 0) {
    return {
      status: 'incomplete',
      missing: members
        .filter(member => !hasState(member))
        .map(({ recoveryPointId }) => recoveryPointId),
    };
  }
  const begins = dated.map(({ stateAt }) => stateAt.getTime());
  const ends = dated.map(({ stateAt, unchangedAt }) =>
    (unchangedAt ?? stateAt).getTime(),
  );
  const latestBegin = Math.max(...begins);
  const earliestEnd = Math.min(...ends);
  return {
    status: 'complete',
    skewSeconds: Math.max(0, latestBegin - earliestEnd) / 1000,
    stateFrom: new Date(Math.min(latestBegin, earliestEnd)),
    stateTo: new Date(latestBegin),
  };
}

function hasState(
  member: RecoverySetMember,
): member is RecoverySetMember & { stateAt: Date } {
  return member.stateAt !== undefined;
}
