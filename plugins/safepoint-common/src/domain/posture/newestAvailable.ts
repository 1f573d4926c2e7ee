import type { RecoveryPoint } from '../recoveryPoint';

/** A point whose state has its moment. */
export type DatedPoint = RecoveryPoint & { stateAt: Date };

/** What a restore would take if nothing else were known. */
export function newestAvailable(
  points: RecoveryPoint[],
): DatedPoint | undefined {
  return points
    .filter(
      (point): point is DatedPoint =>
        point.status === 'available' &&
        point.stateAt !== undefined &&
        !point.quarantined,
    )
    .sort((a, b) => b.stateAt.getTime() - a.stateAt.getTime())[0];
}
