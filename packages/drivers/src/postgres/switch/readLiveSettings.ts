import { SafepointError } from '@safepoint/engine';
import type { Client } from 'pg';

/** One `ALTER DATABASE … SET` or `ALTER ROLE … IN DATABASE … SET`. */
export interface DatabaseSetting {
  /** Undefined: for everybody. */
  role?: string;
  name: string;
  value: string;
}

export interface DatabaseGrant {
  /** Undefined: PUBLIC. */
  role?: string;
  privilege: string;
  grantable: boolean;
}

/** What belongs to a database as such and does not travel in a dump. */
export interface LiveSettings {
  oid: string;
  owner: string;
  connectionLimit: number;
  comment?: string;
  settings: DatabaseSetting[];
  grants: DatabaseGrant[];
}

async function readSettings(client: Client, oid: string) {
  const { rows } = await client.query<{ role: string | null; entry: string }>(
    `select r.rolname as role, unnest(s.setconfig) as entry
       from pg_db_role_setting s left join pg_roles r on r.oid = s.setrole
      where s.setdatabase = $1::oid order by 1 nulls first, 2`,
    [oid],
  );
  return rows.map(({ role, entry }) => {
    const at = entry.indexOf('=');
    return {
      ...(role !== null && { role }),
      name: entry.slice(0, at),
      value: entry.slice(at + 1),
    };
  });
}

async function readGrants(client: Client, oid: string) {
  const { rows } = await client.query<{
    role: string | null;
    privilege: string;
    grantable: boolean;
  }>(
    `select r.rolname as role, a.privilege_type as privilege, a.is_grantable as grantable
       from pg_database d,
            aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
            left join pg_roles r on r.oid = a.grantee
      where d.oid = $1::oid and a.grantee <> d.datdba
        and (a.grantee = 0 or r.oid is not null)`,
    [oid],
  );
  return rows.map(({ role, ...grant }) => ({
    ...grant,
    ...(role !== null && { role }),
  }));
}

/** Reads it from another database of the same server. */
export async function readLiveSettings(
  client: Client,
  live: string,
): Promise<LiveSettings> {
  const { rows } = await client.query<{
    oid: string;
    owner: string;
    limit: number;
    comment: string | null;
  }>(
    `select d.oid::text as oid, pg_get_userbyid(d.datdba) as owner, d.datconnlimit as limit,
            shobj_description(d.oid, 'pg_database') as comment
       from pg_database d where d.datname = $1`,
    [live],
  );
  if (rows.length === 0) {
    throw new SafepointError({
      kind: 'switch-refused',
      message: `There is no database ${live} to switch over from.`,
    });
  }
  const { oid, owner, limit, comment } = rows[0];
  return {
    oid,
    owner,
    connectionLimit: limit,
    ...(comment !== null && { comment }),
    settings: await readSettings(client, oid),
    grants: await readGrants(client, oid),
  };
}
