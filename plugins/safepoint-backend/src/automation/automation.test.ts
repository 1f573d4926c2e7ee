import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seedDeployment, seedInstance, seedPoint } from '../__testUtils__/seed';
import {
  type Automation,
  startAutomation,
  tokens,
} from './__testUtils__/startAutomation';

const backup = {
  kind: 'backup',
  entityRef: 'resource:default/orders-db',
  environment: 'production',
};
const exported = {
  entityRef: 'resource:default/crm',
  environment: 'production',
  stateAt: '2026-03-10T11:00:00.000Z',
  origin: 'Make, CRM export',
  location: 's3://exports/crm/1.json',
  sizeBytes: 4096,
  sha256: 'ab'.repeat(32),
};
const deployed = (change: object = {}, type = 'deployed') => ({
  specversion: '1.0',
  id: 'e-1',
  source: 'https://argo.example.com',
  type: `dev.cdevents.service.${type}.0.3.0`,
  data: {
    context: {
      id: 'e-1',
      source: 'https://argo.example.com',
      type: `dev.cdevents.service.${type}.0.3.0`,
      timestamp: new Date().toISOString(),
    },
    subject: {
      id: 'orders',
      content: {
        environment: { id: 'production' },
        artifactId: 'pkg:oci/orders@abc1234',
        ...change,
      },
    },
  },
});

const slow = 60_000;

let automation: Automation;
beforeAll(async () => {
  automation = await startAutomation();
}, slow);
afterEach(() => automation.reset());
afterAll(() => automation.portal.stop());

/** Another portal, whose configuration is what a test is about. */
async function withPortal(
  options: Parameters<typeof startAutomation>[0],
  test: (other: Automation) => Promise<void>,
) {
  const other = await startAutomation(options);
  try {
    await test(other);
  } finally {
    await other.portal.stop();
  }
}

describe('a service that asks for a backup or a drill', () => {
  it('starts it once, however often it asks under one key', async () => {
    const { as, portal } = automation;
    await seedInstance(portal);
    const first = await as(tokens.make).post(
      '/automation/requests',
      backup,
      'key-00001',
    );
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      kind: 'backup',
      status: 'triggered',
      requestedBy: 'service:make',
      entityRef: backup.entityRef,
    });
    const again = await as(tokens.make).post(
      '/automation/requests',
      backup,
      'key-00001',
    );
    expect(again.status).toBe(200);
    expect(again.body.id).toBe(first.body.id);
    expect(portal.gitlab.pipelines).toHaveLength(1);
    const found = await as(tokens.make).get(
      `/automation/requests/${first.body.id}`,
    );
    expect(found.body).toEqual(again.body);
    expect(portal.audited()).toContainEqual(
      expect.objectContaining({ eventId: 'request-create' }),
    );
  });

  it('starts one of ten that come at once', async () => {
    const { as, portal } = automation;
    await seedInstance(portal);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        as(tokens.make).post('/automation/requests', backup, 'key-00001'),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter(status => status === 201)).toHaveLength(1);
    expect(statuses.every(status => [200, 201, 409].includes(status))).toBe(
      true,
    );
    expect(portal.gitlab.pipelines).toHaveLength(1);
  });

  it('starts a drill of a point', async () => {
    const { as, portal } = automation;
    const point = await seedPoint(portal, await seedInstance(portal));
    const drill = { ...backup, kind: 'drill', recoveryPointId: point.id };
    const answer = await as(tokens.make).post(
      '/automation/requests',
      drill,
      'key-00001',
    );
    expect(answer.body).toMatchObject({ kind: 'drill', status: 'triggered' });
  });

  it.each([
    [
      'another call under the same key',
      { ...backup, reason: 'another one' },
      409,
    ],
    ['a restore', { ...backup, kind: 'restore' }, 400],
    [
      'another entity',
      { ...backup, entityRef: 'resource:default/erp-db' },
      403,
    ],
    ['another environment', { ...backup, environment: 'staging' }, 403],
    [
      'an entity of another name',
      { ...backup, entityRef: '../orders-db' },
      403,
    ],
    ['a reason without end', { ...backup, reason: 'x'.repeat(3_000) }, 400],
    ['more than there is to say', { ...backup, approvalsNeeded: 0 }, 400],
    ['a body without end', { ...backup, reason: 'x'.repeat(1e6) }, 413],
  ])('is refused %s', async (_, body, status) => {
    const { as, portal } = automation;
    await seedInstance(portal);
    await as(tokens.make).post('/automation/requests', backup, 'key-00001');
    const answer = await as(tokens.make).post(
      '/automation/requests',
      body,
      'key-00001',
    );
    expect(answer.status).toBe(status);
    expect(portal.gitlab.pipelines).toHaveLength(1);
  });

  it.each([
    ['no token', undefined, 401],
    ['a wrong token', 'wrong-token-0123456789', 401],
    ['the token of a service that nothing is granted', tokens.stranger, 403],
    ['a token that may do everything', tokens.almighty, 403],
    ['a token for another plugin', tokens.elsewhere, 403],
  ])('is refused with %s', async (_, token, status) => {
    const { as, portal } = automation;
    await seedInstance(portal);
    const answer = await as(token ?? '').post(
      '/automation/requests',
      backup,
      'key-00001',
    );
    expect(answer.status).toBe(status);
    expect(portal.gitlab.pipelines).toHaveLength(0);
  });

  it('learns nothing of what there is that it may not touch', async () => {
    const { as, portal } = automation;
    await seedInstance(portal, { environment: 'staging' });
    const ask = (environment: string) =>
      as(tokens.make).post(
        '/automation/requests',
        { ...backup, environment },
        'key-00001',
      );
    const there = await ask('staging');
    const notThere = await ask('nowhere');
    expect(there.status).toBe(403);
    expect(there.body.error.message).toBe(notThere.body.error.message);
    expect(portal.audited()).toContainEqual({
      eventId: 'automation-refuse',
      meta: expect.objectContaining({
        by: 'service:make',
        environment: 'nowhere',
      }),
    });
  });

  it('sees no request of anybody else', async () => {
    const { as, portal } = automation;
    const instance = await seedInstance(portal);
    await seedPoint(portal, instance);
    const ofMake = await as(tokens.make).post(
      '/automation/requests',
      backup,
      'key-00001',
    );
    const path = `/automation/requests/${ofMake.body.id}`;
    expect((await as(tokens.stranger).get(path)).status).toBe(404);
  });

  it('is refused without a key, and with one that is none', async () => {
    const { as } = automation;
    for (const key of [undefined, 'short', 'x'.repeat(200), 'a b c d e f']) {
      const answer = await as(tokens.make).post(
        '/automation/requests',
        backup,
        key,
      );
      expect(answer.status).toBe(400);
    }
  });

  it(
    'is told to wait when it asks too often',
    async () => {
      await withPortal({ callsPerMinute: 2 }, async ({ as }) => {
        const ask = () =>
          as(tokens.make).post('/automation/requests', backup, 'key-00001');
        const statuses = [await ask(), await ask(), await ask()].map(
          one => one.status,
        );
        expect(statuses).toEqual([404, 404, 429]);
        const other = await as(tokens.stranger).post(
          '/automation/requests',
          backup,
          'key-1',
        );
        expect(other.status).not.toBe(429);
      });
    },
    slow,
  );
});

