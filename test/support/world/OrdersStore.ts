import { Client, escapeIdentifier } from 'pg';
import type { PostgresServer } from '../servers';

const tables = `
  create table customers (id serial primary key, name text not null, note text);
  create table orders (id bigserial primary key, customer int references customers, total numeric(12,2));
  insert into customers (name, note) select 'customer ' || g, md5(g::text) from generate_series(1, 3000) g;
  insert into orders (customer, total) select 1 + g % 3000, g * 1.25 from generate_series(1, 9000) g;
`;

/** The database of a service, with one role that owns and restores and one that reads; no superusers. */
export class OrdersStore {
  constructor(readonly server: PostgresServer) {}

  /** What a job finds among its variables. */
  get variables(): Record<string, string> {
    return {
      ORDERS_DATABASE_URL: this.url('reader', 'orders'),
      ORDERS_RESTORE_URL: this.url('owner', 'orders'),
      ORDERS_DRILL_URL: this.url('owner', 'postgres'),
    };
  }

  async create(): Promise<void> {
    await query(
      this.server.adminUrl,
      `create role owner login createdb password 'owner';
       create role reader login password 'reader';
       grant pg_read_all_data to reader;
       grant pg_signal_backend to owner;`,
    );
    await query(
      this.server.adminUrl,
      'create database orders owner owner template template0',
    );
    await this.run(tables);
  }

  url(role: 'owner' | 'reader', database: string): string {
    const url = new URL(this.server.url(database));
    url.username = role;
    url.password = role;
    return url.toString();
  }

  /** As the owner, who is no superuser. */
  async run(sql: string): Promise<void> {
    await query(this.url('owner', 'orders'), sql);
  }

  /** As the superuser; for what a test proves about ordinary roles. */
  async runAsSuperuser(sql: string): Promise<void> {
    await query(this.server.url('orders'), sql);
  }

  /** Rows and the MD5 of all rows in order, by table. */
  async read(database = 'orders'): Promise<Record<string, unknown>> {
    const url = this.server.url(database);
    const names = await query(
      url,
      `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    );
    const found: Record<string, unknown> = {};
    for (const { name } of names) {
      [found[name]] = await query(
        url,
        `select count(*)::int as rows, md5(string_agg(t::text, e'\\n' order by t::text)) as md5
           from ${escapeIdentifier(name)} t`,
      );
    }
    return found;
  }

  async databases(): Promise<string[]> {
    const rows = await query(
      this.server.adminUrl,
      'select datname as name from pg_database where not datistemplate order by 1',
    );
    return rows.map(({ name }) => name);
  }
}

async function query(connectionString: string, sql: string) {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query(sql);
    return rows ?? [];
  } finally {
    await client.end();
  }
}
