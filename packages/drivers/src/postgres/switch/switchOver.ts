import {
  SafepointError,
  type DriverContext,
  type RestoredStore,
} from '@safepoint/engine';
import type { Client } from 'pg';
import { maintenanceConnection } from '../connection/maintenanceConnection';
import { parseConnection } from '../connection/parseConnection';
import type { PostgresConnection } from '../connection/PostgresConnection';
import { scrubSecrets } from '../connection/scrubSecrets';
import { withClient } from '../connection/withClient';
import { parseOptions } from '../options';
import { keptName } from '../restore/databaseNames';
import { applySettings } from './applySettings';
import { checkSwitch } from './checkSwitch';
import { readLiveSettings } from './readLiveSettings';
import { renameStatements } from './renameStatements';
import { terminateSessions } from './terminateSessions';

const OBJECT_IN_USE = '55006';
const ATTEMPTS = 3;

async function runInTransaction(
  client: Client,
  statements: string[],
): Promise<void> {
  await client.query('begin');
  try {
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** While one connection renames and thereby waits, another ends the sessions that it waits for. */
async function rename(
  maintenance: PostgresConnection,
  client: Client,
  liveOid: string,
  statements: string[],
): Promise<void> {
  await withClient(maintenance, async helper => {
    const stop = new AbortController();
    // A failure shows as a rename that finds the database in use.
    const terminating = terminateSessions(helper, liveOid, stop.signal).catch(
      () => {},
    );
    try {
      await runInTransaction(client, statements);
    } finally {
      stop.abort();
      await terminating;
    }
  });
}

async function renameWithRetries(
  maintenance: PostgresConnection,
  client: Client,
  liveOid: string,
  statements: string[],
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(maintenance, client, liveOid, statements);
      return;
    } catch (error) {
      const { code, message } = error as { code?: string; message?: string };
      if (code === OBJECT_IN_USE && attempt < ATTEMPTS) continue;
      throw new SafepointError({
        kind: 'switch-failed',
        message: `The live database was not switched and is as it was: ${scrubSecrets(
          message ?? '',
          maintenance.secrets,
        )}. See who is connected to it in pg_stat_activity, then try again.`,
        cause: error,
      });
    }
  }
}

/**
 * Makes the restored database the live one by two renames in ONE transaction, from a third database:
 * either both names change or none, whatever dies when. New sessions wait at the lock of the first
 * rename and come in to the restored database. (Forbidding connections to the live database instead
 * would be a state of its own, and a job that dies then would leave the service locked out.)
 *
 * The way back is the same by hand: end the sessions, rename live away and the kept one to its name.
 */
export async function switchOver(
  context: DriverContext,
  restored: RestoredStore,
  { label }: { label: string },
): Promise<{ kept: string }> {
  const connection = parseConnection(context.connection);
  const options = parseOptions(context.options);
  const live = connection.database;
  const kept = keptName(live, label);
  const maintenance = await maintenanceConnection(connection);
  await withClient(maintenance, async client => {
    const settings = await readLiveSettings(client, live);
    await checkSwitch(client, { live, settings, options });
    const acknowledged = options.acknowledge.includes('role-settings');
    await applySettings(client, restored.name, settings, acknowledged);
    context.signal.throwIfAborted();
    const statements = renameStatements({
      live,
      kept,
      restored: restored.name,
      settings,
    });
    await renameWithRetries(maintenance, client, settings.oid, statements);
  });
  context.report({ event: 'store-switched', live, kept });
  return { kept };
}
