import type { Client } from 'pg';

/** What is known of a server and one of its databases. */
export interface ServerFacts {
  /** e.g. `15.18 (Debian 15.18-0+deb12u1)`. */
  version: string;
  major: number;
  systemIdentifier: string;
  databaseOid: string;
  encoding: string;
  extensions: { name: string; version: string }[];
}

/** Readable by an ordinary role. */
export async function readServerFacts(client: Client): Promise<ServerFacts> {
  const { rows } = await client.query<{
    version: string;
    number: number;
    system_identifier: string;
    oid: string;
    encoding: string;
  }>(`
    select current_setting('server_version') as version,
           current_setting('server_version_num')::int as number,
           (select system_identifier::text from pg_control_system()) as system_identifier,
           d.oid::text as oid,
           pg_encoding_to_char(d.encoding) as encoding
      from pg_database d where d.datname = current_database()`);
  const extensions = await client.query<{ name: string; version: string }>(
    'select extname as name, extversion as version from pg_extension order by 1',
  );
  const [facts] = rows;
  return {
    version: facts.version,
    major: Math.floor(facts.number / 10_000),
    systemIdentifier: facts.system_identifier,
    databaseOid: facts.oid,
    encoding: facts.encoding,
    extensions: extensions.rows,
  };
}
