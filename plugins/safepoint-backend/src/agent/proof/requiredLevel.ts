import { ConflictError } from '@backstage/errors';
import { reachesLevel } from '@safepoint/backstage-plugin-safepoint-common';
import type { RecordedDrill } from '../../database/RecordedDrill';
import type { Run } from '../../database/Run';

/** The level that a restore has to reach before anything live is touched. */
export function requiredLevel(run: Run) {
  const level = run.plan.proof?.level;
  if (!level) throw new ConflictError(`Run ${run.id} has no level to reach.`);
  return level;
}

/** Whether what a restore proved lets it switch over. */
export function mayProceed(run: Run, drill: RecordedDrill): boolean {
  return (
    drill.outcome === 'passed' && reachesLevel(drill.level, requiredLevel(run))
  );
}
