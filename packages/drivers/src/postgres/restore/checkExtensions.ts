import type { EngineFacts } from '@safepoint/backstage-plugin-safepoint-common';
import { SafepointError } from '@safepoint/engine';
import type { Client } from 'pg';
import { withClient } from '../connection/withClient';
import type { PostgresConnection } from '../connection/PostgresConnection';

/** Where a new database comes from: empty, or the template in which extensions were made beforehand. */
export type Template = 'template0' | 'template1';

interface Available {
  name: string;
  installable: boolean;
}

async function listAvailable(client: Client): Promise<Available[]> {
  // `trusted` came with PostgreSQL 13; there every release that is supported has it.
  const { rows } = await client.query<Available>(`
    select name, bool_or(trusted or not superuser) as installable
      from pg_available_extension_versions group by name`);
  return rows;
}

async function listInTemplate(
  connection: PostgresConnection,
): Promise<Set<string>> {
  return await withClient(
    { ...connection, database: 'template1' },
    async client => {
      const { rows } = await client.query<{ extname: string }>(
        'select extname from pg_extension',
      );
      return new Set(rows.map(({ extname }) => extname));
    },
  );
}

/**
 * Decides, before anything is written, whether the target can have every extension of the dump. Those
 * that only a superuser may create must have been made in template1.
 */
export async function checkExtensions(
  client: Client,
  connection: PostgresConnection,
  engine: EngineFacts,
): Promise<Template> {
  const wanted = (engine.extensions ?? []).map(({ name }) => name);
  const available = new Map(
    (await listAvailable(client)).map(({ name, installable }) => [
      name,
      installable,
    ]),
  );
  const missing = wanted.filter(name => !available.has(name));
  if (missing.length > 0) {
    throw new SafepointError({
      kind: 'target-unfit',
      message: `The target server does not have the extensions ${missing.join(
        ', ',
      )}. Install their packages on the server, on Debian postgresql-<version>-<extension> or postgresql-contrib.`,
    });
  }
  const untrusted = wanted.filter(
    name => name !== 'plpgsql' && !available.get(name),
  );
  if (untrusted.length === 0) return 'template0';
  const made = await listInTemplate(connection);
  const notMade = untrusted.filter(name => !made.has(name));
  if (notMade.length === 0) return 'template1';
  throw new SafepointError({
    kind: 'target-unfit',
    message: `Only a superuser may create the extensions ${notMade.join(
      ', ',
    )}, and a restore is none. Let an administrator run in template1 of the target server: ${notMade
      .map(name => `CREATE EXTENSION "${name}";`)
      .join(' ')}`,
  });
}
