import { formatDuration } from '../duration';
import type { Objective } from '../objectives';
import type { DrillFact, Reason } from './Posture';

/** How long the last proven restore took, against what is tolerated. */
export function judgeRecoveryTime(
  proof: DrillFact | undefined,
  rto: Objective,
): Reason[] {
  if (!proof || rto.achievedSeconds === undefined) return [];
  const took = formatDuration(rto.achievedSeconds);
  const target = formatDuration(rto.targetSeconds);
  return [
    rto.met
      ? {
          code: 'rto-met',
          severity: 'ok',
          message: `The last proven restore took ${took}; ${target} is tolerated.`,
        }
      : {
          code: 'rto-missed',
          severity: 'warning',
          message: `The last proven restore took ${took}; only ${target} is tolerated.`,
        },
  ];
}
