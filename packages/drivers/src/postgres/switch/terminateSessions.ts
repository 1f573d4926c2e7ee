import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';

const INTERVAL_MS = 50;

/** Ends every session of a database again and again, until the signal aborts. */
export async function terminateSessions(
  client: Client,
  databaseOid: string,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datid = $1::oid and pid <> pg_backend_pid() and backend_type = 'client backend'`,
      [databaseOid],
    );
    await sleep(INTERVAL_MS);
  }
}
