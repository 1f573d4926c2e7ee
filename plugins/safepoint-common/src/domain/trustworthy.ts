import type { RecoveryPoint } from './recoveryPoint';

/** A recovery point whose moment is known. @public */
export type DatedPoint = RecoveryPoint & { stateAt: Date };

/**
 * Whether anything may be built on the point: it can be restored, it was made under the portal's eyes and
 * it is signed. Points that are `external` or quarantined never are.
 *
 * @public
 */
export function isTrustworthy(point: RecoveryPoint): point is DatedPoint {
  return (
    point.status === 'available' &&
    point.stateAt !== undefined &&
    point.trigger !== 'external' &&
    !point.quarantined
  );
}
