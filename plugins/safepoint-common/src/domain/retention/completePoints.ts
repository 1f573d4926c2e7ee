import type { DatedPoint } from '../trustworthy';
import type { RetainedPoint } from './RetentionPlan';

/** A point that counts: whole, with its moment, made and signed by the portal. */
export type CompletePoint = RetainedPoint & DatedPoint;

/** One that is planned to go counts as long as it is there; a rule that changed may yet keep it. */
export function isComplete(point: RetainedPoint): point is CompletePoint {
  return (
    (point.status === 'available' || point.status === 'expired') &&
    point.stateAt !== undefined &&
    point.trigger !== 'external' &&
    !point.quarantined &&
    !point.deletionStartedAt
  );
}

export function newestFirst(a: CompletePoint, b: CompletePoint): number {
  return b.stateAt.getTime() - a.stateAt.getTime() || (a.id < b.id ? 1 : -1);
}
