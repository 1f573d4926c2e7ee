import { findLastKnownGood } from '@safepoint/backstage-plugin-safepoint-common';
import { ulid } from 'ulid';
import { testGrounds } from '../__testUtils__/testGrounds';
import { recoveryPointMapping } from '../database/recoveryPointMapping';
import { IndexRebuilder } from '../rebuild';
import { StorageListing } from './StorageListing';
import { createScrubBench, week } from './testUtils/createScrubBench';

jest.setTimeout(60_000);

describe.each(testGrounds())('the listing of storage on $name', ground => {
  let bench: ReturnType<typeof createScrubBench>;
  beforeEach(async () => {
    bench = createScrubBench(await ground.createWorkbench());
  });
  afterEach(() => bench.stop());

  const find = async (id: string) => {
    const { ticket, ...point } = (await bench.stores.points.find(id))!;
    return point;
  };
  const forget = async (...tables: string[]) => {
    for (const table of ['recovery_points', 'header_stanzas', ...tables]) {
      await bench.knex(table).delete();
    }
  };
  const rebuild = () => new IndexRebuilder(bench.dependencies).rebuildIndex();
  const listRows = () =>
    bench.knex('recovery_points').select(recoveryPointMapping.columns);
  const goodOf = async (instanceId: string) =>
    findLastKnownGood({
      points: await bench.stores.points.listByInstances([instanceId]),
      deployments: [],
      restores: [],
    }).point?.id;
  const strays = async () => {
    const problems = await bench.openProblems();
    return problems.filter(({ code }) => code === 'stray-objects');
  };
  const passPeriod = async () => {
    bench.advance(week + 60);
    await bench.listing.go();
  };

  it('finds nothing where the database knows everything', async () => {
    await bench.agent.backUp();
    await bench.agent.upload(await bench.agent.open());
    const before = await listRows();
    expect(await bench.listing.go()).toBe(true);
    expect(await listRows()).toEqual(before);
    expect(await bench.listing.go()).toBe(false);
  });

  it('takes up a point that was forgotten, and says where it comes from', async () => {
    const { point } = await bench.agent.backUp();
    const before = await find(point.id);
    await forget();
    await bench.listing.go();
    expect(await find(point.id)).toEqual({
      ...before,
      origin: 'found',
      revision: 1,
    });
    expect(await goodOf(point.instanceId)).toBe(point.id);
    const manifest = await bench.stores.points.readManifest(point.id);
    expect(manifest?.id).toBe(point.id);
    // Its header is nobody else's from now on.
    expect(await bench.knex('header_stanzas')).not.toEqual([]);
  });

  it('takes it up under all that its records say, and a rebuild shows the same', async () => {
    const { point } = await bench.agent.backUp();
    await bench.storage.deleteObject(
      `${bench.folderOf(point.id)}/data.payload`,
    );
    await bench.passPeriod();
    await forget('store_instances');
    bench.advance(week);
    await bench.listing.go();
    expect(await find(point.id)).toMatchObject({
      status: 'missing',
      origin: 'found',
      revision: 2,
    });
    const before = await find(point.id);
    await forget('store_instances');
    await rebuild();
    expect(await find(point.id)).toEqual(before);
  });

  it.each([
    ['unsigned', 'found-manifest-unsigned'],
    ['of another place', 'found-manifest-misplaced'],
  ])('quarantines one whose manifest is %s, once', async (what, kind) => {
    const { point } = await bench.agent.backUp();
    const id = ulid();
    const original = await bench.storage.readObject(
      `${bench.folderOf(point.id)}/manifest.json`,
    );
    const { signature: _, ...unsigned } = JSON.parse(String(original));
    await bench.storage.createObject(
      `${bench.folderOf(id)}/manifest.json`,
      what === 'unsigned'
        ? Buffer.from(JSON.stringify({ ...unsigned, id }))
        : original!,
    );
    await bench.listing.go();
    const found = await find(id);
    expect(found).toMatchObject({
      status: 'failed',
      quarantined: true,
      origin: 'found',
      problem: { kind },
    });
    expect(await goodOf(point.instanceId)).toBe(point.id);
    await passPeriod();
    expect(await find(id)).toEqual(found);
    await forget();
    await rebuild();
    expect(await find(id)).toEqual(found);
  });

  it('tells of old objects that belong to no point, until they are gone', async () => {
    await bench.agent.backUp();
    const key = `${bench.folderOf(ulid())}/data.payload`;
    await bench.storage.createObject(key, Buffer.from('12345'));
    await bench.listing.go();
    expect(await strays()).toEqual([]);
    await passPeriod();
    expect(await strays()).toEqual([
      {
        code: 'stray-objects',
        text: expect.stringMatching(/1 objects of 5 bytes.*Nothing deletes/),
      },
    ]);
    expect(await bench.storage.statObject(key)).toBeDefined();
    await bench.storage.deleteObject(key);
    await passPeriod();
    expect(await strays()).toEqual([]);
  });

  it('goes page by page, and misses nothing between two of them', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      ids.push((await bench.agent.backUp()).point.id);
    }
    await forget();
    // A point has four objects: no page ends where a folder does.
    const listing = new StorageListing(bench.dependencies, 7);
    let pages = 0;
    while (await listing.go()) pages += 1;
    expect(pages).toBeGreaterThan(2);
    for (const id of ids) {
      expect(await find(id)).toMatchObject({
        status: 'available',
        origin: 'found',
        revision: 1,
      });
    }
    bench.advance(week + 60);
    while (await listing.go()) pages += 1;
    expect(await listRows()).toHaveLength(4);
  });
});
