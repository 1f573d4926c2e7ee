import { randomBytes } from 'node:crypto';
import type { JsonObject } from '@backstage/types';
import { Client, escapeIdentifier } from 'pg';
import type { PostgresServer } from '../servers';

/** The databases of one portal on a PostgreSQL, told from all others by their prefix. */
export class PortalDatabase {
  readonly #prefix = `portal_${randomBytes(6).toString('hex')}_`;

  constructor(private readonly server: PostgresServer) {}

  /** `backend.database`; Backstage creates what is missing. */
  get config(): JsonObject {
    const { adminUrl: connection } = this.server;
    return { client: 'pg', connection, prefix: this.#prefix };
  }

  async drop(): Promise<void> {
    const client = new Client({ connectionString: this.server.adminUrl });
    await client.connect();
    try {
      const { rows } = await client.query(
        'select datname as name from pg_database where starts_with(datname, $1)',
        [this.#prefix],
      );
      for (const { name } of rows) {
        await client.query(
          `drop database ${escapeIdentifier(name)} with (force)`,
        );
      }
    } finally {
      await client.end();
    }
  }
}
