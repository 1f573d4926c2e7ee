import { testDatabases } from '../agent/testUtils/testDatabases';
import {
  createObservatory,
  type Observatory,
} from './testUtils/createObservatory';

describe.each(testDatabases())('past the gate, on $name', ({ open }) => {
  let world: Observatory;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const database = await open();
    close = database.close;
    world = await createObservatory(database);
    await world.confirmBinding();
    world.bench.advance(60);
  });
  afterEach(async () => {
    await world.stop();
    await close();
  });

  it('records a deploy without a gate as a bypass, tells the owner, and does so once', async () => {
    world.gitlab.deploy('7002');
    expect(await world.observer.observe(world.place, world.listed())).toBe(
      'undecided',
    );
    expect(await world.deployments()).toEqual([]);
    world.bench.advance(120);
    await world.observer.observe(world.place, world.listed());
    world.gitlab.end('7002', 'success');
    world.gitlab.pipelines.set('700', 'ended');
    await world.observer.observe(world.place, world.listed());
    await world.observer.observe(world.place, world.listed());
    const [bypass, ...others] = await world.deployments();
    expect(others).toEqual([]);
    expect(bypass).toMatchObject({
      gate: 'none',
      status: 'succeeded',
      jobId: '7002',
      bypassReason: 'No gate of this pipeline took a recovery point.',
      jobUrl: 'https://gitlab.test/shop/orders/-/jobs/7002',
    });
    expect(world.bench.alerts.raised).toMatchObject([
      {
        kind: 'gate-bypassed',
        severity: 'high',
        entityRef: 'component:default/orders',
        title: 'orders was deployed to staging past the gate',
        link: 'http://portal.test/catalog/default/component/orders/recovery?environment=staging',
      },
    ]);
    expect(
      world.bench.audits.filter(({ eventId }) => eventId === 'gate-bypassed'),
    ).toHaveLength(1);
  });

  it('sees a deploy job that dropped its needs, and leaves the gate unused', async () => {
    world.gitlab.deploy('7002');
    world.bench.advance(20);
    await world.openGate();
    world.bench.advance(120);
    world.gitlab.end('7002', 'success');
    world.gitlab.pipelines.set('700', 'ended');
    await world.observer.observe(world.place, world.listed());
    const recorded = await world.deployments();
    expect(recorded).toHaveLength(2);
    expect(recorded).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ gate: 'stage', status: 'abandoned' }),
        expect.objectContaining({
          gate: 'none',
          status: 'succeeded',
          bypassReason: expect.stringMatching(/did not wait/),
        }),
      ]),
    );
  });

  it('gives a job that did not wait, and not the gate, what the pipeline reports', async () => {
    world.gitlab.deploy('7002');
    world.bench.advance(20);
    await world.openGate();
    world.gitlab.end('7002', 'success');
    const report = (outcome: 'succeeded' | 'failed') =>
      world.bench.issuer.mint({ job_id: '7003' }).then(token =>
        world.bench.services.outcomes.report(token, {
          environment: 'staging',
          outcome,
        }),
      );
    expect(await report('failed')).toMatchObject({
      deployment: { gate: 'none', status: 'failed' },
    });
    expect(world.bench.alerts.raised).toHaveLength(1);
  });

  it('tells the owner once that a strict gate has become an easy one', async () => {
    const deploy = async (pipelineId: string, confirms: boolean) => {
      const { receipt } = await world.agent.backUp(
        { trigger: 'pre-deploy' },
        { pipeline_id: pipelineId },
      );
      world.bench.advance(120);
      const jobId = `${pipelineId}2`;
      world.gitlab.deploy(jobId, { pipelineId });
      if (confirms) {
        const claims = { job_id: jobId, pipeline_id: pipelineId };
        const token = await world.bench.issuer.mint(claims);
        await world.bench.services.gate.confirm(token, receipt!.token);
      }
      world.bench.advance(30);
      world.gitlab.end(jobId, 'success');
      world.gitlab.pipelines.set(pipelineId, 'ended');
      await world.observer.observe({ ...world.place, pipelineId });
    };
    await deploy('700', true);
    expect(world.bench.alerts.raised).toEqual([]);
    await deploy('701', false);
    await deploy('702', false);
    expect(world.bench.alerts.raised).toMatchObject([
      {
        kind: 'gate-weakened',
        title: 'orders no longer confirms its gate in staging',
        text: expect.stringContaining('pipeline 701'),
      },
    ]);
  });

  it('takes a job that the gate refused, and that ended, for no bypass', async () => {
    await world.openGate();
    world.gitlab.deploy('7002');
    expect(await world.confirm('x'.repeat(43), '7002')).toMatchObject({
      allowed: false,
    });
    world.bench.advance(5);
    world.gitlab.end('7002', 'failed');
    world.gitlab.pipelines.set('700', 'ended');
    await world.observer.observe(world.place, world.listed());
    expect(await world.deployments()).toMatchObject([
      { gate: 'stage', status: 'abandoned' },
    ]);
    expect(world.bench.alerts.raised).toEqual([]);
  });

  it('takes a job that the gate refused, and that went on, for a bypass', async () => {
    await world.openGate();
    world.gitlab.deploy('7002');
    await world.confirm('x'.repeat(43), '7002');
    world.bench.advance(5);
    world.gitlab.end('7002', 'success');
    await world.observer.observe(world.place, world.listed());
    expect(await world.deployments()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          gate: 'none',
          bypassReason:
            'The gate refused the deploy job (unknown-receipt), and it went on.',
        }),
      ]),
    );
  });

  it('adopts a bypass that its own pipeline has reported', async () => {
    world.gitlab.deploy('7002');
    world.bench.advance(30);
    world.gitlab.end('7002', 'failed');
    await world.bench.services.outcomes.report(
      await world.bench.issuer.mint({ job_id: '7003' }),
      { environment: 'staging', outcome: 'failed' },
    );
    await world.observer.observe(world.place, world.listed());
    expect(await world.deployments()).toMatchObject([
      { gate: 'none', status: 'failed', jobId: '7002' },
    ]);
  });

  it.each([
    ['nothing is bound to the project', { projectId: '43' }],
    ['no binding is for the environment', { environment: 'review/7' }],
    ['the GitLab is not configured', { issuer: 'https://elsewhere.test' }],
  ])('records nothing where %s', async (_, place) => {
    world.gitlab.deploy('7002');
    world.bench.advance(120);
    await world.observer.observe({ ...world.place, ...place }, world.listed());
    expect(await world.deployments()).toEqual([]);
  });

  it('records no bypass where the gate is off by policy', async () => {
    await world.confirmBinding('playground');
    world.bench.advance(1);
    world.gitlab.deploy('7002', { environment: 'playground' });
    world.bench.advance(120);
    const place = { ...world.place, environment: 'playground' };
    await world.observer.observe(place, world.listed());
    expect(await world.deployments()).toEqual([]);
  });

  it('does not judge what was deployed before anything was bound', async () => {
    world.gitlab.deploy('7002', {
      startedAt: new Date(world.bench.clock.now.getTime() - 3_600_000),
      status: 'success',
    });
    await world.observer.observe(world.place, world.listed());
    expect(await world.deployments()).toEqual([]);
  });
});
