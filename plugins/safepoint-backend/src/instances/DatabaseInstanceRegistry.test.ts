import {
  createWorkbench,
  type Workbench,
} from '../agent/testUtils/createWorkbench';
import { testDatabases } from '../agent/testUtils/testDatabases';
import { storeInstanceMapping } from '../database/StoreInstanceStore';
import { IndexRebuilder } from '../rebuild';
import { draftInstanceRecord } from '../records';

const entityRef = 'resource:default/orders-db';

describe.each(testDatabases())('store instances on $name', database => {
  let bench: Workbench;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const opened = await database.open();
    close = opened.close;
    bench = await createWorkbench({ knex: opened.knex });
  });
  afterEach(async () => {
    await bench.stop();
    await close();
  });

  const table = () => bench.knex(storeInstanceMapping.table);

  it('are made once, however many jobs of however many replicas come first', async () => {
    const replicas = await Promise.all([bench.restart(), bench.restart()]);
    const made = await Promise.all(
      [bench, ...replicas].flatMap(({ dependencies }) =>
        Array.from({ length: 4 }, () =>
          dependencies.instances.ensure(entityRef, 'staging'),
        ),
      ),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(await table()).toHaveLength(1);
  });

  it('are not made a second time by a portal that has lost its database: it has to rebuild', async () => {
    const { instances } = bench.dependencies;
    const { id } = await instances.ensure(entityRef, 'staging');
    await table().delete();
    await expect(instances.ensure(entityRef, 'staging')).rejects.toThrow(
      /Rebuild the index/,
    );
    await new IndexRebuilder(bench.dependencies).rebuildIndex();
    expect(await instances.ensure(entityRef, 'staging')).toMatchObject({ id });
  });

  it('are told of when storage holds two of one environment, and the first stays', async () => {
    const { instances, records } = bench.dependencies;
    const first = await instances.ensure(entityRef, 'staging');
    const [row] = await table();
    const second = {
      ...storeInstanceMapping.fromRow(row),
      id: '01JD0000000000000000000000',
      createdAt: new Date(Date.now() + 60_000),
    };
    await records.transaction(trx =>
      records.commit(trx, draftInstanceRecord(second)),
    );
    await table().delete();
    const { problems } = await new IndexRebuilder(
      bench.dependencies,
    ).rebuildIndex();
    expect(await table().select('id')).toEqual([{ id: first.id }]);
    expect(problems).toEqual([
      expect.objectContaining({
        message: expect.stringContaining(second.id),
      }),
    ]);
  });

  it('cannot be two in one environment: the database refuses the second', async () => {
    const { instances } = bench.dependencies;
    const first = await instances.ensure(entityRef, 'staging');
    const [row] = await table().where({ id: first.id });
    await expect(
      table().insert({ ...row, id: '01JD0000000000000000000000' }),
    ).rejects.toThrow(/unique/i);
  });
});
