import knexFactory, { type Knex } from 'knex';

interface Query {
  sql: string;
}

/** A client of `pg`. */
interface RawConnection {
  connection: { stream: { destroy(): void } };
}

/** Of a process that dies at its n-th write; what it had begun is left to the database. */
export interface DyingConnection {
  knex: Knex;
  /** Whether it came so far. */
  isDead(): boolean;
}

/**
 * A connection of its own to the same PostgreSQL that breaks off before the n-th statement that writes or
 * commits, as that of a process which is killed: nothing is rolled back by anybody but the server.
 */
export function dyingConnection(
  { client }: Knex,
  writes: number,
): DyingConnection {
  let left = writes;
  let dead = false;
  const Base = client.constructor;
  class DyingClient extends Base {
    async _query(raw: RawConnection, query: Query) {
      if (!dead && /^\s*(insert|update|delete|commit)/i.test(query.sql)) {
        dead = left === 0;
        left -= 1;
      }
      if (dead) {
        raw.connection.stream.destroy();
        // Knex would wait for the answer; the server has rolled back already.
        if (/^\s*rollback/i.test(query.sql)) {
          return { ...query, response: { rows: [], rowCount: 0 } };
        }
        throw new Error('This process is dead.');
      }
      return super._query(raw, query);
    }

    /** A good end of a broken connection would be waited for. */
    async destroyRawConnection(raw: RawConnection) {
      if (dead) raw.connection.stream.destroy();
      else await super.destroyRawConnection(raw);
    }
  }
  const knex = knexFactory({
    // Knex takes a class, which its types do not say.
    client: DyingClient as unknown as typeof Knex.Client,
    connection: client.config.connection,
    pool: { min: 0, max: 4 },
  });
  return { knex, isDead: () => dead };
}
