import { formatBytes, formatSeconds } from '../report/formatBytes';
import type { SavedStore } from './backupStore';

/** What was saved, as a sentence for the job's log. */
export function describeSaved({
  entityRef,
  point,
  seconds,
  unchangedBecause,
}: SavedStore): string {
  if (unchangedBecause) {
    return `Nothing has changed in ${entityRef} (${point.environment}) since ${point.stateAt}: ${unchangedBecause}. Recovery point ${point.id}, from before the deployment, is the baseline.`;
  }
  const rows = point.rows?.toLocaleString('en-US') ?? '?';
  const stored =
    point.storedBytes === undefined
      ? ''
      : `, ${formatBytes(point.storedBytes)} stored`;
  return `Saved ${entityRef} (${point.environment}) as ${point.id}: ${
    point.tables ?? '?'
  } tables, ${rows} rows${stored}, state of ${
    point.stateAt
  }, in ${formatSeconds(seconds)}.`;
}
