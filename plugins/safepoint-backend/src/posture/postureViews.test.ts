import type { Entity } from '@backstage/catalog-model';
import type {
  EntityPostureView,
  EntityRecoveryView,
} from '@safepoint/backstage-plugin-safepoint-common';
import { component, database } from '../__testUtils__/entities';
import { seedDeployment, seedInstance, seedPoint } from '../__testUtils__/seed';
import { type Portal, startPortal } from '../__testUtils__/startPortal';
import type { StoredInstance } from '../database/StoreInstanceStore';

// Each test starts a whole backend.
jest.setTimeout(30_000);

const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1_000);

const shop: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'System',
  metadata: { name: 'shop', namespace: 'default' },
  spec: { owner: 'orders-team' },
  relations: ['orders', 'billing', 'hidden'].map(name => ({
    type: 'hasPart',
    targetRef: `component:default/${name}`,
  })),
};

describe('postures on the page', () => {
  let portal: Portal;
  let orders: StoredInstance;

  beforeEach(async () => {
    portal = await startPortal({
      entities: [
        shop,
        component('orders', {
          owner: 'orders-team',
          projectId: '5',
          dependsOn: ['resource:default/orders-db'],
        }),
        component('billing', {
          owner: 'billing-team',
          dependsOn: ['resource:default/orders-db', 'resource:default/new-db'],
        }),
        component('hidden', {
          owner: 'others',
          dependsOn: ['resource:default/hidden-db'],
        }),
        database('orders-db', {
          owner: 'orders-team',
          dependents: ['component:default/orders', 'component:default/billing'],
        }),
        database('new-db', { owner: 'billing-team' }),
        database('hidden-db', { owner: 'others' }),
      ],
      policy: ({ resourceRef }) =>
        resourceRef === undefined || !resourceRef.includes('hidden'),
    });
    orders = await seedInstance(portal);
    await seedInstance(portal, { entityRef: 'resource:default/hidden-db' });
    await seedPoint(portal, orders, { stateAt: secondsAgo(7_200) });
    await portal.services.postureTick.run();
  });

  afterEach(() => portal.stop());

  const recovery = async (): Promise<EntityRecoveryView> =>
    (await portal.as('sam').get('/entities/default/component/orders/recovery'))
      .body;
  const posture = async (path: string): Promise<EntityPostureView> =>
    (await portal.as('sam').get(`/entities/default/${path}/posture`)).body;
  const codes = ({ environments }: EntityRecoveryView) =>
    environments[0].instances[0].posture.reasons.map(({ code }) => code);

  it('come from one query and are not decided again', async () => {
    // The first page has policies looked up and remembered.
    await recovery();
    const asked: string[] = [];
    portal.knex.on('query', ({ sql }) => asked.push(sql));
    const { environments } = await recovery();
    expect(environments[0].instances[0].posture.evaluatedAt).toBeDefined();
    expect(asked.filter(sql => sql.includes('postures'))).toHaveLength(1);
    expect(asked.filter(sql => /^(insert|update|delete)/.test(sql))).toEqual(
      [],
    );
  });

  it('are as old as the page, though they were decided before', async () => {
    const stateAt = secondsAgo(7_200);
    await portal.knex('postures').update({
      evaluated_at: secondsAgo(3_000).toISOString(),
    });
    const [{ instances }] = (await recovery()).environments;
    const { rpo, reasons } = instances[0].posture;
    const met = reasons.find(({ code }) => code === 'rpo-met');
    const age = (Date.now() - stateAt.getTime()) / 1_000;
    expect(Math.abs((rpo.achievedSeconds ?? 0) - age)).toBeLessThan(5);
    expect(met?.message).toMatch(/is 2 hours.* old/);
  });

  it('show what somebody has just done, before any tick', async () => {
    const { id } = await seedDeployment(portal, {
      gatedAt: secondsAgo(60),
      startedAt: secondsAgo(60),
    });
    expect(codes(await recovery())).not.toContain('data-damaged');
    const marked = await portal
      .as('sam')
      .post(`/deployments/${id}/mark-bad`, { reason: 'totals are wrong' });
    expect(marked.status).toBe(200);
    expect(codes(await recovery())).toContain('data-damaged');
    await seedPoint(portal, orders, { status: 'corrupt' });
    expect(codes(await recovery())).toContain('recovery-point-corrupt');
  });

  it('show a missed objective when its moment has come, though no tick ran', async () => {
    await portal.knex('postures').update({
      posture: portal.knex.raw(
        'replace(posture, \'"changesAt":"20\', \'"changesAt":"19\')',
      ),
    });
    const before = await portal
      .knex('postures')
      .where({ instance_id: orders.id })
      .first();
    await recovery();
    const after = await portal
      .knex('postures')
      .where({ instance_id: orders.id })
      .first();
    expect(after.revision).toBe(before.revision + 1);
  });

  it('are unknown, and not what they were, when they cannot be found out', async () => {
    await portal.knex('postures').update({
      evaluated_at: secondsAgo(3 * 3_600).toISOString(),
    });
    await portal.knex.schema.alterTable('drills', table => {
      table.renameColumn('instance_id', 'instance_no_more');
    });
    const read = await portal.services.postures.read([orders], []);
    expect(read.get(orders.id)).toMatchObject({
      verdict: 'unknown',
      reasons: [{ code: 'posture-unknown', severity: 'critical' }],
    });
  });

  it('are told of a service over its stores, each reason with the name of its store', async () => {
    const { environments, uncovered } = await posture('component/billing');
    expect(uncovered).toEqual(['resource:default/new-db']);
    expect(environments).toMatchObject([
      {
        environment: 'production',
        production: true,
        verdict: 'unprotected',
        stores: [{ instanceId: orders.id, through: [] }],
      },
    ]);
    expect(environments[0].reasons.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^orders-db: No restore was ever proven/),
      'new-db: Nothing was ever recorded.',
      expect.stringMatching(/^orders-db: No GitLab project/),
    ]);
  });

  it('are told of a system over its parts, and of nothing that the caller may not see', async () => {
    const view = await posture('system/shop');
    expect(view.environments[0].stores).toMatchObject([
      {
        entityRef: 'resource:default/orders-db',
        through: ['component:default/orders', 'component:default/billing'],
      },
    ]);
    expect(JSON.stringify(view)).not.toContain('hidden');
    const hidden = await portal
      .as('sam')
      .get('/entities/default/component/hidden/posture');
    expect(hidden.status).toBe(404);
  });

  it('stand beside the word that the evaluator stands still, on every page and in health', async () => {
    expect((await recovery()).standstill).toBeUndefined();
    const since = secondsAgo(600).toISOString();
    await portal
      .knex('heartbeats')
      .where({ task_id: 'safepoint-evaluate-postures' })
      .update({ beaten_at: since });
    const standstill = {
      since,
      tasks: [
        { task: 'safepoint-evaluate-postures', since, boundSeconds: 120 },
      ],
    };
    expect((await recovery()).standstill).toMatchObject(standstill);
    expect((await posture('system/shop')).standstill).toMatchObject(standstill);
    const health = await portal.anybody.get('/api/safepoint/health');
    expect(health.status).toBe(503);
    expect(health.body.problems).toEqual([
      `safepoint-evaluate-postures has not succeeded since ${since}; it stands still after 120 seconds.`,
    ]);
    const asked = await portal.as('sam').get('/health');
    expect([asked.status, asked.body.problems]).toEqual([
      503,
      health.body.problems,
    ]);
  });
});
