import { randomBytes } from 'node:crypto';
import knexFactory, { type Knex } from 'knex';
import { createSqlite } from './createPortal';

export interface TestDatabase {
  name: string;
  /** A database of its own; removed by `close`. */
  open(): Promise<{ knex: Knex; close(): Promise<void> }>;
}

const sqlite: TestDatabase = {
  name: 'SQLite',
  async open() {
    const knex = createSqlite();
    return { knex, close: () => knex.destroy() };
  },
};

/** SQLite, and the PostgreSQL that SAFEPOINT_TEST_POSTGRES_URL names (a superuser's), if it does. */
export function testDatabases(): TestDatabase[] {
  const url = process.env.SAFEPOINT_TEST_POSTGRES_URL;
  if (!url && process.env.CI === 'true') {
    throw new Error(
      'CI=true and no PostgreSQL: set SAFEPOINT_TEST_POSTGRES_URL to a superuser of a test server.',
    );
  }
  return url
    ? [sqlite, { name: 'PostgreSQL', open: () => openPg(url) }]
    : [sqlite];
}

async function openPg(adminUrl: string) {
  const name = `safepoint_${randomBytes(8).toString('hex')}`;
  const admin = connect(adminUrl, 1);
  await admin.raw('create database ??', [name]);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const knex = connect(url.toString(), 10);
  return {
    knex,
    async close() {
      await knex.destroy();
      await admin.raw('drop database ?? with (force)', [name]);
      await admin.destroy();
    },
  };
}

function connect(connectionString: string, max: number): Knex {
  return knexFactory({
    client: 'pg',
    connection: { connectionString },
    pool: { min: 0, max },
  });
}
