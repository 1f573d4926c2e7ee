import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { root } from '../../bootstrap/paths.mjs';
import type { PostgresCluster } from '../postgres/PostgresCluster';
import { generateShop } from './generateShop';

/** The first migration; its name without `.sql`. */
const firstMigration = '0001_create_tables';
const folder = path.join(root, 'test/fixtures/demo/orders-service/migrations');

const roles = {
  /** Owns the database, migrates it, restores beside it; no superuser. */
  owner: 'orders_admin',
  /** What the service itself would use. */
  app: 'orders_app',
  /** Reads everything and changes nothing. */
  backup: 'orders_backup',
} as const;

/** The database of the demo's service on its live server, with a role for each use. */
export class OrdersDatabase {
  readonly name = 'orders';
  readonly ownerRole = roles.owner;
  readonly #cluster: PostgresCluster;
  readonly #passwords: Record<keyof typeof roles, string>;

  private constructor(cluster: PostgresCluster) {
    this.#cluster = cluster;
    this.#passwords = {
      owner: makePassword(),
      app: makePassword(),
      backup: makePassword(),
    };
  }

  /** Makes roles, database, tables and rows. */
  static async create(cluster: PostgresCluster): Promise<OrdersDatabase> {
    const database = new OrdersDatabase(cluster);
    await withClient(cluster.adminUrl, client => database.#provision(client));
    await withClient(database.url('owner'), client => fill(client));
    return database;
  }

  get port(): number {
    return this.#cluster.port;
  }

  /** Where the server keeps its data. */
  get dataFolder(): string {
    return this.#cluster.dataFolder;
  }

  /** A secret. */
  password(role: keyof typeof roles): string {
    return this.#passwords[role];
  }

  /** A connection string; a secret. */
  url(role: keyof typeof roles): string {
    return this.#cluster.url({
      user: roles[role],
      password: this.#passwords[role],
      database: this.name,
    });
  }

  async #provision(client: Client) {
    const role = (name: keyof typeof roles) =>
      `create role ${escapeIdentifier(
        roles[name],
      )} login password ${escapeLiteral(this.#passwords[name])}`;
    for (const statement of [
      `${role('owner')} createdb`,
      role('app'),
      role('backup'),
      `grant pg_signal_backend to ${roles.owner}`,
      `grant pg_read_all_data to ${roles.backup}`,
      `create database ${this.name} owner ${roles.owner} template template0`,
      // What a restore has to carry over, beside the data.
      `alter database ${this.name} set timezone to 'Europe/Berlin'`,
      `alter database ${this.name} connection limit 40`,
      `revoke connect, temporary on database ${this.name} from public`,
      `grant connect on database ${this.name} to ${roles.app}, ${roles.backup}`,
    ]) {
      await client.query(statement);
    }
  }
}

async function fill(client: Client) {
  await client.query('begin');
  await client.query(
    await readFile(path.join(folder, `${firstMigration}.sql`), 'utf8'),
  );
  await client.query(
    `create table schema_migrations (name text primary key, applied_at timestamptz not null default now())`,
  );
  await client.query('insert into schema_migrations (name) values ($1)', [
    firstMigration,
  ]);
  for (const [table, rows] of Object.entries(generateShop())) {
    await client.query(
      `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
      [JSON.stringify(rows)],
    );
  }
  for (const table of ['customers', 'orders', 'payments', 'events']) {
    await client.query(
      `select setval(pg_get_serial_sequence($1, 'id'), (select max(id) from ${table}))`,
      [table],
    );
  }
  await client.query('commit');
}

/** Runs with a connection of its own and closes it. */
export async function withClient<T>(
  connectionString: string,
  run: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

/** URL-safe, and long enough for GitLab to mask it. */
export function makePassword(): string {
  return randomBytes(18).toString('base64url');
}
