import { postgresDriver } from '@safepoint/drivers';
import { Client } from 'pg';
import { startPostgres } from '../../support/servers';
import type { DriverHarness, TestStore } from './DriverHarness';

type Server = Awaited<ReturnType<typeof startPostgres>>;

/** A name that everything about quoting gets wrong when it is wrong somewhere. */
const ODD_NAME = `Odd "data" 'base' ü`;

const SAMPLE = `
  create table customers (id serial primary key, name text not null, note text);
  create table orders (id bigserial primary key, customer int references customers, total numeric(12,2), at timestamptz default now());
  create table pairs (id int, half int, primary key (id, half));
  create index on orders (customer);
  create view totals as select customer, sum(total) from orders group by 1;
  insert into customers (name, note) select 'customer ' || g, repeat('x', g % 50) from generate_series(1, 2000) g;
  insert into orders (customer, total) select 1 + g % 2000, g * 1.25 from generate_series(1, 20000) g;
`;

export async function query(connection: string, sql: string) {
  const client = new Client({ connectionString: connection });
  // A session that a switch-over ends; the query in it rejects, too.
  client.on('error', () => {});
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A server with the roles that the documentation asks for: one owns and restores, one reads. */
export class PostgresHarness implements DriverHarness {
  readonly driver = postgresDriver;
  server!: Server;
  private stores = 0;

  constructor(readonly options: DriverHarness['options'] = {}) {}

  async start(): Promise<void> {
    this.server = await startPostgres();
    await query(
      this.server.adminUrl,
      `create role restorer login createdb password 'r3store/secret';
       create role reader login password 'reader';
       grant pg_read_all_data to reader;
       grant pg_signal_backend to restorer;`,
    );
  }

  async stop(): Promise<void> {
    await this.server?.stop();
  }

  urlFor(database: string, user: string, password: string): string {
    const url = new URL(this.server.adminUrl);
    url.username = user;
    url.password = encodeURIComponent(password);
    url.pathname = `/${encodeURIComponent(database)}`;
    return url.toString();
  }

  /** As superuser, for what ordinary roles may not. */
  adminFor(database: string): string {
    const url = new URL(this.server.adminUrl);
    url.pathname = `/${encodeURIComponent(database)}`;
    return url.toString();
  }

  async createDatabase(
    name: string,
    sql: string,
  ): Promise<TestStore & { name: string }> {
    const identifier = `"${name.replaceAll('"', '""')}"`;
    await query(
      this.server.adminUrl,
      `create database ${identifier} owner restorer template template0 encoding 'UTF8'`,
    );
    const store = {
      name,
      connection: this.urlFor(name, 'reader', 'reader'),
      restoreConnection: this.urlFor(name, 'restorer', 'r3store/secret'),
    };
    if (sql) await query(store.restoreConnection, sql);
    return store;
  }

  createStore(
    content: 'sample' | 'empty',
  ): Promise<TestStore & { name: string }> {
    return this.createDatabase(
      `${ODD_NAME} ${++this.stores}`,
      content === 'sample' ? SAMPLE : '',
    );
  }

  async reorderRows(store: TestStore): Promise<void> {
    await query(
      store.restoreConnection,
      `create temp table kept as select * from customers;
       begin; set constraints all deferred;
       update orders set total = total where id % 3 = 0;
       update customers set name = name where id % 2 = 0; commit;`,
    );
  }

  readonly damages: DriverHarness['damages'] = {
    'one changed value': async store => {
      await query(
        store.restoreConnection,
        'update customers set note = note || $$y$$ where id = 777',
      );
    },
    'one lost row': async store => {
      await query(
        store.restoreConnection,
        'delete from orders where id = 4711',
      );
    },
    'one row that came twice': async store => {
      await query(
        store.restoreConnection,
        `insert into customers (name, note) values ('twin', 'a')`,
      );
    },
    'two values that changed places': async store => {
      await query(
        store.restoreConnection,
        'update orders set total = case id when 1 then (select total from orders where id = 2) else (select total from orders where id = 1) end where id in (1, 2)',
      );
    },
    'a null that became an empty text': async store => {
      await query(
        store.restoreConnection,
        `update customers set note = null where note = ''`,
      );
    },
    'one lost table': async store => {
      await query(store.restoreConnection, 'drop table pairs');
    },
    'a changed schema': async store => {
      await query(store.restoreConnection, 'drop index orders_customer_idx');
    },
  };

  async startWriter(store: TestStore) {
    const client = new Client({ connectionString: store.restoreConnection });
    await client.connect();
    let stopped = false;
    let id = 0;
    const writing = (async () => {
      while (!stopped) {
        id += 1;
        await client.query('begin');
        await client.query('insert into pairs values ($1, 1)', [id]);
        await client.query('insert into pairs values ($1, 2)', [id]);
        await client.query('commit');
      }
    })();
    return {
      stop: async () => {
        stopped = true;
        await writing;
        await client.end();
      },
    };
  }

  async countHalfPairs(connection: string): Promise<number> {
    const { rows } = await query(
      connection,
      'select count(*)::int as halves from (select id from pairs group by id having count(*) <> 2) halves',
    );
    return rows[0].halves;
  }

  async findLeftovers(): Promise<string[]> {
    // A killed tool's session takes a moment to notice.
    for (let attempt = 0; ; attempt++) {
      const { rows } = await query(
        this.server.adminUrl,
        `select 'database ' || datname as what from pg_database where datname like '%\\_restored\\_%'
         union all
         select 'session of ' || application_name from pg_stat_activity
          where application_name in ('safepoint', 'pg_dump', 'pg_restore')`,
      );
      if (rows.length === 0 || attempt === 50)
        return rows.map(({ what }) => what);
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}
