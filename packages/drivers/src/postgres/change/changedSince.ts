import type { ChangeVerdict, DriverContext } from '@safepoint/engine';
import { parseConnection } from '../connection/parseConnection';
import { withClient } from '../connection/withClient';
import { compareMarkers } from './compareMarkers';
import { readChangeMarker, type ChangeMarker } from './readChangeMarker';

/**
 * Whether the database has changed since the backup that gave this marker. "Changed" also means "not
 * known": what other databases of the cluster write, a rolled back transaction and autovacuum count too.
 */
export async function changedSince(
  context: DriverContext,
  marker: ChangeMarker,
): Promise<ChangeVerdict> {
  return withClient(
    parseConnection(context.connection),
    async client => {
      await client.query('begin isolation level repeatable read, read only');
      return compareMarkers(marker, await readChangeMarker(client));
    },
    context.signal,
  );
}
