import { postgresDriver } from '@safepoint/drivers';
import { Client } from 'pg';
import { requireServer } from '../support/servers';
import { PrivateCluster } from '../support/servers/PrivateCluster';
import { contextFor } from './driver/driverContract';

jest.setTimeout(60_000);

const sample = `
  create table orders (id serial primary key, total numeric);
  create sequence wheel minvalue 1 maxvalue 3 cycle;
  insert into orders (total) select g from generate_series(1, 100) g;
  select nextval('wheel');
  grant pg_read_all_data to reader;
`;

requireServer('postgres')('changedSince of PostgreSQL', () => {
  let cluster: PrivateCluster;
  let databases = 0;
  let database: string;

  beforeAll(async () => {
    cluster = await PrivateCluster.start();
    await run('create role reader login', 'postgres');
  });
  afterAll(() => cluster?.remove());
  beforeEach(async () => {
    databases += 1;
    database = `store_${databases}`;
    await run(`create database ${database}`, 'postgres');
    await run(sample);
  });

  async function connect(name = database): Promise<Client> {
    const client = new Client({ connectionString: cluster.url(name) });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }
  async function run(sql: string, name = database) {
    const client = await connect(name);
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }
  /** As the role that backs up, which is no superuser. */
  const context = () => contextFor(cluster.url(database, 'reader'));

  /** A whole backup; what it knows of the moment that it saved. */
  async function tryMark() {
    const backup = await postgresDriver.backup(context());
    backup.streams.forEach(({ stream }) => stream.resume());
    await backup.finished;
    return backup.start.changeMarker;
  }
  async function save() {
    const marker = await tryMark();
    if (!marker) throw new Error('The backup left no mark.');
    return marker;
  }
  const look = async (marker: Record<string, string>) =>
    postgresDriver.changedSince!(context(), marker);

  it('says no while nobody writes, whoever reads and however long the server checkpoints', async () => {
    const marker = await save();
    await run('select count(*) from orders');
    await save();
    await run('checkpoint');
    expect(await look(marker)).toEqual({
      changed: false,
      reason: expect.stringMatching(/no transaction/),
    });
  });

  it.each([
    ['a row of another session', 'insert into orders (total) values (1)'],
    ['a value changed', 'update orders set total = 0 where id = 1'],
    [
      'a value changed and back',
      `update orders set total = 9; update orders set total = id`,
    ],
    ['one value of a sequence', `select nextval('orders_id_seq')`],
    [
      'a sequence set to where it stands',
      `select setval('orders_id_seq', 100)`,
    ],
    [
      'a sequence that has come full circle',
      `select nextval('wheel'), nextval('wheel'), nextval('wheel')`,
    ],
    ['a definition', 'create index on orders (total)'],
    ['an emptied table', 'truncate orders'],
    ['a large object', `select lo_create(0)`],
    ['a comment', `comment on table orders is 'x'`],
    ['another database of the cluster', 'create role another_role'],
  ])('says yes after %s', async (_, sql) => {
    const marker = await save();
    await run(sql);
    expect(await look(marker)).toMatchObject({ changed: true });
  });

  it('says yes after a transaction that was rolled back: that is the safe side', async () => {
    const marker = await save();
    await run('begin; delete from orders; rollback');
    expect(await look(marker)).toMatchObject({ changed: true });
  });

  it('sees the end of a transaction that was under way when the point was taken', async () => {
    const other = await connect();
    await other.query('begin; delete from orders where id = 1');
    const marker = await save();
    expect(await look(marker)).toMatchObject({ changed: false });
    await other.query('commit');
    expect(await look(marker)).toMatchObject({ changed: true });
    await other.end();
  });

  it('sees a prepared transaction when it is committed', async () => {
    await run(`begin; delete from orders; prepare transaction 'later'`);
    const marker = await save();
    await run(`commit prepared 'later'`);
    expect(await look(marker)).toMatchObject({ changed: true });
  });

  it('says yes after a restart, clean or not, since what was lost is not known', async () => {
    const clean = await save();
    await cluster.down('fast');
    await cluster.up();
    expect(await look(clean)).toMatchObject({
      changed: true,
      reason: expect.stringMatching(/restarted/),
    });
    const crashed = await save();
    await cluster.down('immediate');
    await cluster.up();
    expect(await look(crashed)).toMatchObject({ changed: true });
  });

  it('is not taken in by a crash that loses a commit which the point holds', async () => {
    const setDelay = async (delay: string) => {
      await run(`alter system set wal_writer_delay = '${delay}'`);
      await run('select pg_reload_conf()');
      await new Promise(resolve => {
        setTimeout(resolve, 500);
      });
    };
    await setDelay('10s');
    await run('checkpoint');
    await run(
      `set synchronous_commit = off; insert into orders (total) values (1)`,
    );
    const marker = await save();
    await cluster.crash();
    expect(await run('select count(*)::int from orders')).toEqual([
      { count: 100 },
    ]);
    const [now] = await run('select txid_current_snapshot()::text as snapshot');
    await setDelay('200ms');
    // A snapshot of the same name, and one row less.
    expect(now.snapshot).toBe(marker.snapshot);
    expect(await look(marker)).toMatchObject({
      changed: true,
      reason: expect.stringMatching(/crash/),
    });
  });

  it('marks nothing where a crash could empty a table, and takes none for unchanged', async () => {
    const marker = await save();
    await run('create unlogged table cache (id int)');
    expect(await tryMark()).toBeUndefined();
    expect(await look(marker)).toMatchObject({
      changed: true,
      reason: expect.stringMatching(/cannot be known/),
    });
  });

  it('says yes in another database, and for a mark that lacks something', async () => {
    const marker = await save();
    const { snapshot, ...less } = marker;
    expect(snapshot).toMatch(/^\d+:\d+:/);
    expect(await look(less)).toMatchObject({ changed: true });
    expect(await look({})).toMatchObject({ changed: true });
    await run('create database twin', 'postgres');
    database = 'twin';
    expect(await look(marker)).toMatchObject({
      changed: true,
      reason: expect.stringMatching(/another database/),
    });
  });
});
