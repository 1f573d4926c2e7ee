import { SafepointError } from '@safepoint/engine';
import type { Client } from 'pg';

/**
 * A dump is code that somebody else wrote, and it runs with the power of the role that restores it:
 * roles that reach the server's files, its programs or other roles are refused, however they reach them.
 */
const DANGEROUS = `
  select r.rolname as name,
         case when r.rolsuper then 'is superuser'
              when r.rolcreaterole then 'may make and grant roles (CREATEROLE)'
              when r.rolreplication then 'may replicate (REPLICATION)'
              else 'reaches the server''s files or programs' end as power
    from pg_roles r
   where pg_has_role(current_user, r.oid, 'MEMBER')
     and (r.rolsuper or r.rolcreaterole or r.rolreplication
          or r.rolname in ('pg_execute_server_program', 'pg_write_server_files',
                           'pg_read_server_files'))
   order by r.rolsuper desc, 1`;

/** Throws `target-unfit` unless the role can restore and can do no harm with it. */
export async function checkRestoreRole(client: Client): Promise<void> {
  const { rows: dangerous } = await client.query<{
    name: string;
    power: string;
  }>(DANGEROUS);
  const { rows } = await client.query<{ name: string; createdb: boolean }>(
    'select rolname as name, rolcreatedb as createdb from pg_roles where rolname = current_user',
  );
  const [role] = rows;
  if (dangerous.length > 0) {
    const powers = dangerous.map(({ name, power }) => `${name} ${power}`);
    throw new SafepointError({
      kind: 'target-unfit',
      message: `The role ${
        role.name
      } must not restore: it is or belongs to a role with too much power (${powers.join(
        '; ',
      )}). A dump is code that runs as this role. Make one for it: CREATE ROLE … LOGIN CREATEDB NOSUPERUSER NOCREATEROLE.`,
    });
  }
  if (!role.createdb) {
    throw new SafepointError({
      kind: 'target-unfit',
      message: `The role ${role.name} may not make databases, and a restore goes into a new one. Let an administrator run: ALTER ROLE ${role.name} CREATEDB.`,
    });
  }
}
