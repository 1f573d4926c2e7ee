import { momentPart, phrase, recoveryPointPart } from '../phrase';
import { reachesLevel, verificationLevels } from '../verification';
import type { CompletePoint } from './completePoints';
import { isHolding } from './Hold';
import { pinByDeployments } from './pinByDeployments';
import { because } from './reasons';
import type {
  RetainedPoint,
  RetentionInput,
  RetentionReason,
} from './RetentionPlan';

/** What keeps a point whatever the counts say. */
export function protect(
  point: RetainedPoint,
  input: RetentionInput,
  proven: CompletePoint | undefined,
): RetentionReason[] {
  return [
    ...(proven?.id === point.id
      ? [
          because(
            'proof',
            phrase`It is the newest one that is proven, to level ${proven.level}.`,
          ),
        ]
      : []),
    ...(input.lastKnownGood === point.id
      ? [because('last-known-good', phrase`It is the last known good.`)]
      : []),
    ...pinByDeployments(point, input),
    ...judgeHolds(point, input),
    ...judgeLock(point, input),
    ...judgeUse(point, input),
    ...judgeSets(point, input),
  ];
}

/**
 * The newest point that is proven to the level that the objectives ask for; while none is, the newest of
 * those that are proven furthest.
 *
 * @param points - complete ones, the newest first
 */
export function findNewestProven(
  points: CompletePoint[],
  level: RetentionInput['verificationLevel'],
): CompletePoint | undefined {
  const proven = points.filter(point => reachesLevel(point.level, 'L1'));
  const enough = proven.find(point => reachesLevel(point.level, level));
  if (enough) return enough;
  const ranks = proven.map(point => verificationLevels.indexOf(point.level));
  const best = verificationLevels[Math.max(...ranks)];
  return proven.find(point => point.level === best);
}

function judgeHolds(
  point: RetainedPoint,
  { holds, now }: RetentionInput,
): RetentionReason[] {
  return holds
    .filter(hold => hold.recoveryPointId === point.id && isHolding(hold, now))
    .map(({ kind, until, reason }) =>
      kind === 'pin' && until
        ? because(
            'pinned',
            phrase`It is pinned; the pin ends ${momentPart(
              until,
              'at',
            )}: ${reason}`,
            until,
          )
        : because('held', phrase`It is under legal hold: ${reason}`),
    );
}

function judgeLock(
  { lockedUntil }: RetainedPoint,
  { now }: RetentionInput,
): RetentionReason[] {
  if (!lockedUntil || lockedUntil <= now) return [];
  return [
    because(
      'locked',
      phrase`The storage keeps it locked; the lock ends ${momentPart(
        lockedUntil,
        'at',
      )}.`,
      lockedUntil,
    ),
  ];
}

function judgeUse(
  { id }: RetainedPoint,
  { inUse }: RetentionInput,
): RetentionReason[] {
  if (!inUse.includes(id)) return [];
  return [
    because('in-use', phrase`A drill or a restore uses it, or is to use it.`),
  ];
}

/** Half a set is of no use to anybody: what is kept of one keeps the others. */
function judgeSets(
  { id }: RetainedPoint,
  { keptMates }: RetentionInput,
): RetentionReason[] {
  return keptMates
    .filter(({ recoveryPointId }) => recoveryPointId === id)
    .map(({ mateId }) =>
      because(
        'recovery-set',
        phrase`Its recovery set would lose it: ${recoveryPointPart(
          mateId,
        )} of the same set is kept.`,
      ),
    );
}
