import { ordersEntities } from '../__testUtils__/entities';
import { seedInstance } from '../__testUtils__/seed';
import { type Portal, startPortal } from '../__testUtils__/startPortal';
import { DatabaseProblems } from './DatabaseProblems';

jest.setTimeout(60_000);

describe('the problems of a store', () => {
  let portal: Portal;
  let instanceId: string;
  const subject = {
    source: 'posture' as const,
    entityRef: 'resource:default/orders-db',
    environment: 'production',
  };
  const late = {
    code: 'rpo-missed',
    severity: 'critical' as const,
    title: 'orders-db can lose more than an hour',
    text: 'Back up now.',
    since: new Date('2026-03-10T14:03:10Z'),
  };
  const settle = (...problems: (typeof late)[]) =>
    new DatabaseProblems({ knex: portal.knex }).settle(subject, problems);
  const list = (user = 'dana') =>
    portal.as(user).get(`/instances/${instanceId}/problems`);

  beforeAll(async () => {
    portal = await startPortal({ entities: ordersEntities() });
    instanceId = (await seedInstance(portal)).id;
  });
  afterAll(() => portal.stop());
  beforeEach(async () => {
    portal.setPolicy(() => true);
    await portal.knex('problems').delete();
  });

  it('are shown with what was resolved lately, the open ones first', async () => {
    await settle({ ...late, code: 'proof-stale' });
    await settle(late);
    const { body } = await list().expect(200);
    expect(body.items).toEqual([
      expect.objectContaining({
        code: 'rpo-missed',
        severity: 'critical',
        since: late.since.toISOString(),
        mayAcknowledge: true,
      }),
      expect.objectContaining({
        code: 'proof-stale',
        resolvedAt: expect.any(String),
        mayAcknowledge: false,
      }),
    ]);
  });

  it('are acknowledged once, by the first, until they get worse', async () => {
    await settle({ ...late, severity: 'high' as never });
    const { id } = (await list()).body.items[0];
    await portal.as('dana').post(`/problems/${id}/acknowledge`).expect(200);
    const again = await portal.as('sam').post(`/problems/${id}/acknowledge`);
    expect(again.body).toMatchObject({
      acknowledgedBy: 'user:default/dana',
      mayAcknowledge: false,
    });
    expect(portal.audited()).toContainEqual({
      eventId: 'problem-acknowledge',
      meta: expect.objectContaining({ by: 'user:default/dana' }),
    });
    await settle(late);
    expect((await list()).body.items[0].acknowledgedBy).toBeUndefined();
  });

  it('that are over need nobody', async () => {
    await settle(late);
    const { id } = (await list()).body.items[0];
    await settle();
    const answer = await portal.as('dana').post(`/problems/${id}/acknowledge`);
    expect(answer.status).toBe(409);
  });

  it('are hidden from whoever may not see the store, and only seen by some', async () => {
    await settle(late);
    const { id } = (await list()).body.items[0];
    portal.setPolicy(
      ({ permission }) => permission !== 'safepoint.problem.acknowledge',
    );
    expect((await list().expect(200)).body.items[0].mayAcknowledge).toBe(false);
    await portal.as('sam').post(`/problems/${id}/acknowledge`).expect(403);
    portal.setPolicy(() => false);
    await list().expect(404);
    await portal.as('sam').post(`/problems/${id}/acknowledge`).expect(404);
  });
});
