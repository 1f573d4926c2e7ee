import { ordersEntities } from '../__testUtils__/entities';
import { seedInstance } from '../__testUtils__/seed';
import { type Portal, startPortal } from '../__testUtils__/startPortal';
import type { StoredInstance } from '../database/StoreInstanceStore';
import { ScheduleStore } from './ScheduleStore';

const until = new Date(Date.now() + 86_400_000).toISOString();
const slot = new Date(Date.now() + 3_600_000);
const body = { until, reason: 'the disks are moved' };

describe('the schedules that people see and pause', () => {
  let portal: Portal;
  let instance: StoredInstance;

  beforeAll(async () => {
    portal = await startPortal({ entities: ordersEntities() });
    instance = await seedInstance(portal);
    await new ScheduleStore(portal.knex).insertMissing([
      {
        instanceId: instance.id,
        kind: 'backup',
        cron: '0 * * * *',
        timezone: 'UTC',
        slot,
        nextDueAt: slot,
        lookAt: slot,
        revision: 1,
      },
    ]);
  }, 60_000);
  afterAll(() => portal.stop());
  beforeEach(() => portal.setPolicy(() => true));

  const call = (
    verb: string,
    { kind = 'backup', id = instance.id, sent = body as object } = {},
  ) =>
    portal.as('dana').post(`/instances/${id}/schedules/${kind}/${verb}`, sent);
  const seen = async () => {
    const { body: view } = await portal
      .as('dana')
      .get('/entities/default/resource/orders-db/recovery');
    const [{ instances }] = view.environments;
    return instances[0];
  };

  it('stand on the tab, with whether they may be paused', async () => {
    expect(await seen()).toMatchObject({
      schedules: [{ kind: 'backup', nextAt: slot.toISOString() }],
      may: { pauseSchedules: true },
    });
  });

  it('are paused and resumed by who may', async () => {
    const paused = await call('pause');
    expect(paused.status).toBe(200);
    expect(paused.body.items[0].pause).toEqual({
      ...body,
      by: 'user:default/dana',
    });
    expect((await seen()).schedules[0].pause).toMatchObject({ until });
    const resumed = await call('resume', { sent: {} });
    expect(resumed.body.items[0]).not.toHaveProperty('pause');
    expect(portal.audited().map(({ eventId }) => eventId)).toEqual(
      expect.arrayContaining(['schedule-pause', 'schedule-resume']),
    );
  });

  it('are not by who may not, nor told of to who may not see them', async () => {
    portal.setPolicy(
      ({ permission }) => permission !== 'safepoint.schedule.pause',
    );
    expect((await call('pause')).status).toBe(403);
    expect((await seen()).may.pauseSchedules).toBe(false);
    portal.setPolicy(() => false);
    expect((await call('pause')).status).toBe(404);
  });

  it.each([
    ['no end', { sent: { reason: 'because' } }, 400],
    ['no reason', { sent: { until } }, 400],
    [
      'an end that is over',
      { sent: { ...body, until: '2020-01-01T00:00:00Z' } },
      400,
    ],
    ['another kind', { kind: 'restore' }, 400],
    ['work that is not scheduled', { kind: 'drill' }, 404],
    ['another instance', { id: '01JZ00000000000000000000AB' }, 404],
  ])('are not with %s', async (_, wrong, status) => {
    expect((await call('pause', wrong)).status).toBe(status);
  });
});
