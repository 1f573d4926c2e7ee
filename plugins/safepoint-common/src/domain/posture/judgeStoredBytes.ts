import type { RecoveryPointStatus } from '../recoveryPoint';
import type { PostureInput, Reason } from './Posture';

const damagedStatuses: RecoveryPointStatus[] = ['missing', 'corrupt', 'hidden'];

/** Whether storage lost or changed what it was given. */
export function isDamaged(status: RecoveryPointStatus): boolean {
  return damagedStatuses.includes(status);
}

/** A damaged point is critical until something newer is proven, then a warning. */
export function judgeStoredBytes(input: PostureInput): Reason[] {
  return input.points
    .filter(({ status }) => isDamaged(status))
    .map(point => {
      const overcome = input.drills.some(drill => {
        const proven = input.points.find(
          ({ id }) => id === drill.recoveryPointId,
        );
        return (
          drill.outcome === 'passed' &&
          proven?.status === 'available' &&
          proven.id > point.id
        );
      });
      return {
        code: `recovery-point-${point.status}`,
        severity: overcome ? 'warning' : 'critical',
        message: `Recovery point ${point.id} is ${point.status} in storage and does not restore.`,
      };
    });
}
