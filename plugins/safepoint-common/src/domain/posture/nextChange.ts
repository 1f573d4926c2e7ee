import { addSeconds } from './moments';
import type { DatedPoint } from './newestAvailable';
import type { DrillFact, PostureInput } from './Posture';

/** The next moment at which time alone misses an objective that is met now. */
export function nextChange(
  input: PostureInput,
  newest: DatedPoint | undefined,
  proof: DrillFact | undefined,
): { changesAt?: Date } {
  const moments = [
    newest && addSeconds(newest.stateAt, input.objectives.rpoSeconds),
    proof &&
      addSeconds(proof.finishedAt, input.objectives.verifiedWithinSeconds),
  ].filter((moment): moment is Date => !!moment && moment > input.now);
  if (moments.length === 0) return {};
  return { changesAt: moments.reduce((a, b) => (a < b ? a : b)) };
}
