import { phrase, recoveryPointPart } from '../phrase';
import type { RecoveryPointStatus } from '../recoveryPoint';
import type { PostureInput } from './Posture';
import { reason, type Reason } from './Reason';

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
      return reason(
        `recovery-point-${point.status}`,
        overcome ? 'warning' : 'critical',
        phrase`Recovery point ${recoveryPointPart(point.id)} is ${
          point.status
        } in storage and does not restore.`,
      );
    });
}
