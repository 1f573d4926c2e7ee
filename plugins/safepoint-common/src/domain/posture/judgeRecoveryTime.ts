import type { Objective } from '../objectives';
import { durationPart, phrase } from '../phrase';
import type { DrillFact } from './Posture';
import { reason, type Reason } from './Reason';

/** How long the last proven restore took, against what is tolerated. */
export function judgeRecoveryTime(
  proof: DrillFact | undefined,
  rto: Objective,
): Reason[] {
  if (!proof || rto.achievedSeconds === undefined) return [];
  const took = durationPart(rto.achievedSeconds);
  const target = durationPart(rto.targetSeconds);
  return [
    rto.met
      ? reason(
          'rto-met',
          'ok',
          phrase`The last proven restore took ${took}; ${target} is tolerated.`,
        )
      : reason(
          'rto-missed',
          'warning',
          phrase`The last proven restore took ${took}; only ${target} is tolerated.`,
        ),
  ];
}
