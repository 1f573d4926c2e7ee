import { reachesLevel } from '../verification';
import type { DrillFact, PostureInput } from './Posture';

/** The newest drill or checked restore that reached the level that the objectives demand. */
export function newestProof(input: PostureInput): DrillFact | undefined {
  return input.drills
    .filter(
      drill =>
        drill.outcome === 'passed' &&
        reachesLevel(drill.level, input.objectives.verificationLevel),
    )
    .sort(newestDrillFirst)[0];
}

export function newestDrillFirst(a: DrillFact, b: DrillFact): number {
  return b.finishedAt.getTime() - a.finishedAt.getTime();
}
