import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import knexFactory, { type Knex } from 'knex';
import { migrationsDirectory } from '../../database/migrate';
import { createSqlite } from './createPortal';

export interface TestDatabase {
  name: string;
  /** A database of its own; removed by `close`. May have its tables already, unless it is to be empty. */
  open(options?: {
    empty?: boolean;
  }): Promise<{ knex: Knex; close(): Promise<void> }>;
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
    ? [sqlite, { name: 'PostgreSQL', open: options => openPg(url, options) }]
    : [sqlite];
}

async function openPg(adminUrl: string, options: { empty?: boolean } = {}) {
  const name = `safepoint_${randomBytes(8).toString('hex')}`;
  const admin = connect(adminUrl, 1);
  const template = options.empty
    ? 'template1'
    : await ensureMigrated(admin, adminUrl);
  await admin.raw('create database ?? template ??', [name, template]);
  const knex = connect(urlOf(adminUrl, name), 10);
  return {
    knex,
    async close() {
      await knex.destroy();
      await admin.raw('drop database ?? with (force)', [name]);
      await admin.destroy();
    },
  };
}

/** A copy takes a tenth of the time that making all tables takes; the original stays on the server for the next run. */
async function ensureMigrated(admin: Knex, adminUrl: string): Promise<string> {
  const name = `safepoint_migrated_${digestMigrations()}`;
  await admin.raw('select pg_advisory_lock(hashtext(?))', [name]);
  try {
    const known = await admin('pg_database').where({ datname: name });
    if (known.length === 0) {
      const unfinished = `${name}_unfinished`;
      await admin.raw('drop database if exists ??', [unfinished]);
      await admin.raw('create database ??', [unfinished]);
      const knex = connect(urlOf(adminUrl, unfinished), 1);
      await knex.migrate.latest({ directory: migrationsDirectory });
      await knex.destroy();
      await admin.raw('alter database ?? rename to ??', [unfinished, name]);
    }
    return name;
  } finally {
    await admin.raw('select pg_advisory_unlock(hashtext(?))', [name]);
  }
}

function digestMigrations(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(migrationsDirectory).sort()) {
    hash.update(file).update(readFileSync(join(migrationsDirectory, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.toString();
}

function connect(connectionString: string, max: number): Knex {
  return knexFactory({
    client: 'pg',
    connection: { connectionString },
    pool: { min: 0, max },
  });
}
