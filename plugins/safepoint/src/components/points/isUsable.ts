import type { RecoveryPointView } from '@safepoint/backstage-plugin-safepoint-common';

/** Whether the portal would drill or restore this point; it decides again when asked. */
export function isUsable(point: RecoveryPointView): boolean {
  return point.status === 'available' && !point.quarantined;
}
