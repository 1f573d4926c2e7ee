import type { RecoveryPoint } from '../recoveryPoint';

/** A point whose state has its moment. */
export type DatedPoint = RecoveryPoint & { stateAt: Date };

/**
 * What a restore would take if nothing else were known. What was made elsewhere is the word of whoever
 * recorded it: it counts only where nothing of the store was ever saved under the portal's eyes, so that no
 * token can make a store look saved whose own backups have stopped.
 */
export function newestAvailable(
  points: RecoveryPoint[],
): DatedPoint | undefined {
  const own = points.filter(({ trigger }) => trigger !== 'external');
  return (own.length > 0 ? own : points)
    .filter(isDated)
    .sort((a, b) => b.stateAt.getTime() - a.stateAt.getTime())[0];
}

/** Whether it can be restored and of which moment it is. */
export function isDated(point: RecoveryPoint): point is DatedPoint {
  return (
    point.status === 'available' &&
    point.stateAt !== undefined &&
    !point.quarantined
  );
}
