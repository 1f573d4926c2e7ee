import { mockCredentials } from '@backstage/backend-test-utils';
import { testDatabases } from '../agent/testUtils/testDatabases';
import { agentStores } from '../database/agentStores';
import { IndexRebuilder } from '../rebuild';
import { draftInstanceRecord } from '../records';
import { ScheduleWorld } from './__testUtils__/ScheduleWorld';

const hourly = { cron: '0 * * * *', timezone: 'UTC' };
const daily = { cron: '0 3 * * *', timezone: 'Europe/Berlin' };
const dana = mockCredentials.user('user:default/dana');
type Replica = Awaited<ReturnType<ScheduleWorld['createReplica']>>;

describe.each(testDatabases())('schedules on $name', database => {
  let world: ScheduleWorld;
  let close: () => Promise<void>;
  let portal: Replica;

  beforeEach(async () => {
    const opened = await database.open();
    world = await ScheduleWorld.open(opened.knex);
    close = async () => {
      await world.close();
      await opened.close();
    };
    portal = await world.createReplica();
  });
  afterEach(() => close());

  const tickAt = async (time: string) => {
    world.now = new Date(time);
    return portal.tick.run();
  };

  it('make the request of a slot, once, and go on to the next one', async () => {
    const store = await world.addStore({ backup: hourly });
    await portal.syncer.sync([store]);
    expect((await tickAt('2026-05-01T09:59:00Z')).started).toEqual([]);
    await tickAt('2026-05-01T10:05:00Z');
    await tickAt('2026-05-01T10:05:15Z');
    expect(await world.requestsOf(store)).toEqual([
      expect.objectContaining({
        kind: 'backup',
        status: 'approved',
        requestedBy: 'system:safepoint/schedule',
        requestedAt: new Date('2026-05-01T10:05:00Z'),
        slot: new Date('2026-05-01T10:00:00Z'),
        issuer: 'https://gitlab.test',
        projectId: '77',
        reason: 'Scheduled for 2026-05-01T10:00:00.000Z by policy gold.',
      }),
    ]);
    expect(await world.scheduleOf(store)).toMatchObject({
      slot: new Date('2026-05-01T11:00:00Z'),
      lastSlot: new Date('2026-05-01T10:00:00Z'),
    });
    expect(await portal.records.measure()).toMatchObject({ waiting: 1 });
  });

  it('wait while the store is held, and start when it is free', async () => {
    const store = await world.addStore({ backup: hourly });
    await portal.syncer.sync([store]);
    const { leases } = agentStores(world.knex);
    await leases.tryAcquire({
      instanceId: store.id,
      holder: 'deployment-1',
      purpose: 'deployment',
      expiresAt: new Date('2026-05-01T10:30:00Z'),
      now: world.now,
    });
    await tickAt('2026-05-01T10:05:00Z');
    expect(await world.scheduleOf(store)).toMatchObject({
      delay: 'store-busy',
      delayReason: expect.stringMatching(/A deployment holds the store/),
      slot: new Date('2026-05-01T10:00:00Z'),
    });
    await leases.releaseAll('deployment-1');
    await tickAt('2026-05-01T10:06:00Z');
    expect(await world.slotsOf(store)).toEqual(['2026-05-01T10:00:00.000Z']);
    expect((await world.scheduleOf(store))?.delay).toBeUndefined();
  });

  it('do not start a second one while the first is under way', async () => {
    const store = await world.addStore({ backup: hourly });
    await portal.syncer.sync([store]);
    await tickAt('2026-05-01T10:05:00Z');
    await tickAt('2026-05-01T11:05:00Z');
    expect((await world.scheduleOf(store))?.delay).toBe('under-way');
    await world.finishAll();
    await tickAt('2026-05-01T11:06:00Z');
    expect(await world.slotsOf(store)).toEqual([
      '2026-05-01T10:00:00.000Z',
      '2026-05-01T11:00:00.000Z',
    ]);
  });

  it('make up for an outage once, spread, and say so', async () => {
    const store = await world.addStore({ backup: hourly });
    await portal.syncer.sync([store]);
    await tickAt('2026-05-01T14:20:00Z');
    expect(await world.requestsOf(store)).toEqual([]);
    expect((await world.scheduleOf(store))?.delay).toBe('catch-up');
    await tickAt('2026-05-01T14:26:00Z');
    const [request, ...more] = await world.requestsOf(store);
    expect(more).toEqual([]);
    expect(request).toMatchObject({
      slot: new Date('2026-05-01T14:00:00Z'),
      reason: expect.stringMatching(
        /makes up for all slots since 2026-05-01T10:00:00.000Z, which were missed/,
      ),
    });
    expect(portal.logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/1 schedules had missed slots/),
    );
  });

  it('start nothing in a maintenance window, and what became due afterwards', async () => {
    const store = await world.addStore({ backup: hourly });
    world.rules.maintenanceWindows.push({
      name: 'move of the data centre',
      begins: { cron: '45 9 1 5 *', timezone: 'UTC' },
      durationSeconds: 3 * 3_600,
      environments: ['production'],
    });
    await portal.syncer.sync([store]);
    await tickAt('2026-05-01T10:05:00Z');
    await tickAt('2026-05-01T12:44:59Z');
    expect(await world.requestsOf(store)).toEqual([]);
    await tickAt('2026-05-01T12:50:00Z');
    expect(await world.slotsOf(store)).toEqual(['2026-05-01T12:00:00.000Z']);
    expect(await world.problems()).toEqual([]);
  });

  it('tell that nobody is entitled, without an end but with patience, until somebody is', async () => {
    const store = await world.addStore({ backup: hourly }, { bound: false });
    await portal.syncer.sync([store]);
    await tickAt('2026-05-01T10:05:00Z');
    expect(await world.problems()).toEqual(['backup-no-recovery-project']);
    const before = await world.scheduleOf(store);
    await tickAt('2026-05-01T10:05:15Z');
    // Nothing is done at every tick.
    expect(await world.scheduleOf(store)).toEqual(before);
    await world.bind(store);
    await tickAt('2026-05-01T10:35:01Z');
    expect(await world.slotsOf(store)).toEqual(['2026-05-01T10:00:00.000Z']);
    expect(await world.problems()).toEqual([]);
  });

  it('drill the newest point that is not proven', async () => {
    const store = await world.addStore({ drill: daily });
    await portal.syncer.sync([store]);
    await tickAt('2026-05-02T01:05:00Z');
    expect(await world.problems()).toEqual(['drill-nothing-to-drill']);
    const at = (hour: number) => new Date(Date.UTC(2026, 4, 1, hour));
    const points = agentStores(world.knex).points;
    const insert = async (id: string, hour: number, more = {}) =>
      points.insert({
        id,
        instanceId: store.id,
        trigger: 'scheduled',
        status: 'available',
        stateAt: at(hour),
        createdAt: at(hour),
        level: 'L0',
        quarantined: false,
        revision: 0,
        ...more,
      });
    await insert('01JZ00000000000000000000A1', 1);
    await insert('01JZ00000000000000000000A2', 2);
    await insert('01JZ00000000000000000000A3', 3, { level: 'L3' });
    await insert('01JZ00000000000000000000A4', 4, { quarantined: true });
    await tickAt('2026-05-02T01:40:00Z');
    expect(await world.requestsOf(store)).toEqual([
      expect.objectContaining({
        kind: 'drill',
        recoveryPointId: '01JZ00000000000000000000A2',
      }),
    ]);
    expect(await world.problems()).toEqual([]);
  });

  it('keep to the limits of the fleet and of a project', async () => {
    world.rules.atOnce = { fleet: 3, perProject: 2 };
    const stores = [];
    for (let count = 0; count < 5; count += 1) {
      stores.push(await world.addStore({ backup: hourly }));
    }
    await portal.syncer.sync(stores);
    const first = await tickAt('2026-05-01T10:05:00Z');
    expect(first.started).toHaveLength(2);
    expect(first.delayed).toBe(3);
    expect((await tickAt('2026-05-01T10:06:00Z')).started).toHaveLength(0);
    world.rules.atOnce.perProject = 9;
    const second = await tickAt('2026-05-01T10:07:00Z');
    expect([second.started.length, second.left]).toEqual([1, 2]);
    await world.finishAll();
    await tickAt('2026-05-01T10:08:00Z');
    const slots = await Promise.all(stores.map(one => world.slotsOf(one)));
    expect(slots).toEqual(Array(5).fill(['2026-05-01T10:00:00.000Z']));
  });

  it('tell of what no longer fires, whatever the reason, and when it does again', async () => {
    world.rules.atOnce.fleet = 0;
    const store = await world.addStore({ backup: hourly });
    await portal.syncer.sync([store]);
    await tickAt('2026-05-01T10:05:00Z');
    await portal.watch.check();
    expect(await world.problems()).toEqual([]);
    world.now = new Date('2026-05-01T10:25:00Z');
    await portal.watch.check();
    await portal.watch.check();
    expect(await world.problems()).toEqual(['backup-overdue']);
    expect(await portal.watch.measure()).toEqual({
      lastTickAt: new Date('2026-05-01T10:05:00Z'),
      overdue: 1,
    });
    world.rules.atOnce.fleet = 1;
    await tickAt('2026-05-01T10:26:00Z');
    await tickAt('2026-05-01T10:32:00Z');
    expect(await world.slotsOf(store)).toHaveLength(1);
    expect(await world.problems()).toEqual([]);
  });

  describe('when they are paused', () => {
    const until = '2026-05-01T15:30:00.000Z';
    const reason = 'the disks are moved';

    it('start nothing until the pause ends by itself, then what became due', async () => {
      const store = await world.addStore({ backup: hourly, drill: daily });
      await portal.syncer.sync([store]);
      await portal.pauses.pause(store.id, 'backup', { until, reason }, dana);
      await tickAt('2026-05-01T10:05:00Z');
      await tickAt('2026-05-01T15:29:59Z');
      expect(await world.requestsOf(store)).toEqual([]);
      const viewOf = await portal.reader.read([store.id]);
      expect(viewOf(store.id)).toEqual([
        expect.objectContaining({
          kind: 'backup',
          nextAt: expect.stringMatching(/^2026-05-01T15:3[0-4]/),
          pause: { until, reason, by: 'user:default/dana' },
        }),
        expect.not.objectContaining({ pause: expect.anything() }),
      ]);
      await tickAt('2026-05-01T15:35:00Z');
      expect(await world.slotsOf(store)).toEqual(['2026-05-01T15:00:00.000Z']);
      const after = (await portal.reader.read([store.id]))(store.id)[0];
      expect(after).not.toHaveProperty('pause');
      expect(after.last).toMatchObject({ slot: '2026-05-01T15:00:00.000Z' });
    });

    it('go on at once when somebody resumes them', async () => {
      const store = await world.addStore({ backup: hourly });
      await portal.syncer.sync([store]);
      await portal.pauses.pause(store.id, 'backup', { until, reason }, dana);
      world.now = new Date('2026-05-01T11:40:00Z');
      await portal.pauses.resume(store.id, 'backup', dana);
      await tickAt('2026-05-01T11:40:10Z');
      expect(await world.slotsOf(store)).toEqual(['2026-05-01T11:00:00.000Z']);
      expect(portal.auditor.createEvent).toHaveBeenCalledWith(
        expect.objectContaining({
          eventId: 'schedule-pause',
          meta: expect.objectContaining({ reason, until }),
        }),
      );
      expect(portal.auditor.createEvent).toHaveBeenCalledWith(
        expect.objectContaining({ eventId: 'schedule-resume' }),
      );
    });

    it('stay so when the database is rebuilt from storage', async () => {
      const store = await world.addStore({ backup: hourly });
      await portal.syncer.sync([store]);
      await tickAt('2026-05-01T10:05:00Z');
      await world.finishAll();
      await portal.records.transaction(trx =>
        portal.records.commit(trx, draftInstanceRecord(store)),
      );
      await portal.pauses.pause(store.id, 'backup', { until, reason }, dana);
      await portal.pauses.resume(store.id, 'backup', dana);
      await portal.pauses.pause(store.id, 'backup', { until, reason }, dana);
      await portal.records.flush();
      const before = (await portal.reader.read([store.id]))(store.id);
      for (const table of ['schedules', 'schedule_pauses', 'requests']) {
        await world.knex(table).delete();
      }
      const rebuilder = new IndexRebuilder({
        ...{ knex: world.knex, storage: world.storage },
        ...portal,
        signingKeys: await world.signingKeys(),
      });
      await rebuilder.rebuildIndex();
      await portal.syncer.sync([store]);
      const [after] = (await portal.reader.read([store.id]))(store.id);
      expect(after.pause).toEqual({ until, reason, by: 'user:default/dana' });
      expect(after).toMatchObject({
        slot: before[0].slot,
        last: { ...before[0].last, status: 'approved' },
      });
      await tickAt('2026-05-01T15:00:00Z');
      expect(await world.slotsOf(store)).toEqual(['2026-05-01T10:00:00.000Z']);
    });

    it('need an end, a reason and a schedule', async () => {
      const store = await world.addStore({ backup: hourly });
      await portal.syncer.sync([store]);
      const pause = (kind: 'backup' | 'drill', body: object) =>
        portal.pauses.pause(store.id, kind, body as never, dana);
      await expect(
        pause('backup', { until: '2020-01-01T00:00:00Z', reason: '' }),
      ).rejects.toThrow(/`until` is over.*`reason` is missing/);
      await expect(pause('drill', { until, reason })).rejects.toThrow(
        /No drill of .* is scheduled; its policy says when/,
      );
    });
  });

  describe('follow the policies', () => {
    it('at once where an instance is due, and page by page where it is not', async () => {
      const store = await world.addStore({ backup: hourly });
      const other = await world.addStore({});
      await portal.syncer.syncPage();
      expect(await world.scheduleOf(other)).toBeUndefined();
      world.schedule(store.entityRef, { backup: daily });
      world.schedule(other.entityRef, { drill: daily });
      // Due by the schedule that is not one any more.
      await tickAt('2026-05-01T10:05:00Z');
      expect(await world.requestsOf(store)).toEqual([]);
      expect(await world.scheduleOf(store)).toMatchObject({
        ...daily,
        slot: new Date('2026-05-02T01:00:00Z'),
      });
      await portal.syncer.syncPage();
      expect(await world.scheduleOf(other, 'drill')).toMatchObject(daily);
      world.schedule(other.entityRef, {});
      await portal.syncer.syncPage();
      expect(await world.scheduleOf(other, 'drill')).toBeUndefined();
    });

    it('forget what is gone', async () => {
      const store = await world.addStore({ backup: hourly });
      await portal.syncer.sync([store]);
      await world.knex('store_instances').delete();
      await tickAt('2026-05-01T10:05:00Z');
      expect(await world.scheduleOf(store)).toBeUndefined();
    });

    it('keep what they had where a policy cannot be', async () => {
      const store = await world.addStore({
        backup: { cron: 'now', timezone: 'UTC' },
      });
      await portal.syncer.sync([store]);
      expect(await world.scheduleOf(store)).toBeUndefined();
      expect(portal.logger.error).toHaveBeenCalledWith(
        expect.stringMatching(/gold cannot schedule the backup.*five fields/),
      );
    });
  });

  it('go on after the last slot that was used when the database was lost', async () => {
    const store = await world.addStore({ backup: hourly });
    await portal.syncer.sync([store]);
    await tickAt('2026-05-01T10:05:00Z');
    await world.finishAll();
    await world.knex('schedules').delete();
    world.now = new Date('2026-05-01T11:20:00Z');
    await portal.syncer.sync([store]);
    await tickAt('2026-05-01T11:20:15Z');
    await tickAt('2026-05-01T11:26:15Z');
    await tickAt('2026-05-01T11:27:15Z');
    expect(await world.slotsOf(store)).toEqual([
      '2026-05-01T10:00:00.000Z',
      '2026-05-01T11:00:00.000Z',
    ]);
  });

  it('use no slot twice, even where the row is older than its request', async () => {
    const store = await world.addStore({ backup: hourly });
    await portal.syncer.sync([store]);
    const old = await world.knex('schedules');
    await tickAt('2026-05-01T10:05:00Z');
    await world.finishAll();
    await world.knex('schedules').delete();
    await world.knex('schedules').insert(old);
    await tickAt('2026-05-01T10:06:00Z');
    await tickAt('2026-05-01T10:12:00Z');
    expect(await world.slotsOf(store)).toHaveLength(1);
    expect((await world.scheduleOf(store))?.slot).toEqual(
      new Date('2026-05-01T11:00:00Z'),
    );
  });
});
