import { rm } from 'node:fs/promises';
import { agentStores } from '../database/agentStores';
import type { RecordedPoint } from '../database/RecordedPoint';
import type { StoredInstance } from '../database/StoreInstanceStore';
import { ordersEntities } from '../__testUtils__/entities';
import { manifestPath, seedInstance, seedPoint } from '../__testUtils__/seed';
import {
  type Policy,
  type Portal,
  startPortal,
} from '../__testUtils__/startPortal';

/** dana develops, sam and sue are SRE, audrey reads, and eve sees nothing. */
const policy: Policy = ({ permission, user }) => {
  if (user === 'eve') return false;
  const reading = [
    'safepoint.instance.read',
    'safepoint.restore.read',
  ].includes(permission);
  if (user === 'audrey') return reading;
  // Deliberately blind to who asked: the service itself must refuse a requester's own approval.
  return permission === 'safepoint.restore.approve' ? user !== 'dana' : true;
};

describe('requests', () => {
  let portal: Portal;
  let instance: StoredInstance;
  let point: RecordedPoint;

  beforeEach(async () => {
    portal = await startPortal({ entities: ordersEntities(), policy });
    instance = await seedInstance(portal);
    point = await seedPoint(portal, instance);
  });

  afterEach(() => portal.stop());

  const askForRestore = (user: string, more: object = {}) =>
    portal.as(user).post('/requests', {
      kind: 'restore',
      instanceId: instance.id,
      recoveryPointId: point.id,
      reason: 'orders are wrong since noon',
      ...more,
    });
  const decide = (user: string, id: string, decision = 'approve') =>
    portal.as(user).post(`/requests/${id}/decisions`, { decision });

  it('runs a backup at once, in the recovery project and once', async () => {
    const response = await portal
      .as('dana')
      .post('/requests', { kind: 'backup', instanceId: instance.id });
    expect(response.status).toBe(201);
    expect(response.body).toMatchObject({
      status: 'triggered',
      requestedBy: 'user:default/dana',
      approvalsNeeded: 0,
      entityRef: 'resource:default/orders-db',
    });
    expect(portal.gitlab.pipelines).toMatchObject([
      { name: `safepoint ${response.body.id}` },
    ]);
    expect(response.body.id).toMatch(/^[0-9a-f]{40}$/);
    const again = await portal
      .as('dana')
      .post('/requests', { kind: 'backup', instanceId: instance.id });
    expect(again.status).toBe(409);
    expect(portal.gitlab.pipelines).toHaveLength(1);
  });

  it('keeps a restore of production waiting for a second person', async () => {
    const asked = await askForRestore('dana');
    expect(asked.body).toMatchObject({
      status: 'awaiting-approval',
      approvalsNeeded: 1,
      mayDecide: false,
    });
    expect(portal.gitlab.pipelines).toHaveLength(0);
    const seen = await portal.as('sam').get(`/requests/${asked.body.id}`);
    expect(seen.body.mayDecide).toBe(true);
    const approved = await decide('sam', asked.body.id);
    expect(approved.body).toMatchObject({
      status: 'triggered',
      decisions: [{ by: 'user:default/sam', decision: 'approve' }],
      pipelineUrl: expect.stringContaining('/pipelines/'),
    });
    expect(portal.gitlab.pipelines).toHaveLength(1);
    expect(portal.audited().map(({ eventId }) => eventId)).toEqual([
      'request-create',
      'request-decide',
      'request-trigger',
    ]);
  });

  it('never lets a requester decide on their own request, whatever the policy says', async () => {
    const asked = await askForRestore('sam');
    const response = await decide('sam', asked.body.id);
    expect(response.status).toBe(403);
    expect(response.body.error.message).toMatch(/own request/);
    expect(portal.gitlab.pipelines).toHaveLength(0);
    expect((await decide('sue', asked.body.id)).body.status).toBe('triggered');
  });

  it('does not let those decide who may not', async () => {
    const asked = await askForRestore('sam');
    expect((await decide('dana', asked.body.id)).status).toBe(403);
    expect((await decide('audrey', asked.body.id)).status).toBe(403);
    expect(portal.gitlab.pipelines).toHaveLength(0);
  });

  it('ends with a rejection', async () => {
    const asked = await askForRestore('dana');
    expect((await decide('sam', asked.body.id, 'reject')).body.status).toBe(
      'rejected',
    );
    expect((await decide('sue', asked.body.id)).status).toBe(409);
    expect(portal.gitlab.pipelines).toHaveLength(0);
  });

  it('makes one pipeline when two people approve at the same moment', async () => {
    const asked = await askForRestore('dana');
    const answers = await Promise.all([
      decide('sam', asked.body.id),
      decide('sue', asked.body.id),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(portal.gitlab.pipelines).toHaveLength(1);
  });

  it('answers a stranger as if nothing was there', async () => {
    const asked = await askForRestore('dana');
    const known = [
      portal.as('eve').get(`/requests/${asked.body.id}`),
      portal.as('eve').get(`/requests?instanceId=${instance.id}`),
      portal.as('eve').get(`/instances/${instance.id}/recovery-points`),
      portal.as('eve').get(`/recovery-points/${point.id}`),
      portal.as('eve').get(`/recovery-points/${point.id}/restore-preview`),
      portal.as('eve').get('/entities/default/resource/orders-db/recovery'),
      decide('eve', asked.body.id),
      askForRestore('eve'),
    ];
    const none = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const unknown = [
      portal.as('eve').get(`/requests/none`),
      portal.as('eve').get(`/requests?instanceId=${none}`),
      portal.as('eve').get(`/instances/${none}/recovery-points`),
      portal.as('eve').get(`/recovery-points/${none}`),
      portal.as('eve').get(`/recovery-points/${none}/restore-preview`),
      portal.as('eve').get('/entities/default/resource/none/recovery'),
      decide('eve', 'none'),
      askForRestore('eve', { instanceId: none }),
    ];
    const withoutIds = (message: string) =>
      message.replace(
        /[0-9A-Za-z:/-]*(none|orders-db|[0-9A-Fa-f]{40}|[0-9A-Z]{26})/,
        'X',
      );
    for (const [index, request] of known.entries()) {
      const there = await request;
      const notThere = await unknown[index];
      expect(there.status).toBe(404);
      expect(notThere.status).toBe(404);
      expect(withoutIds(there.body.error.message)).toBe(
        withoutIds(notThere.body.error.message),
      );
    }
  });

  it('lets an auditor see and do nothing', async () => {
    const asked = await askForRestore('dana');
    const seen = await portal.as('audrey').get(`/requests/${asked.body.id}`);
    expect(seen.body).toMatchObject({ mayDecide: false });
    expect((await askForRestore('audrey')).status).toBe(403);
    const backup = { kind: 'backup', instanceId: instance.id };
    expect((await portal.as('audrey').post('/requests', backup)).status).toBe(
      403,
    );
  });

  it('says what a restore lacks, all at once', async () => {
    const response = await portal
      .as('dana')
      .post('/requests', { kind: 'restore', instanceId: instance.id });
    expect(response.status).toBe(400);
    expect(response.body.error.message).toMatch(/recoveryPointId.*reason/);
  });

  it.each(['corrupt', 'missing', 'running', 'failed'] as const)(
    'does not restore a point that is %s',
    async status => {
      point = await seedPoint(portal, instance, { status });
      const response = await askForRestore('dana');
      expect(response.status).toBe(409);
      expect(response.body.error.message).toContain(status);
    },
  );

  it('does not restore a quarantined point, nor one of another store', async () => {
    const own = point;
    point = await seedPoint(portal, instance, { quarantined: true });
    expect((await askForRestore('dana')).status).toBe(409);
    const other = await seedInstance(portal, { environment: 'staging' });
    point = own;
    const response = await askForRestore('dana', { instanceId: other.id });
    expect(response.status).toBe(400);
  });

  it('does not restore what has lost its manifest, not even if that happens before the approval', async () => {
    const asked = await askForRestore('dana');
    await rm(manifestPath(portal, instance, point.id));
    const response = await decide('sam', asked.body.id);
    expect(response.status).toBe(409);
    expect(response.body.error.message).toMatch(/manifest/);
    expect(portal.gitlab.pipelines).toHaveLength(0);
  });

  it('does not restore in the middle of a deployment', async () => {
    const now = new Date();
    await agentStores(portal.knex).leases.tryAcquire({
      instanceId: instance.id,
      holder: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
      purpose: 'deployment',
      expiresAt: new Date(now.getTime() + 60_000),
      now,
    });
    const response = await askForRestore('dana');
    expect(response.status).toBe(409);
    expect(response.body.error.message).toMatch(/deployment/);
  });

  it('guards reading production into staging as it guards production', async () => {
    await seedInstance(portal, { environment: 'staging' });
    const asked = await askForRestore('dana', { targetEnvironment: 'staging' });
    expect(asked.body).toMatchObject({ approvalsNeeded: 1 });
    const unknown = await askForRestore('sam', { targetEnvironment: 'qa' });
    expect([400, 409]).toContain(unknown.status);
  });

  it('restores staging into staging without anybody else', async () => {
    const staging = await seedInstance(portal, { environment: 'staging' });
    point = await seedPoint(portal, staging);
    const asked = await askForRestore('dana', { instanceId: staging.id });
    expect(asked.body).toMatchObject({
      status: 'triggered',
      approvalsNeeded: 0,
      targetEnvironment: 'staging',
    });
  });

  it('fails the request with GitLab’s own words when GitLab refuses', async () => {
    portal.gitlab.faults = [
      {
        effect: 'before',
        answer: { status: 400, body: { message: 'Reference not found' } },
      },
    ];
    const response = await portal
      .as('dana')
      .post('/requests', { kind: 'backup', instanceId: instance.id });
    expect(response.body).toMatchObject({
      status: 'failed',
      problem: { message: expect.stringContaining('Reference not found') },
    });
  });

  it('does not drill where nothing was saved', async () => {
    const staging = await seedInstance(portal, { environment: 'staging' });
    const response = await portal
      .as('dana')
      .post('/requests', { kind: 'drill', instanceId: staging.id });
    expect(response.status).toBe(400);
    expect(response.body.error.message).toMatch(/take a backup first/);
  });
});
