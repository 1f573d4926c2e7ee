import type { RecoveryPoint } from '../recoveryPoint';
import { reachesLevel, type VerificationLevel } from '../verification';

/**
 * The point that a scheduled drill is of: the newest that is not proven to the level yet; where all are, the
 * newest, so that its proof does not go stale. Undefined if there is none to drill.
 *
 * @public
 */
export function choosePointToDrill<
  P extends Pick<
    RecoveryPoint,
    'id' | 'status' | 'stateAt' | 'quarantined' | 'level'
  >,
>(points: P[], level: VerificationLevel): P | undefined {
  const [newest, ...older] = points
    .filter(point => point.status === 'available' && !point.quarantined)
    .sort(newestFirst);
  return (
    [newest, ...older].find(
      point => point && !reachesLevel(point.level, level),
    ) ?? newest
  );
}

type Dated = Pick<RecoveryPoint, 'id' | 'stateAt'>;

function newestFirst(a: Dated, b: Dated): number {
  const distance = Number(b.stateAt ?? 0) - Number(a.stateAt ?? 0);
  return distance || (a.id < b.id ? 1 : -1);
}
