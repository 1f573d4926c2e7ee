import type { RecoveryPoint } from '../recoveryPoint';
import { reachesLevel } from '../verification';
import { findMoves, type Move } from './findMoves';
import { type DatedPoint, isDated } from './newestAvailable';
import type { DrillFact, PostureInput } from './Posture';

/** The drill or checked restore that counts, and what took it back since. */
export interface Proof {
  drill: DrillFact;
  /** Empty while it holds. */
  moves: Move[];
  /** The first state since which it is void. */
  movedSince?: Date;
}

/**
 * The newest proof of the level that the objectives demand that still holds; where none does, the newest
 * one with what voided it.
 */
export function newestProof(
  input: PostureInput,
  newest: DatedPoint | undefined,
): Proof | undefined {
  const proofs = input.drills
    .filter(
      drill =>
        drill.outcome === 'passed' &&
        reachesLevel(drill.level, input.objectives.verificationLevel),
    )
    .sort(newestDrillFirst)
    .map(drill => judgeMoves(drill, input.points, newest));
  return proofs.find(({ moves }) => moves.length === 0) ?? proofs[0];
}

export function newestDrillFirst(a: DrillFact, b: DrillFact): number {
  return b.finishedAt.getTime() - a.finishedAt.getTime();
}

function judgeMoves(
  drill: DrillFact,
  points: RecoveryPoint[],
  newest: DatedPoint | undefined,
): Proof {
  const proven = points.find(({ id }) => id === drill.recoveryPointId);
  const moves = proven && newest ? findMoves(proven, newest) : [];
  if (!proven || moves.length === 0) return { drill, moves: [] };
  const later = points
    .filter(isDated)
    .filter(({ stateAt }) => !proven.stateAt || stateAt > proven.stateAt)
    .sort((a, b) => a.stateAt.getTime() - b.stateAt.getTime());
  const stillSame = later.findLastIndex(
    point => findMoves(proven, point).length === 0,
  );
  return { drill, moves, movedSince: later[stillSame + 1]?.stateAt };
}
