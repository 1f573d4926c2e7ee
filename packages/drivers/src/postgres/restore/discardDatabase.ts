import { SafepointError } from '@safepoint/engine';
import { escapeIdentifier } from 'pg';
import { parseConnection } from '../connection/parseConnection';
import { maintenanceConnection } from '../connection/maintenanceConnection';
import { withClient } from '../connection/withClient';

/** Drops a restored database and whoever is still connected to it. Safe to repeat. */
export async function discardDatabase(
  connectionString: string,
  name: string,
): Promise<void> {
  if (!/_restored_/.test(name)) {
    // The name comes from a restore; this is what keeps a mistake away from a live database.
    throw new SafepointError({
      kind: 'discard-refused',
      message: `${name} was not made by a restore and is not dropped.`,
    });
  }
  const connection = parseConnection(connectionString);
  await withClient(await maintenanceConnection(connection), client =>
    client.query(
      `drop database if exists ${escapeIdentifier(name)} with (force)`,
    ),
  );
}
