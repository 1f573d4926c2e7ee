import type { Objective } from '../objectives';
import { agePart, durationPart, phrase, recoveryPointPart } from '../phrase';
import type { VerificationLevel } from '../verification';
import type { Move } from './findMoves';
import { addSeconds } from './moments';
import { newestDrillFirst, type Proof } from './newestProof';
import type { DrillFact, PostureInput } from './Posture';
import { reason, type Reason } from './Reason';

/** Whether a restore was proven, how long ago, whether that still counts, and whether the last try failed. */
export function judgeProof(
  input: PostureInput,
  proof: Proof | undefined,
  verified: Objective,
): Reason[] {
  return [
    ...judgeLastDrill(input.drills),
    proof
      ? judgeFoundProof(proof, verified, input.now)
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

function judgeFoundProof(proof: Proof, verified: Objective, now: Date): Reason {
  const { level, finishedAt } = proof.drill;
  const age = agePart(finishedAt, now);
  const target = durationPart(verified.targetSeconds);
  if (proof.moves.length > 0) {
    return reason(
      'proof-void',
      'warning',
      phrase`The restore that was proven to level ${level}, ${age} ago, proves nothing of now: ${nameMoves(
        proof.moves,
      )} since; run a drill.`,
      proof.movedSince,
    );
  }
  return verified.met
    ? reason(
        'verified',
        'ok',
        phrase`A restore was proven to level ${level}, ${age} ago.`,
      )
    : reason(
        'proof-stale',
        'warning',
        phrase`The last proven restore is ${age} old; it must not be older than ${target}.`,
        addSeconds(finishedAt, verified.targetSeconds),
      );
}

const nameOfMove: Record<Move, string> = {
  engine: 'the version of the database',
  schema: 'the schema',
  extensions: 'the extensions',
};

function nameMoves(moves: Move[]): string {
  const names = moves.map(move => nameOfMove[move]).join(' and ');
  const isMany = moves.length > 1 || moves[0] === 'extensions';
  return `${names} ${isMany ? 'have' : 'has'} moved`;
}
