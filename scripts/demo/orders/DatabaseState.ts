import { isDeepStrictEqual } from 'node:util';
import { drivers } from '@safepoint/drivers';
import type { Fingerprint } from '@safepoint/backstage-plugin-safepoint-common';
import { escapeIdentifier } from 'pg';
import { withClient } from './OrdersDatabase';

/** What a database holds, as two independent ways of looking at it see it. */
export interface DatabaseState {
  /** By plain SQL: columns, rows and the MD5 of all rows in order, by table. */
  tables: Record<string, { columns: string; rows: number; md5: string }>;
  /** Names of views, functions, types, indexes and constraints. */
  schema: string[];
  /** Owner, settings, limits and grants of the database, and the grants of its tables. */
  around: string[];
  /** By the scanner that backups use. */
  fingerprint: Fingerprint;
}

/** Looks at every table of the database. The connection must be allowed to read all of it. */
export async function readDatabaseState(
  connection: string,
  signal: AbortSignal,
): Promise<DatabaseState> {
  const driver = drivers.get('postgres');
  if (!driver) throw new Error('There is no driver "postgres".');
  const { fingerprint } = await driver.fingerprint({
    connection,
    signal,
    report: () => undefined,
  });
  return withClient(connection, async client => {
    // Rows are compared as text, which must not depend on where they are.
    await client.query(`set timezone to 'UTC'`);
    const { rows: names } = await client.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    );
    const tables: DatabaseState['tables'] = {};
    for (const { name } of names) {
      const { rows } = await client.query(
        `select count(*)::int as rows, md5(coalesce(string_agg(t::text, e'\\n' order by t::text), '')) as md5
           from ${escapeIdentifier(name)} t`,
      );
      tables[name] = { ...rows[0], columns: '' };
      const { rows: columns } = await client.query<{ columns: string }>(
        `select string_agg(column_name || ' ' || udt_name, ', ' order by column_name) as columns
           from information_schema.columns where table_schema = 'public' and table_name = $1`,
        [name],
      );
      tables[name].columns = columns[0].columns;
    }
    const { rows: schema } = await client.query<{ entry: string }>(
      `select entry from (
         select relkind::text || ' ' || relname as entry from pg_class where relnamespace = 'public'::regnamespace
         union all select 'function ' || oid::regprocedure::text from pg_proc where pronamespace = 'public'::regnamespace
         union all select 'type ' || typname from pg_type where typnamespace = 'public'::regnamespace
         union all select 'constraint ' || conname || ' ' || pg_get_constraintdef(oid)
           from pg_constraint where connamespace = 'public'::regnamespace) s
       order by 1`,
    );
    const { rows: around } = await client.query<{ entry: string }>(
      `select entry from (
         select format('owner %s, at most %s connections, grants %s', datdba::regrole, datconnlimit,
                       array(select item::text from unnest(datacl) item order by 1)) as entry
           from pg_database where datname = current_database()
         union all select format('settings %s', setconfig) from pg_db_role_setting s
           join pg_database d on d.oid = s.setdatabase where datname = current_database()
         union all select format('%s: grants %s', relname, array(select item::text from unnest(relacl) item order by 1))
           from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'S')) s
       order by 1`,
    );
    return {
      tables,
      schema: schema.map(({ entry }) => entry),
      around: around.map(({ entry }) => entry),
      fingerprint,
    };
  });
}

/** What differs between two states, in words; empty if nothing does. */
export function compareStates(
  before: DatabaseState,
  after: DatabaseState,
): string[] {
  const differences = compareContents(before, after);
  if (isDeepStrictEqual(before.around, after.around)) return differences;
  const around = listDifferences(before.around, after.around);
  return [...differences, `settings or grants differ: ${around}`];
}

/** As `compareStates`, without what lies around the contents and may differ elsewhere: owner, settings, grants. */
export function compareContents(
  before: DatabaseState,
  after: DatabaseState,
): string[] {
  const names = new Set([
    ...Object.keys(before.tables),
    ...Object.keys(after.tables),
  ]);
  const tables = [...names].flatMap(name => {
    const [was, is] = [before.tables[name], after.tables[name]];
    if (!is) return [`table ${name} is gone`];
    if (!was) return [`table ${name} is new`];
    return isDeepStrictEqual(was, is)
      ? []
      : [`table ${name}: ${describeTable(was, is)}`];
  });
  return [
    ...tables,
    ...(isDeepStrictEqual(before.schema, after.schema)
      ? []
      : ['views, functions, types, indexes or constraints differ']),
    ...compareFingerprints(before.fingerprint, after.fingerprint),
  ];
}

type TableState = DatabaseState['tables'][string];

function describeTable(was: TableState, is: TableState): string {
  if (was.columns !== is.columns) return 'other columns';
  return was.rows === is.rows
    ? `other values in its ${is.rows} rows`
    : `${is.rows} rows instead of ${was.rows}`;
}

function listDifferences(before: string[], after: string[]): string {
  return [
    ...before.filter(line => !after.includes(line)).map(line => `was ${line}`),
    ...after.filter(line => !before.includes(line)).map(line => `is ${line}`),
  ].join('; ');
}

function compareFingerprints(before: Fingerprint, after: Fingerprint) {
  const differences = before.tables.flatMap(was => {
    const is = after.tables.find(({ name }) => name === was.name);
    return is?.rows === was.rows && is.hash === was.hash
      ? []
      : [`the fingerprint of ${was.name} differs`];
  });
  return [
    ...differences,
    ...(before.tables.length === after.tables.length &&
    before.schemaSha256 === after.schemaSha256
      ? []
      : ['the fingerprint of the schema differs']),
  ];
}
