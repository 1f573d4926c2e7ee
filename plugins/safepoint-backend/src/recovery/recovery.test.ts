import type { EntityRecoveryView } from '@safepoint/backstage-plugin-safepoint-common';
import { ulid } from 'ulid';
import { agentStores } from '../database/agentStores';
import { portalStores } from '../database/portalStores';
import type { RecordedDeployment } from '../database/RecordedDeployment';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';
import { component, database } from '../__testUtils__/entities';
import { seedDeployment, seedInstance, seedPoint } from '../__testUtils__/seed';
import { type Portal, startPortal } from '../__testUtils__/startPortal';

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe('the recovery of an entity', () => {
  let portal: Portal;
  let instance: StoredInstance;
  let before: RecordedPoint;
  let after: RecordedPoint;
  let deployment: RecordedDeployment;

  beforeEach(async () => {
    portal = await startPortal({
      entities: [
        component('orders', {
          owner: 'orders-team',
          projectId: '5',
          dependsOn: [
            'resource:default/orders-db',
            'resource:default/secret-db',
            'resource:default/new-db',
          ],
        }),
        component('billing', {
          owner: 'billing-team',
          dependsOn: ['resource:default/orders-db'],
        }),
        database('orders-db', {
          owner: 'orders-team',
          dependents: ['component:default/orders', 'component:default/billing'],
        }),
        database('secret-db', { owner: 'others' }),
        database('new-db', { owner: 'orders-team' }),
      ],
      policy: ({ permission, resourceRef, user }) => {
        if (resourceRef === 'resource:default/secret-db') return false;
        if (resourceRef === 'component:default/billing') return user === 'sam';
        return user === 'sam' || permission.endsWith('.read');
      },
    });
    instance = await seedInstance(portal);
    before = await seedPoint(portal, instance, {
      stateAt: minutesAgo(30),
      createdAt: minutesAgo(30),
      trigger: 'pre-deploy',
    });
    deployment = await seedDeployment(portal, {
      gatedAt: minutesAgo(29),
      startedAt: minutesAgo(28),
      finishedAt: minutesAgo(27),
    });
    after = await seedPoint(portal, instance, {
      stateAt: minutesAgo(26),
      createdAt: minutesAgo(26),
      trigger: 'baseline',
      deploymentId: deployment.id,
    });
  });

  afterEach(() => portal.stop());

  const see = async (
    user: string,
    path = 'component/orders',
  ): Promise<EntityRecoveryView> =>
    (await portal.as(user).get(`/entities/default/${path}/recovery`)).body;

  it('shows what a component depends on, per environment, and what was never saved', async () => {
    const view = await see('sam');
    expect(view.environments).toHaveLength(1);
    const [environment] = view.environments;
    expect(environment).toMatchObject({
      environment: 'production',
      production: true,
      mayMark: true,
      verdict: 'unprotected',
      deployments: [{ id: deployment.id, status: 'succeeded' }],
    });
    expect(environment.instances).toMatchObject([
      {
        instance: { entityRef: 'resource:default/orders-db' },
        lastKnownGood: { recoveryPointId: after.id },
        recoveryPoints: [{ id: after.id }, { id: before.id }],
        may: { backup: true, drill: true, restore: true, manageBindings: true },
      },
    ]);
    expect(view.uncovered).toEqual(['resource:default/new-db']);
  });

  it('shows no store that the caller may not see, and offers nothing that would be refused', async () => {
    const view = await see('dana');
    expect(JSON.stringify(view)).not.toContain('secret-db');
    expect(view.environments[0].mayMark).toBe(false);
    expect(view.environments[0].instances[0].may).toEqual({
      backup: false,
      drill: false,
      restore: false,
      manageBindings: false,
      pauseSchedules: false,
    });
  });

  it('says which gate the service has, and what the last deployment went on', async () => {
    const [shown] = (await see('dana')).environments;
    expect(shown.gate).toMatchObject({ mode: 'required', kind: 'strict' });
    await seedDeployment(portal, {
      status: 'succeeded',
      gate: 'break-glass',
      gateRecord: {
        ground: 'break-glass',
        reasons: ['Break-glass.'],
        instanceIds: [],
        breakGlass: { reason: 'the database is down', by: 'dana' },
        job: { url: 'https://gitlab.test/-/jobs/1' },
      },
    });
    await seedDeployment(portal, {
      status: 'succeeded',
      gatedAt: new Date(Date.now() + 1_000),
      gate: 'none',
    });
    const [then] = (await see('dana')).environments;
    expect(then.gate).toMatchObject({ kind: 'bypass' });
    expect(then.deployments[1]).toMatchObject({
      gate: 'break-glass',
      ground: 'break-glass',
      breakGlass: { reason: 'the database is down', by: 'dana' },
    });
    const [store] = (await see('dana', 'resource/orders-db')).environments;
    expect(store.gate).toBeUndefined();
  });

  it('moves the last known good before a deployment of any service that shares the store', async () => {
    await seedDeployment(portal, {
      entityRef: 'component:default/billing',
      status: 'failed',
      gatedAt: minutesAgo(28),
      startedAt: minutesAgo(28),
      finishedAt: minutesAgo(20),
    });
    const view = await see('dana');
    const [shown] = view.environments[0].instances;
    expect(shown.lastKnownGood.recoveryPointId).toBe(before.id);
    // The rules know of the other team's deployment; the caller may not see it.
    expect(view.environments[0].deployments).toHaveLength(1);
    const store = await see('dana', 'resource/orders-db');
    expect(store.environments[0].deployments).toHaveLength(1);
    const both = await see('sam', 'resource/orders-db');
    expect(both.environments[0].deployments).toHaveLength(2);
  });

  it('moves it when somebody marks the deployment bad, and back', async () => {
    const path = `/deployments/${deployment.id}`;
    const mark = (user: string, body: object) =>
      portal.as(user).post(`${path}/mark-bad`, body);
    expect((await mark('dana', { reason: 'wrong' })).status).toBe(403);
    const future = new Date(Date.now() + 60_000).toISOString();
    expect((await mark('sam', { reason: 'wrong', since: future })).status).toBe(
      400,
    );
    const early = minutesAgo(60).toISOString();
    expect((await mark('sam', { reason: 'wrong', since: early })).status).toBe(
      400,
    );
    const marked = await mark('sam', { reason: 'totals are wrong' });
    expect(marked.body.markedBad).toMatchObject({
      by: 'user:default/sam',
      since: deployment.startedAt?.toISOString(),
    });
    const bad = await see('sam');
    expect(bad.environments[0].instances[0].lastKnownGood).toMatchObject({
      recoveryPointId: before.id,
      reason: expect.stringContaining('marked bad'),
    });
    await portal
      .as('sam')
      .post(`${path}/unmark-bad`, { reason: 'it was the report' });
    const good = await see('sam');
    expect(
      good.environments[0].instances[0].lastKnownGood.recoveryPointId,
    ).toBe(after.id);
    expect(
      (await portal.as('sam').post(`${path}/unmark-bad`, { reason: 'again' }))
        .status,
    ).toBe(409);
    expect(portal.audited().map(({ eventId }) => eventId)).toEqual([
      'deployment-mark-bad',
      'deployment-unmark-bad',
    ]);
  });

  it('says before a restore what it would do and lose', async () => {
    const { body } = await portal
      .as('dana')
      .get(`/recovery-points/${before.id}/restore-preview`);
    expect(body).toMatchObject({
      approvalsNeeded: 1,
      deploymentsSince: [{ id: deployment.id }],
      sharedWith: ['component:default/orders'],
      switchDescription: expect.any(String),
    });
    expect(body.dataAtStakeSeconds).toBeGreaterThan(29 * 60);
    expect(body.dataAtStakeSeconds).toBeLessThan(32 * 60);
    expect(body.warnings).toEqual(
      expect.arrayContaining([
        expect.stringContaining(after.id),
        expect.stringContaining('1 more service depends'),
      ]),
    );
    expect(body.warningPhrases).toHaveLength(body.warnings.length);
    expect(body.warningPhrases.flat()).toEqual(
      expect.arrayContaining([
        { text: after.id, recoveryPointId: after.id },
        expect.objectContaining({ moment: after.stateAt!.toISOString() }),
      ]),
    );
  });

  it('counts a restore as the end of the damage', async () => {
    await agentStores(portal.knex).deployments.change(deployment.id, {
      from: ['succeeded'],
      change: { status: 'failed' },
    });
    await portalStores(portal.knex).requests.insert({
      id: 'a'.repeat(40),
      kind: 'restore',
      instanceId: instance.id,
      recoveryPointId: before.id,
      targetEnvironment: 'production',
      status: 'succeeded',
      requestedBy: 'user:default/dana',
      requestedAt: minutesAgo(12),
      finishedAt: minutesAgo(10),
      approvalsNeeded: 1,
      decisions: [],
      revision: 1,
    });
    const view = () => see('sam').then(v => v.environments[0].instances[0]);
    expect((await view()).lastKnownGood.recoveryPointId).toBe(before.id);
    const fresh = await seedPoint(portal, instance, {
      stateAt: minutesAgo(5),
    });
    expect((await view()).lastKnownGood.recoveryPointId).toBe(fresh.id);
  });

  it('pages through recovery points, newest first', async () => {
    const ids = [after.id, before.id];
    for (let i = 0; i < 3; i += 1) {
      ids.unshift(
        (await seedPoint(portal, instance, { id: ulid(Date.now() + i + 1) }))
          .id,
      );
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = `limit=2${cursor ? `&cursor=${cursor}` : ''}`;
      const { body } = await portal
        .as('dana')
        .get(`/instances/${instance.id}/recovery-points?${query}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
    } while (cursor);
    expect(seen).toEqual(ids);
  });

  it.each(['limit=0', 'limit=201', 'limit=many', 'surprise=1'])(
    'refuses the query %s',
    async query => {
      const response = await portal
        .as('dana')
        .get(`/instances/${instance.id}/recovery-points?${query}`);
      expect(response.status).toBe(400);
    },
  );
});
