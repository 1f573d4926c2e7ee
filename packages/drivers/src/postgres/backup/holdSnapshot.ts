import { SafepointError } from '@safepoint/engine';
import { escapeIdentifier, type Client } from 'pg';

const LOCK_NOT_AVAILABLE = '55P03';
const UNDEFINED_TABLE = '42P01';
const ATTEMPTS = 5;
const TABLES_PER_STATEMENT = 200;

const TABLES = `
  select n.nspname as schema, c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p') and c.relpersistence <> 't'
     and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass
                       and d.objid = c.oid and d.deptype = 'e')
   order by 1, 2`;

/** A snapshot that other connections can use for as long as its transaction stays open. */
export interface HeldSnapshot {
  id: string;
  /** The moment of the state that it shows, by the server's clock. */
  stateAt: Date;
}

async function listTables(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ schema: string; name: string }>(TABLES);
  return rows.map(
    ({ schema, name }) =>
      `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`,
  );
}

async function lockTables(client: Client, tables: string[]): Promise<void> {
  for (let at = 0; at < tables.length; at += TABLES_PER_STATEMENT) {
    // ONLY, because each partition and child is in the list by itself.
    const names = tables
      .slice(at, at + TABLES_PER_STATEMENT)
      .map(table => `only ${table}`);
    await client.query(`lock table ${names.join(', ')} in access share mode`);
  }
}

async function tryHold(
  client: Client,
  lockTimeoutSeconds: number,
): Promise<HeldSnapshot | undefined> {
  const tables = await listTables(client);
  await client.query('begin isolation level repeatable read, read only');
  await client.query(`set local lock_timeout = '${lockTimeoutSeconds}s'`);
  await lockTables(client, tables);
  // The first query of the transaction: it takes the snapshot, after the locks.
  const { rows } = await client.query<{ id: string; at: Date }>(
    'select pg_export_snapshot() as id, clock_timestamp() as at',
  );
  const locked = new Set(tables);
  const seen = await listTables(client);
  if (seen.some(table => !locked.has(table))) return undefined;
  return { id: rows[0].id, stateAt: rows[0].at };
}

/**
 * Opens a transaction on `client` that holds a snapshot. Every table is locked (ACCESS SHARE) *before*
 * the snapshot is taken: a TRUNCATE or a rewriting ALTER between a snapshot and the dump's own locks
 * would otherwise give an empty table without any error. A table that comes or goes in between starts
 * it anew.
 */
export async function holdSnapshot(
  client: Client,
  lockTimeoutSeconds: number,
): Promise<HeldSnapshot> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      const held = await tryHold(client, lockTimeoutSeconds);
      if (held) return held;
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === LOCK_NOT_AVAILABLE) {
        throw new SafepointError({
          kind: 'store-locked',
          message: `A table stayed locked by somebody else for ${lockTimeoutSeconds} seconds. Look for a long ALTER, TRUNCATE or VACUUM FULL in pg_stat_activity and try again when it is done.`,
          retryable: true,
          cause: error,
        });
      }
      if (code !== UNDEFINED_TABLE) throw error;
    }
    await client.query('rollback');
  }
  throw new SafepointError({
    kind: 'store-locked',
    message: `Tables were made and dropped each of the ${ATTEMPTS} times that a snapshot was tried. Try again when that is over.`,
    retryable: true,
  });
}
