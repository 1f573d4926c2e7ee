import type { Client } from 'pg';
import { hashSequences } from './hashSequences';

/** What tells a later look at the same database whether anything has changed. No secret in it. */
export type ChangeMarker = Record<string, string>;

const KIND = 'postgresql-snapshot-v1';

/** Data that can change, or vanish in a crash, without a transaction that a snapshot knows of. */
const OUTSIDE_OF_SNAPSHOTS = `
  select exists (
    select 1 from pg_class c
     where c.oid >= 16384
       and (c.relpersistence = 'u'
            or (c.relkind in ('r', 'm') and c.relam <> 2))) as found`;

const FACTS = `
  select (select system_identifier::text from pg_control_system()) as "systemIdentifier",
         (select oid::text from pg_database where datname = current_database()) as "databaseOid",
         substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8) as timeline,
         extract(epoch from pg_postmaster_start_time())::text as "startedAt",
         (select extract(epoch from stats_reset)::text from pg_stat_bgwriter) as "recoveredAt",
         txid_current_snapshot()::text as snapshot`;

/**
 * The marker of the state that this transaction sees. It must be REPEATABLE READ and must have no
 * transaction id of its own.
 *
 * Two equal markers mean the same content, because what PostgreSQL's tables hold is defined by the set of
 * finished transactions, and `txid_current_snapshot` names exactly that set, for the whole cluster. What is
 * outside of that rule is either part of the marker or the reason that there is none:
 *
 * - values of sequences (with `log_cnt`, so that a cycle back to the same value shows);
 * - unlogged tables, which a crash empties, and tables of other access methods than heap: no marker;
 * - a crash may lose transactions that were committed asynchronously, and give out their ids again. One
 *   that does not end the postmaster is seen by the statistics, which recovery discards
 *   (https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-STATS-SETUP);
 * - another server, a restart, a standby that took over: their own values in the marker. A standby: none.
 */
export async function readChangeMarker(
  client: Client,
): Promise<ChangeMarker | undefined> {
  if (await isTrue(client, 'select pg_is_in_recovery() as found')) {
    return undefined;
  }
  if (await isTrue(client, OUTSIDE_OF_SNAPSHOTS)) return undefined;
  const { rows } = await client.query<Record<string, string | null>>(FACTS);
  const facts = rows[0];
  if (!isComplete(facts)) return undefined;
  return { kind: KIND, ...facts, sequences: await hashSequences(client) };
}

/** For a backup, which does not fail because a server lets its role not read what a marker needs. */
export async function tryReadChangeMarker(
  client: Client,
): Promise<ChangeMarker | undefined> {
  await client.query('savepoint change_marker');
  try {
    return await readChangeMarker(client);
  } catch {
    await client.query('rollback to savepoint change_marker');
    return undefined;
  }
}

async function isTrue(client: Client, sql: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(sql);
  return rows[0].found;
}

/** A fact that the server does not tell proves nothing. */
function isComplete(
  facts: Record<string, string | null>,
): facts is Record<string, string> {
  return Object.values(facts).every(value => value !== null && value !== '');
}
