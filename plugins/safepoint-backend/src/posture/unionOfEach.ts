import type { Knex } from 'knex';
import type { Row } from '../database/TableMapping';

/** SQLite joins at most 500 queries into one. */
const termsAtOnce = 300;

/**
 * The rows of several limited queries for each key, in as few round trips as there can be. Each of the
 * queries ends after its limit on its index, which no condition over all keys would.
 */
export async function unionOfEach(
  connection: Knex,
  keys: string[],
  queriesOf: (key: string) => Knex.QueryBuilder[],
): Promise<Row[]> {
  const terms = keys
    .flatMap(queriesOf)
    .map(query => connection.from(query.as('one')).select('*'));
  const rows: Row[] = [];
  for (let at = 0; at < terms.length; at += termsAtOnce) {
    const [first, ...rest] = terms.slice(at, at + termsAtOnce);
    rows.push(...((await first.unionAll(rest)) as Row[]));
  }
  return rows;
}
