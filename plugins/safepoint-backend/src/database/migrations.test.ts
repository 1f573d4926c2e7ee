import type { Knex } from 'knex';
import { testDatabases } from '../agent/testUtils/testDatabases';
import { seedDeployment, seedInstance } from '../__testUtils__/seed';
import { migrationsDirectory } from './migrate';
import { portalStores } from './portalStores';

const directory = { directory: migrationsDirectory };

describe.each(testDatabases())('the migrations on $name', database => {
  let knex: Knex;
  let close: () => Promise<void>;

  beforeEach(async () => {
    ({ knex, close } = await database.open({ empty: true }));
  });

  afterEach(() => close());

  const listTables = async () => {
    const rows =
      knex.client.config.client === 'pg'
        ? await knex('information_schema.tables')
            .where({ table_schema: 'public' })
            .select('table_name as name')
        : await knex('sqlite_master').where({ type: 'table' }).select('name');
    return rows
      .map(({ name }: { name: string }) => name)
      .filter((name: string) => !/^(knex_|sqlite_)/.test(name));
  };

  it('go up, down with data in place, and up again', async () => {
    await knex.migrate.latest(directory);
    expect(await listTables()).toEqual(
      expect.arrayContaining([
        'store_instances',
        'bindings',
        'requests',
        'recovery_points',
        'record_outbox',
      ]),
    );
    const place = { knex, storageRoot: '' };
    await seedInstance(place);
    await seedDeployment(place);
    await knex.migrate.rollback(directory, true);
    expect(await listTables()).toEqual([]);
    await knex.migrate.latest(directory);
    expect((await listTables()).length).toBeGreaterThan(0);
  });

  it('make tables that give back what was put in', async () => {
    await knex.migrate.latest(directory);
    const stores = portalStores(knex);
    const instance = await seedInstance(
      { knex, storageRoot: '' },
      { identity: { systemIdentifier: '7', oid: '5' } },
    );
    expect(await stores.instances.find(instance.id)).toEqual(instance);
    expect(await stores.instances.tryInsert(instance)).toBe(false);
    const request = {
      id: 'r'.repeat(40),
      kind: 'restore' as const,
      instanceId: instance.id,
      status: 'awaiting-approval' as const,
      requestedBy: 'user:default/dana',
      requestedAt: new Date('2026-01-02T03:04:05.678Z'),
      approvalsNeeded: 1,
      decisions: [
        {
          by: 'user:default/sam',
          at: new Date('2026-01-02T03:05:05.678Z'),
          decision: 'approve' as const,
        },
      ],
      revision: 1,
    };
    await stores.requests.insert(request);
    expect(await stores.requests.find(request.id)).toEqual(request);
    expect(await stores.requests.findByInstances([instance.id], 5)).toEqual([
      request,
    ]);
  });

  it('let one of two changes of the same revision through', async () => {
    await knex.migrate.latest(directory);
    const { instances } = portalStores(knex);
    const instance = await seedInstance({ knex, storageRoot: '' });
    const change = { identityStatus: 'changed' as const };
    const outcomes = await Promise.allSettled([
      instances.update(instance, change),
      instances.update(instance, change),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
  });
});
