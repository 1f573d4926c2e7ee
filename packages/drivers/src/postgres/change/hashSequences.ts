import { createHash } from 'node:crypto';
import { escapeIdentifier, escapeLiteral, type Client } from 'pg';

const SEQUENCES_PER_STATEMENT = 200;

const SEQUENCES = `
  select n.nspname as schema, c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'S' and c.relpersistence <> 't' and n.nspname !~ '^pg_'
   order by 1, 2`;

/** SHA-256 of the state of every sequence: they advance outside of transactions. */
export async function hashSequences(client: Client): Promise<string> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    SEQUENCES,
  );
  const hash = createHash('sha256');
  for (let at = 0; at < rows.length; at += SEQUENCES_PER_STATEMENT) {
    const selects = rows
      .slice(at, at + SEQUENCES_PER_STATEMENT)
      .map(({ schema, name }) => {
        const qualified = `${escapeIdentifier(schema)}.${escapeIdentifier(
          name,
        )}`;
        return `select ${escapeLiteral(
          qualified,
        )} || ' ' || last_value || ' ' || log_cnt || ' ' || is_called as state from ${qualified}`;
      });
    const states = await client.query<{ state: string }>(
      `${selects.join(' union all ')} order by 1`,
    );
    for (const { state } of states.rows) hash.update(`${state}\n`);
  }
  return hash.digest('hex');
}
