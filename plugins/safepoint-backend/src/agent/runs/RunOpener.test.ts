import { randomBytes } from 'node:crypto';
import { testGrounds } from '../../__testUtils__/testGrounds';
import type { Workbench } from '../testUtils/createWorkbench';
import { FakeAgent } from '../testUtils/FakeAgent';

const refused = /^This job is not entitled to do this\. /;

const drill = { operation: 'drill', sourceEnvironment: 'staging' } as const;
const inDrill = { environment: 'drill' };

describe.each(testGrounds())('opening a run on $name', ground => {
  let bench: Workbench;
  let agent: FakeAgent;

  beforeEach(async () => {
    bench = await ground.createWorkbench();
    agent = new FakeAgent(bench);
  });
  afterEach(() => bench.stop());

  it('plans a backup of the stores that the component depends on', async () => {
    const plan = await agent.open({ trigger: 'pre-deploy' });
    expect(plan).toMatchObject({
      operation: 'backup',
      heartbeatIntervalSeconds: 30,
      deploymentId: expect.any(String),
      backups: [
        {
          entityRef: 'resource:default/orders-db',
          environment: 'staging',
          driver: 'postgres',
          leaseTicket: 1,
        },
      ],
    });
    expect(plan.backups![0].recipients).toHaveLength(2);
    const [backup] = plan.backups!;
    const point = await bench.stores.points.find(backup.recoveryPointId);
    expect(point).toMatchObject({ status: 'pending', trigger: 'pre-deploy' });
  });

  it('answers a repeat with the same secret, with a new token', async () => {
    const body = {
      secret: randomBytes(32).toString('base64url'),
      operation: 'backup' as const,
      trigger: 'manual' as const,
      clientTime: new Date().toISOString(),
      agentVersion: '0.1.0',
    };
    const token = await bench.issuer.mint();
    const first = await bench.services.opener.open(token, body);
    const second = await bench.services.opener.open(token, body);
    expect(second).toMatchObject({
      runId: first.runId,
      backups: first.backups,
    });
    expect(second.runToken).not.toBe(first.runToken);
    await expect(agent.run(first)).rejects.toThrow(refused);
    await expect(agent.run(second)).resolves.toMatchObject({
      id: first.runId,
    });
  });

  it('refuses a replay by somebody who knows the token only', async () => {
    const token = await bench.issuer.mint();
    const body = (secret: string) => ({
      secret,
      operation: 'backup' as const,
      trigger: 'manual' as const,
      clientTime: new Date().toISOString(),
      agentVersion: '0.1.0',
    });
    await bench.services.opener.open(token, body('a'.repeat(43)));
    await expect(
      bench.services.opener.open(token, body('b'.repeat(43))),
    ).rejects.toThrow(refused);
  });

  it('opens one run when the same opening arrives twice at once', async () => {
    const token = await bench.issuer.mint();
    const body = {
      secret: 'a'.repeat(43),
      operation: 'backup' as const,
      trigger: 'manual' as const,
      clientTime: new Date().toISOString(),
      agentVersion: '0.1.0',
    };
    await Promise.allSettled([
      bench.services.opener.open(token, body),
      bench.services.opener.open(token, body),
    ]);
    expect(await bench.knex('runs')).toHaveLength(1);
    expect(await bench.knex('recovery_points')).toHaveLength(1);
  });

  it('refuses a clock that is off, and says by how much', async () => {
    await expect(
      agent.open({
        clientTime: new Date(
          bench.clock.now.getTime() + 6 * 60_000,
        ).toISOString(),
      }),
    ).rejects.toThrow(/6 minutes ahead.*NTP/);
  });

  it.each<[string, Parameters<FakeAgent['open']>]>([
    ["another team's store", [{ stores: ['resource:default/billing-db'] }]],
    ['a store that does not exist', [{ stores: ['resource:default/nothing'] }]],
    [
      "another team's component",
      [{ component: 'component:default/billing', trigger: 'pre-deploy' }],
    ],
    [
      "another team's component, without saying which store",
      [{ component: 'component:default/billing' }],
    ],
    [
      'a component that does not exist',
      [{ component: 'component:default/nothing' }],
    ],
    ['another project', [{}, { project_id: '43', job_project_id: '43' }]],
    [
      "a drill of another team's store",
      [{ ...drill, stores: ['resource:default/billing-db'] }, inDrill],
    ],
    [
      'a drill of a store that does not exist',
      [{ ...drill, stores: ['resource:default/nothing'] }, inDrill],
    ],
    [
      'a drill for a component that does not exist',
      [{ ...drill, component: 'component:default/nothing' }, inDrill],
    ],
    [
      'a drill of another project, in an environment of that name',
      [drill, { ...inDrill, project_id: '43', job_project_id: '43' }],
    ],
    [
      'a drill in the environment that it reads',
      [drill, { environment: 'staging' }],
    ],
    [
      'a drill that says it is elsewhere',
      [{ ...drill, environment: 'drill' }, { environment: 'staging' }],
    ],
    [
      'a drill in an environment that is not configured for drills',
      [drill, { environment: 'scratch' }],
    ],
    [
      'a drill of production in an environment that may read staging only',
      [
        { ...drill, sourceEnvironment: 'production' },
        { environment: 'drill-staging', environment_protected: 'true' },
      ],
    ],
    ['another environment', [{ environment: 'production' }]],
    [
      'production from an unprotected ref',
      [
        { environment: 'production' },
        { environment: 'production', ref_protected: 'false' },
      ],
    ],
    ['a job without environment', [{}, { environment: undefined }]],
    [
      'a merge request pipeline',
      [{}, { pipeline_source: 'merge_request_event' }],
    ],
    [
      'a request that does not exist',
      [{ operation: 'request', requestId: 'nothing' }],
    ],
    [
      'a request that does not exist, by the recovery project',
      [
        { operation: 'request', requestId: 'nothing' },
        {
          project_id: '99',
          job_project_id: '99',
          pipeline_source: 'api',
          environment: undefined,
        },
      ],
    ],
  ])('refuses %s with the same words', async (_, [body, claims]) => {
    bench.entitlements.bound.set('component:default/billing', ['50']);
    bench.entitlements.bound.set('resource:default/billing-db', ['50']);
    const error = await agent.open(body, claims).catch(e => e);
    expect(error).toMatchObject({ name: 'NotAllowedError' });
    expect(error.message.replace(/[0-9A-HJKMNP-TV-Z]{26}/, 'ID')).toBe(
      "This job is not entitled to do this. The platform team sees why in the portal's log under ID.",
    );
    expect(bench.audits).toContainEqual(
      expect.objectContaining({ eventId: 'job-refused' }),
    );
    expect(await bench.knex('runs')).toHaveLength(0);
  });

  it('refuses a job that GitLab says is over', async () => {
    bench.job.state = 'not-running';
    await expect(agent.open()).rejects.toThrow(refused);
  });

  it('names the stores that a gate does not cover', async () => {
    bench.entitlements.dependsOn.set('component:default/orders', [
      'resource:default/orders-db',
      'resource:default/orders-files',
    ]);
    await expect(
      agent.open({
        trigger: 'pre-deploy',
        stores: ['resource:default/orders-db'],
      }),
    ).rejects.toThrow(/lacks resource:default\/orders-files/);
  });

  it('says who is at the store when it is busy, and changes nothing', async () => {
    await agent.open();
    await expect(agent.open()).rejects.toThrow(
      /resource:default\/orders-db in staging is busy: a backup/,
    );
    expect(await bench.knex('recovery_points')).toHaveLength(1);
  });
});