describe('a recovery point that was made elsewhere', () => {
  it('is recorded as a claim, signed, and shown with its origin', async () => {
    const { as, portal } = automation;
    const answer = await as(tokens.make).post(
      '/automation/recovery-points',
      exported,
      'key-00001',
    );
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      trigger: 'external',
      status: 'available',
      level: 'L0',
      stateAt: exported.stateAt,
      external: {
        origin: exported.origin,
        location: exported.location,
        sizeBytes: 4096,
        sha256: exported.sha256,
        recordedBy: 'service:make',
      },
    });
    const folder = join(
      portal.storageRoot,
      'default/resource/crm/production/records',
    );
    const names = await readdir(folder);
    const name = names.find(one => one.startsWith('recovery-point-status'));
    const record = JSON.parse(await readFile(join(folder, name!), 'utf8'));
    expect(record).toMatchObject({
      id: answer.body.id,
      data: { trigger: 'external', external: { origin: exported.origin } },
      signature: { protected: expect.any(String) },
    });
  });

  it('is one, however often it is told of under one key', async () => {
    const { as, portal } = automation;
    const tell = () =>
      as(tokens.make).post(
        '/automation/recovery-points',
        exported,
        'key-00001',
      );
    const [first, second] = [await tell(), await tell()];
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
    expect(await portal.knex('recovery_points')).toHaveLength(1);
    const other = await as(tokens.make).post(
      '/automation/recovery-points',
      { ...exported, sizeBytes: 1 },
      'key-00001',
    );
    expect(other.status).toBe(409);
  });

  it.each([
    [
      'an entity that it may not touch',
      { entityRef: 'resource:default/erp' },
      403,
    ],
    ['another environment', { environment: 'staging' }, 403],
    ['a state of the future', { stateAt: '2999-01-01T00:00:00.000Z' }, 400],
    ['no moment', { stateAt: 'yesterday' }, 400],
    ['no checksum', { sha256: 'abc' }, 400],
    ['an empty file', { sizeBytes: 0 }, 400],
    ['a signed address', { location: 'https://s3/k?X-Amz-Signature=1' }, 400],
    ['an address with a password', { location: 'https://u:p@host/k' }, 400],
    ['an origin without end', { origin: 'x'.repeat(200) }, 400],
    ['a level of its own choice', { level: 'L5' }, 400],
  ])('is refused with %s', async (_, change, status) => {
    const { as, portal } = automation;
    const answer = await as(tokens.make).post(
      '/automation/recovery-points',
      { ...exported, ...change },
      'key-00001',
    );
    expect(answer.status).toBe(status);
    expect(await portal.knex('recovery_points')).toEqual([]);
  });

  it('is what it was when the index is rebuilt', async () => {
    const { as, portal } = automation;
    await as(tokens.make).post(
      '/automation/recovery-points',
      exported,
      'key-00001',
    );
    const before = await portal.knex('recovery_points');
    expect(before).toHaveLength(1);
    await portal.knex('recovery_points').delete();
    const { body } = await as(tokens.almighty).post('/index/rebuild', {});
    const problems = body.problems.filter(({ key }: { key: string }) =>
      key.includes('resource/crm'),
    );
    expect(problems).toEqual([]);
    // Of the tests before, too: their records are in storage.
    const after = await portal
      .knex('recovery_points')
      .where({ trigger: 'external' });
    expect(after).toContainEqual(before[0]);
    expect(after.every(({ status }) => status === 'available')).toBe(true);
  });

  it('is none of a service that may only start backups', async () => {
    const { as } = automation;
    const answer = await as(tokens.saver).post(
      '/automation/recovery-points',
      exported,
      'key-00001',
    );
    expect(answer.status).toBe(403);
  });

  it('is nothing that the portal backs up itself, or restores', async () => {
    const { as } = automation;
    const { body } = await as(tokens.make).post(
      '/automation/recovery-points',
      exported,
      'key-00001',
    );
    for (const more of [{}, { kind: 'drill', recoveryPointId: body.id }]) {
      const answer = await as(tokens.saver).post(
        '/automation/requests',
        { ...backup, entityRef: exported.entityRef, ...more },
        'key-00002',
      );
      expect(answer.body.error.message).toMatch(/saved elsewhere/);
    }
  });
});

