import { addSeconds } from './moments';
import type { DatedPoint } from './newestAvailable';
import type { Proof } from './newestProof';
import type { PostureInput } from './Posture';

/**
 * The first moment at which time alone misses an objective that is met now. A duration is kept to its last
 * millisecond, so that the moment is the one after it: whoever decides again then, decides otherwise. A
 * proof that is void does not grow stale as well.
 */
export function nextChange(
  input: PostureInput,
  newest: DatedPoint | undefined,
  proof: Proof | undefined,
): { changesAt?: Date } {
  const { rpoSeconds, verifiedWithinSeconds } = input.objectives;
  const holds = proof && proof.moves.length === 0;
  const moments = [
    newest && firstMomentAfter(newest.stateAt, rpoSeconds),
    holds && firstMomentAfter(proof.drill.finishedAt, verifiedWithinSeconds),
  ].filter((moment): moment is Date => !!moment && moment > input.now);
  if (moments.length === 0) return {};
  return { changesAt: moments.reduce((a, b) => (a < b ? a : b)) };
}

function firstMomentAfter(start: Date, seconds: number): Date {
  return new Date(addSeconds(start, seconds).getTime() + 1);
}
