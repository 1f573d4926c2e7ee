import type { ChangeVerdict } from '@safepoint/engine';
import type { ChangeMarker } from './readChangeMarker';

/** What a difference means, the one that explains the others first. */
const MEANINGS: [string, string][] = [
  ['kind', 'the mark was made by another version of the driver'],
  ['systemIdentifier', 'this is another PostgreSQL cluster'],
  ['databaseOid', 'this is another database'],
  ['timeline', 'another server has taken over, or was restored'],
  [
    'startedAt',
    'the server was restarted since, and what it lost is not known',
  ],
  [
    'recoveredAt',
    'the server has recovered from a crash since, and what it lost is not known',
  ],
  [
    'snapshot',
    'a transaction of this cluster has ended or begun to write since',
  ],
  ['sequences', 'a sequence has moved since'],
];

/**
 * Pure. Unchanged only if the two markers are equal in everything that they know; a marker that lacks
 * something, or knows something more, is not.
 */
export function compareMarkers(
  before: ChangeMarker,
  now: ChangeMarker | undefined,
): ChangeVerdict {
  if (!now) {
    return {
      changed: true,
      reason:
        'it cannot be known: the server is a standby, does not tell enough of itself, or has unlogged tables or tables of another kind than heap',
    };
  }
  const different = MEANINGS.find(
    ([name]) => before[name] === undefined || before[name] !== now[name],
  );
  if (different) return { changed: true, reason: different[1] };
  if (Object.keys(before).length !== Object.keys(now).length) {
    return { changed: true, reason: MEANINGS[0][1] };
  }
  return {
    changed: false,
    reason:
      'no transaction of the cluster has written since, and no sequence has moved',
  };
}
