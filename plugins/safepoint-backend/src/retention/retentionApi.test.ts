import { mockCredentials } from '@backstage/backend-test-utils';
import type { RetentionPlanView } from '@safepoint/backstage-plugin-safepoint-common';
import { ordersEntities } from '../__testUtils__/entities';
import { seedInstance, seedPoint } from '../__testUtils__/seed';
import { type Portal, startPortal } from '../__testUtils__/startPortal';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';

const inAMonth = () => new Date(Date.now() + 30 * 86_400_000).toISOString();

describe('what people see and do about retention', () => {
  let portal: Portal;
  let instance: StoredInstance;
  /** Seven of one day, the oldest first; the default policy keeps the newest five. */
  let points: RecordedPoint[];

  let environments = 0;

  beforeAll(async () => {
    portal = await startPortal({ entities: ordersEntities() });
  }, 60_000);
  afterAll(() => portal.stop());

  beforeEach(async () => {
    portal.setPolicy(
      ({ permission, user }) =>
        user === 'sam' ||
        (permission === 'safepoint.instance.read' && user === 'dana'),
    );
    environments += 1;
    instance = await seedInstance(portal, {
      environment: `production-${environments}`,
    });
    points = [];
    for (let hour = 1; hour <= 7; hour += 1) {
      const at = new Date(`2026-01-05T0${hour}:00:00Z`);
      points.push(
        await seedPoint(portal, instance, { stateAt: at, createdAt: at }),
      );
    }
  });

  const plan = async (user = 'dana'): Promise<RetentionPlanView> => {
    const path = `/instances/${instance.id}/retention-plan`;
    const { body, status } = await portal.as(user).get(path);
    expect(status).toBe(200);
    return body;
  };
  const place = (user: string, body: object, id = points[0].id) =>
    portal.as(user).post(`/recovery-points/${id}/holds`, body);
  const hold = { kind: 'legal-hold', reason: 'case 12' };

  it('shows what goes and when, what stays, and why', async () => {
    const { items, ...rest } = await plan();
    expect(rest).toMatchObject({
      entityRef: 'resource:default/orders-db',
      environment: instance.environment,
      graceSeconds: 3 * 86_400,
      deletes: true,
      mayHold: false,
      rules: { last: 5 },
    });
    expect(items.map(({ keep }) => keep)).toEqual([
      ...Array(5).fill(true),
      false,
      false,
    ]);
    expect(items[6]).toMatchObject({
      point: { id: points[0].id },
      reasons: expect.arrayContaining([
        expect.objectContaining({
          code: 'not-last',
          message: 'It is not one of the newest 5.',
        }),
      ]),
    });
    expect(new Date(items[6].deleteAfter!).getTime()).toBeGreaterThan(
      Date.now() + 2 * 86_400_000,
    );
    expect(items[6]).not.toHaveProperty('deletableFrom');
  });

  it('is answered to services too, and to nobody who may not see the store', async () => {
    const path = `/api/safepoint/instances/${instance.id}/retention-plan`;
    const answer = await portal.anybody
      .get(path)
      .set('authorization', mockCredentials.service.header());
    // The policy of this test knows no services.
    expect(answer.status).toBe(404);
    portal.setPolicy(({ user }) => user === 'service');
    const allowed = await portal.anybody
      .get(path)
      .set('authorization', mockCredentials.service.header());
    expect(allowed.body.items).toHaveLength(7);
    const other = await portal
      .as('eve')
      .get(`/instances/${instance.id}/retention-plan`);
    expect(other.status).toBe(404);
  });

  it('keeps a point by a legal hold, shows who and why, and lets it go again', async () => {
    const placed = await place('sam', hold);
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({
      ...hold,
      placedBy: 'user:default/sam',
      enforcement: 'portal',
    });
    expect((await plan('sam')).items[6]).toMatchObject({
      keep: true,
      point: { held: true },
      reasons: [{ code: 'held', message: expect.stringMatching(/case 12$/) }],
    });
    const released = await portal
      .as('sam')
      .post(`/holds/${placed.body.id}/release`, { reason: 'case closed' });
    expect(released.body).toMatchObject({
      releasedBy: 'user:default/sam',
      releaseReason: 'case closed',
    });
    const again = await portal
      .as('sam')
      .post(`/holds/${placed.body.id}/release`, { reason: 'once more' });
    expect(again.status).toBe(409);
    const listed = await portal
      .as('dana')
      .get(`/recovery-points/${points[0].id}/holds`);
    expect(listed.body.items).toHaveLength(1);
    expect((await plan()).items[6].keep).toBe(false);
    const events = portal.audited().map(({ eventId }) => eventId);
    expect(events).toEqual(
      expect.arrayContaining(['hold-place', 'hold-release']),
    );
  });

  it('pins a point until a date', async () => {
    const until = inAMonth();
    const placed = await place('sam', { kind: 'pin', reason: 'audit', until });
    expect(placed.status).toBe(201);
    expect((await plan()).items[6]).toMatchObject({
      keep: true,
      deletableFrom: until,
      point: { pinnedUntil: until },
    });
  });

  it.each([
    ['without a reason', { kind: 'legal-hold', reason: '   ' }, /`reason`/],
    [
      'with an end that is a pin’s',
      { ...hold, until: '2020-01-01T00:00:00Z' },
      /`until` is for pins.*lies in the past/,
    ],
    ['without its end', { kind: 'pin', reason: 'audit' }, /`until` is missing/],
  ])('refuses a hold %s', async (_, body, message) => {
    const answer = await place('sam', body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(message);
  });

  it('refuses whoever may see and not hold, and tells others of nothing', async () => {
    const refused = await place('dana', hold);
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toMatch(/safepoint\.hold\.manage/);
    expect((await place('eve', hold)).status).toBe(404);
    const { body } = await place('sam', hold);
    const path = `/holds/${body.id}/release`;
    const reason = { reason: 'let it go' };
    expect((await portal.as('dana').post(path, reason)).status).toBe(403);
    expect((await portal.as('eve').post(path, reason)).status).toBe(404);
  });
});
