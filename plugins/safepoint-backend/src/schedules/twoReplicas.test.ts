import { durableRecordKey } from '@safepoint/backstage-plugin-safepoint-common';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { testDatabases } from '../agent/testUtils/testDatabases';
import type { StoredInstance } from '../database/StoreInstanceStore';
import { dyingConnection } from './__testUtils__/dyingConnection';
import { ScheduleWorld } from './__testUtils__/ScheduleWorld';

const postgres = testDatabases().find(({ name }) => name === 'PostgreSQL');
const hourly = { cron: '0 * * * *', timezone: 'UTC' };
const storeCount = 4;
/** After the slot and the longest jitter. */
const dueSeconds = 70;

type Replica = Awaited<ReturnType<ScheduleWorld['createReplica']>>;

// SQLite is for one process.
(postgres ? describe : describe.skip)('two replicas that may die', () => {
  let world: ScheduleWorld;
  let knex: Knex;
  let close: () => Promise<void>;
  let survivor: Replica;
  const stores: StoredInstance[] = [];
  const slots: string[] = [];

  beforeAll(async () => {
    ({ knex, close } = await postgres!.open());
    world = await ScheduleWorld.open(knex);
    world.rules.maxJitterSeconds = 60;
    world.now = new Date('2026-05-01T00:00:00Z');
    survivor = await world.createReplica();
    for (let count = 0; count < storeCount; count += 1) {
      stores.push(await world.addStore({ backup: hourly }));
    }
    await survivor.syncer.sync(stores);
  }, 60_000);
  afterAll(async () => {
    await world.close();
    await close();
  });

  /** The next slot, with a replica that dies at that write; whether it came so far. */
  const playSlot = async (course: { writes: number; together: boolean }) => {
    world.now = new Date((Math.floor(+world.now / 3.6e6) + 1) * 3.6e6);
    slots.push(world.now.toISOString());
    world.pass(dueSeconds);
    const dying = dyingConnection(knex, course.writes);
    const replica = await world.createReplica(dying.knex);
    const work = async ({ tick, records }: Replica) => {
      await tick.run();
      await records.flush();
    };
    const first = work(replica).catch(() => {});
    if (course.together) {
      await Promise.all([first, work(survivor)]);
    } else {
      await first;
      await work(survivor);
    }
    await dying.knex.destroy();
    world.pass(15);
    await work(survivor);
    await world.finishAll();
    return dying.isDead();
  };

  const expectAllOnce = async () => {
    for (const store of stores) {
      const requests = await world.requestsOf(store);
      expect(requests.map(({ slot }) => slot?.toISOString())).toEqual(slots);
      const { entityRef, environment } = store;
      for (const { id } of requests.slice(-1)) {
        const key = durableRecordKey({
          ...{ entityRef, environment, id, type: 'request', revision: 1 },
        });
        expect(await world.storage.readObject(key)).toBeDefined();
      }
    }
    expect(await survivor.records.measure()).toEqual({ waiting: 0 });
  };

  it.each([
    ['one after the other', false],
    ['both at once', true],
  ])(
    'start every slot once, whichever write one dies at, %s',
    async (_, together) => {
      expect.hasAssertions();
      let died = true;
      for (let writes = 0; died; writes += 1) {
        died = await playSlot({ writes, together });
        await expectAllOnce();
      }
      // Two stamps, rows, requests, records, marks, the commit, and each record that is flushed.
      expect(slots.length).toBeGreaterThan(7 + storeCount);
    },
    120_000,
  );

  it('start every slot once in any course', async () => {
    expect.hasAssertions();
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          writes: fc.integer({ min: 0, max: 30 }),
          together: fc.boolean(),
        }),
        async course => {
          await playSlot(course);
          await expectAllOnce();
        },
      ),
      { numRuns: 20 },
    );
  }, 120_000);
});
