import type { RecoveryPoint } from '../recoveryPoint';

/** A point whose state has its moment. */
export type DatedPoint = RecoveryPoint & { stateAt: Date };

/** What a restore would take if nothing else were known. */
export function newestAvailable(
  points: RecoveryPoint[],
): DatedPoint | undefined {
  return points
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
