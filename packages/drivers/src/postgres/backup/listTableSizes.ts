import type { Client } from 'pg';
import type { SizedTable } from './planStreams';

const SIZES = `
  select n.nspname as schema, c.relname as name, pg_table_size(c.oid)::float8 as bytes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and c.relpersistence <> 't'
     and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass
                       and d.objid = c.oid and d.deptype = 'e')`;

/** The tables that hold rows of their own, in the snapshot of the client's transaction. */
export async function listTableSizes(client: Client): Promise<SizedTable[]> {
  const { rows } = await client.query<SizedTable>(SIZES);
  return rows;
}
