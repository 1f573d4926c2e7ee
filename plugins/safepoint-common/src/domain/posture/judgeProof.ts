import { formatDuration } from '../duration';
import type { Objective } from '../objectives';
import type { VerificationLevel } from '../verification';
import { addSeconds } from './moments';
import { newestDrillFirst } from './newestProof';
import type { DrillFact, PostureInput, Reason } from './Posture';

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
  return [
    {
      code: 'drill-failed',
      severity: 'critical',
      message: `The last proof failed: recovery point ${last.recoveryPointId} did not restore as recorded.`,
      since: last.finishedAt,
    },
  ];
}

function neverVerified(level: VerificationLevel): Reason {
  return {
    code: 'never-verified',
    severity: 'critical',
    message: `No restore was ever proven to level ${level}; run a drill.`,
  };
}

function judgeProofAge(proof: DrillFact, verified: Objective): Reason {
  const age = formatDuration(verified.achievedSeconds ?? 0);
  if (verified.met) {
    return {
      code: 'verified',
      severity: 'ok',
      message: `A restore was proven to level ${proof.level}, ${age} ago.`,
    };
  }
  const target = formatDuration(verified.targetSeconds);
  return {
    code: 'proof-stale',
    severity: 'warning',
    message: `The last proven restore is ${age} old; it must not be older than ${target}.`,
    since: addSeconds(proof.finishedAt, verified.targetSeconds),
  };
}
