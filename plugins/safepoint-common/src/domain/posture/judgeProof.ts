import type { Objective } from '../objectives';
import { durationPart, phrase, recoveryPointPart } from '../phrase';
import type { VerificationLevel } from '../verification';
import { addSeconds } from './moments';
import { newestDrillFirst } from './newestProof';
import type { DrillFact, PostureInput } from './Posture';
import { reason, type Reason } from './Reason';

/** Whether a restore was proven, how long ago, and whether the last try failed. */
export function judgeProof(
  input: PostureInput,
  proof: DrillFact | undefined,
  verified: Objective,
): Reason[] {
  return [
    ...judgeLastDrill(input.drills),
    proof
      ? judgeProofAge(proof, verified)
      : neverVerified(input.objectives.verificationLevel),
  ];
}

function judgeLastDrill(drills: DrillFact[]): Reason[] {
  const last = [...drills].sort(newestDrillFirst)[0];
  if (last?.outcome !== 'failed') return [];
  const point = recoveryPointPart(last.recoveryPointId);
  return [
    reason(
      'drill-failed',
      'critical',
      phrase`The last proof failed: recovery point ${point} did not restore as recorded.`,
      last.finishedAt,
    ),
  ];
}

function neverVerified(level: VerificationLevel): Reason {
  return reason(
    'never-verified',
    'critical',
    phrase`No restore was ever proven to level ${level}; run a drill.`,
  );
}

function judgeProofAge(proof: DrillFact, verified: Objective): Reason {
  const age = durationPart(verified.achievedSeconds ?? 0);
  const target = durationPart(verified.targetSeconds);
  return verified.met
    ? reason(
        'verified',
        'ok',
        phrase`A restore was proven to level ${proof.level}, ${age} ago.`,
      )
    : reason(
        'proof-stale',
        'warning',
        phrase`The last proven restore is ${age} old; it must not be older than ${target}.`,
        addSeconds(proof.finishedAt, verified.targetSeconds),
      );
}
