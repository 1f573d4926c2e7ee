import { SafepointError } from '@safepoint/engine';
import type { Client } from 'pg';

const SHOWN = 10;

// Without what belongs to an extension: pg_dump leaves that to CREATE EXTENSION.
const UNREADABLE = `
  select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'S')
     and c.relpersistence <> 't'
     and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass
                       and d.objid = c.oid and d.deptype = 'e')
     and not (has_schema_privilege(n.oid, 'USAGE')
              and case when c.relkind = 'S' then has_sequence_privilege(c.oid, 'SELECT')
                       else has_table_privilege(c.oid, 'SELECT') end)
   order by 1`;

const ROW_SECURITY = `
  select c.oid::regclass::text as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p') and row_security_active(c.oid)
   order by 1`;

// From version 18 on pg_read_all_data may be enough; there pg_dump itself says what it may not read.
const LARGE_OBJECTS = `
  select count(*)::int as count from pg_largeobject_metadata m
   where current_setting('server_version_num')::int < 180000
     and not current_setting('lo_compat_privileges')::boolean
     and not (select rolsuper from pg_roles where rolname = current_user)
     and not pg_has_role(current_user, m.lomowner, 'USAGE')
     and not exists (select 1 from aclexplode(m.lomacl) a where a.privilege_type = 'SELECT'
                       and (a.grantee = 0 or pg_has_role(current_user, a.grantee, 'USAGE')))`;

function list(names: string[]): string {
  const more = names.length - SHOWN;
  return (
    names.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '')
  );
}

/** Throws `store-denied` with everything that the role may not read, before the first byte. */
export async function checkMayDump(
  client: Client,
  user: string,
): Promise<void> {
  const names = async (sql: string) =>
    (await client.query<{ name: string }>(sql)).rows.map(({ name }) => name);
  const unreadable = await names(UNREADABLE);
  const filtered = await names(ROW_SECURITY);
  const { rows } = await client.query<{ count: number }>(LARGE_OBJECTS);
  const problems: string[] = [];
  if (rows[0].count > 0) {
    problems.push(
      `it may not read ${rows[0].count} large object${
        rows[0].count === 1 ? '' : 's'
      }; back up as their owner, or GRANT SELECT ON LARGE OBJECT … to it`,
    );
  }
  if (unreadable.length > 0) {
    problems.push(
      `it may not read ${list(
        unreadable,
      )}; grant it with GRANT pg_read_all_data TO that role (PostgreSQL 14 and newer) or GRANT USAGE on the schemas and SELECT on tables and sequences`,
    );
  }
  if (filtered.length > 0) {
    problems.push(
      `row level security would hide rows of ${list(
        filtered,
      )} from it; ALTER ROLE … BYPASSRLS lets it see them all`,
    );
  }
  if (problems.length > 0) {
    throw new SafepointError({
      kind: 'store-denied',
      message: `The role ${user} cannot back up the whole database: ${problems.join(
        '; and ',
      )}.`,
    });
  }
}