describe('a deployment that is told of as a CDEvent', () => {
  const tell = (event: object, token = tokens.make) =>
    automation.as(token).postEvent('/automation/events', event);

  it('is a bypass where no gate knows of it, once, and is told to its owner', async () => {
    const { portal } = automation;
    const event = deployed();
    const first = await tell(event);
    expect(first.body).toMatchObject({
      outcome: 'bypass',
      reason: expect.stringMatching(/service:make told of it.*abc1234/),
    });
    expect(first.status).toBe(202);
    expect((await tell(event)).body).toMatchObject({
      outcome: 'bypass',
      deploymentId: first.body.deploymentId,
    });
    expect(await portal.knex('deployments')).toMatchObject([
      { id: first.body.deploymentId, gate: 'none', status: 'succeeded' },
    ]);
    expect(portal.audited()).toContainEqual(
      expect.objectContaining({ eventId: 'gate-bypassed' }),
    );
  });

  it.each(['running', 'succeeded', 'failed'] as const)(
    'is no bypass where its commit was gated, and leaves that as %s as it is',
    async status => {
      const { portal } = automation;
      const gated = await seedDeployment(portal, {
        status,
        commit: 'abc1234def5678',
        gatedAt: new Date(Date.now() - 60_000),
      });
      const before = await portal.knex('deployments');
      expect((await tell(deployed())).body).toMatchObject({
        outcome: 'known',
        deploymentId: gated.id,
      });
      expect(await portal.knex('deployments')).toEqual(before);
    },
  );

  it('is taken as plain JSON too', async () => {
    const { as } = automation;
    const answer = await as(tokens.make).post('/automation/events', deployed());
    expect(answer.body.outcome).toBe('bypass');
  });

  it.each([
    ['of another kind', deployed({}, 'removed'), 202, 'ignored'],
    [
      'of another environment',
      deployed({ environment: { id: 'staging' } }),
      403,
      undefined,
    ],
    [
      'that says two things',
      { ...deployed(), type: 'dev.cdevents.service.upgraded.0.3.0' },
      400,
      undefined,
    ],
    [
      'without an environment',
      deployed({ environment: undefined }),
      400,
      undefined,
    ],
    ['that is no CloudEvent', { hello: 'world' }, 400, undefined],
  ])('is not recorded when it is one %s', async (_, event, status, outcome) => {
    const { portal } = automation;
    const answer = await tell(event);
    expect(answer.status).toBe(status);
    expect(answer.body.outcome).toBe(outcome);
    expect(await portal.knex('deployments')).toEqual([]);
  });

  it('is not taken from a service that may not tell of it', async () => {
    expect((await tell(deployed(), tokens.stranger)).status).toBe(403);
    expect((await tell(deployed(), tokens.almighty)).status).toBe(403);
  });
});
