import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entity } from '@backstage/catalog-model';
import type {
  EntityRecoveryView,
  RecoveryPointDetailView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { Client } from 'pg';
import { requireServer } from '../support/servers';
import { entities } from '../support/world/entities';
import { RecoveryWorld } from '../support/world/RecoveryWorld';

jest.setTimeout(240_000);

const ledger = 'resource:default/ledger-db';
const orders = entities.find(({ kind }) => kind === 'Component')!;
const ordersDb = entities.find(({ kind }) => kind === 'Resource')!;

/** The service uses a second database. */
const withLedger: Entity[] = [
  {
    ...orders,
    relations: [
      ...(orders.relations ?? []),
      { type: 'dependsOn', targetRef: ledger },
    ],
  },
  { ...ordersDb, metadata: { ...ordersDb.metadata, name: 'ledger-db' } },
];

const configuration = `component: component:default/orders
stores:
  resource:default/orders-db:
    connection: \${ORDERS_DATABASE_URL}
  ${ledger}:
    connection: \${LEDGER_DATABASE_URL}
`;

requireServer('postgres')('a service with two databases', () => {
  let world: RecoveryWorld;
  let pipeline = 9_000;

  beforeAll(async () => {
    world = await RecoveryWorld.start(undefined, {}, { entities: withLedger });
    await writeFile(join(world.folder, 'safepoint.yaml'), configuration);
    await run('create database ledger owner owner', 'postgres');
    await run(
      `create table entries (id serial primary key, amount numeric);
       insert into entries (amount) select g from generate_series(1, 20000) g`,
    );
  });
  afterAll(() => world?.stop());
  beforeEach(() => {
    pipeline += 1;
  });

  async function run(sql: string, database = 'ledger') {
    const client = new Client({
      connectionString: world.store.server.url(database),
    });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }
  /** The jobs of one pipeline. */
  const backUp = (trigger: string, ledgerUrl?: string) =>
    world.job(
      ['backup', '--trigger', trigger],
      { pipeline_id: `${pipeline}` },
      { LEDGER_DATABASE_URL: ledgerUrl ?? world.store.url('reader', 'ledger') },
    );
  const report = () =>
    world.job(['report', '--outcome', 'failed'], {
      pipeline_id: `${pipeline}`,
    });
  /** The newest point of each database, as a person sees it. */
  async function newest(): Promise<RecoveryPointDetailView[]> {
    const { environments } = await world.ask<EntityRecoveryView>(
      'dana',
      '/entities/default/component/orders/recovery',
    );
    const ids = environments[0].instances.map(
      ({ recoveryPoints }) => recoveryPoints[0].id,
    );
    return Promise.all(
      ids.map(id =>
        world.ask<RecoveryPointDetailView>('dana', `/recovery-points/${id}`),
      ),
    );
  }

  it('is saved as one set, both at once, with the measured skew', async () => {
    const ended = await backUp('pre-deploy');
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.output).toMatch(
      /The 2 recovery points are one recovery set; their states are [\d.]+ s apart\./,
    );
    const points = await newest();
    const [{ set }] = points;
    expect(set).toMatchObject({ status: 'complete', hiddenPoints: 0 });
    expect(set!.points.map(({ recoveryPointId }) => recoveryPointId)).toEqual(
      expect.arrayContaining(points.map(({ id }) => id)),
    );
    const moments = points.map(({ stateAt }) => Date.parse(stateAt!));
    expect(set!.skewSeconds).toBeCloseTo(
      Math.abs(moments[0] - moments[1]) / 1000,
    );
    expect(set!.skewSeconds).toBeLessThan(10);
    await report();
  });

  it('opens no gate when one database is not there, and keeps the other point as a point', async () => {
    const ended = await backUp(
      'pre-deploy',
      'postgresql://reader:reader@127.0.0.1:1/ledger',
    );
    expect(ended.code).not.toBe(0);
    expect(ended.output).toMatch(
      /This is no recovery set: 1 of 2 data stores could not be saved\. What was saved stays/,
    );
    expect(ended.output).not.toMatch(/The gate is open/);
    const points = await newest();
    const statuses = points.map(({ status, entityRef }) => [entityRef, status]);
    expect(Object.fromEntries(statuses)).toEqual({
      'resource:default/orders-db': 'available',
      [ledger]: 'failed',
    });
    expect(points.map(({ set }) => set?.status)).toEqual([
      'incomplete',
      'incomplete',
    ]);
  });

  it('opens no gate when one database dies in the middle of its dump', async () => {
    const blocker = new Client({
      connectionString: world.store.server.url('ledger'),
    });
    await blocker.connect();
    await blocker.query('begin; lock table entries in access exclusive mode');
    const running = backUp('pre-deploy');
    // On a connection of its own: within a transaction pg_stat_activity stands still.
    const isWaiting = async () =>
      (
        await run(
          `select pid from pg_stat_activity where datname = 'ledger' and wait_event_type = 'Lock'`,
          'postgres',
        )
      ).length > 0;
    while (!(await isWaiting())) {
      await new Promise(resolve => {
        setTimeout(resolve, 100);
      });
    }
    await run(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'ledger' and wait_event_type = 'Lock'`,
      'postgres',
    );
    const ended = await running;
    await blocker.end();
    expect(ended.code).not.toBe(0);
    expect(ended.output).toMatch(/This is no recovery set/);
    const [point] = await newest();
    expect(point.set).toMatchObject({ status: 'incomplete' });
  });

  it('gets its baseline by promotion where nothing has changed, and anew where something has', async () => {
    expect(await backUp('pre-deploy')).toMatchObject({ code: 0 });
    const before = await newest();
    const ended = await backUp('baseline');
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.output.match(/Nothing has changed in/g)).toHaveLength(2);
    expect(await newest()).toMatchObject(
      before.map(({ id, stateAt }) => ({
        id,
        stateAt,
        trigger: 'pre-deploy',
        baselineOf: expect.any(String),
      })),
    );

    pipeline += 1;
    expect(await backUp('pre-deploy')).toMatchObject({ code: 0 });
    await run('insert into entries (amount) values (1)');
    const again = await backUp('baseline');
    expect(again).toMatchObject({ code: 0 });
    // The cluster's transactions are counted, so the other database is dumped as well.
    expect(again.output).toMatch(/a new baseline is made, since a transaction/);
    expect(await newest()).toMatchObject([
      { trigger: 'baseline', set: { status: 'complete' } },
      { trigger: 'baseline' },
    ]);
  });
});
