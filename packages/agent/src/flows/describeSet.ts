import { assessRecoverySet } from '@safepoint/backstage-plugin-safepoint-common';
import { formatSeconds } from '../report/formatBytes';
import type { SavedStore } from './backupStore';

/** What several stores saved at once amount to, as a sentence for the job's log. */
export function describeSet(
  saved: Pick<SavedStore, 'entityRef' | 'point'>[],
  planned: number,
): string {
  const outcome = assessRecoverySet(
    saved.map(({ point }) => ({
      recoveryPointId: point.id,
      stateAt: point.stateAt ? new Date(point.stateAt) : undefined,
      unchangedAt: point.unchangedAt ? new Date(point.unchangedAt) : undefined,
    })),
  );
  if (saved.length === planned && outcome.status === 'complete') {
    return `The ${planned} recovery points are one recovery set; their states are ${formatSeconds(
      outcome.skewSeconds,
    )} apart.`;
  }
  const kept = saved.map(
    ({ entityRef, point }) => `${point.id} of ${entityRef}`,
  );
  const outcomeOfOthers =
    kept.length > 0
      ? `What was saved stays, as a recovery point on its own: ${kept.join(
          ', ',
        )}.`
      : 'Nothing was saved.';
  return `This is no recovery set: ${
    planned - saved.length
  } of ${planned} data stores could not be saved. ${outcomeOfOthers}`;
}
