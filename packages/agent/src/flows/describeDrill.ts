import type { DrillView } from '@safepoint/backstage-plugin-safepoint-common';
import { formatSeconds } from '../report/formatBytes';

/** What a passed drill proved, as a sentence for the job's log. */
export function describeDrill(
  drill: DrillView,
  entityRef = 'the store',
): string {
  const phases = Object.entries(drill.phases).map(
    ([phase, seconds]) => `${phase} ${formatSeconds(seconds)}`,
  );
  return `Recovery point ${
    drill.recoveryPointId
  } of ${entityRef} is proven to level ${drill.level}: ${
    drill.checks.length
  } checks passed (${phases.join(', ')}).`;
}
