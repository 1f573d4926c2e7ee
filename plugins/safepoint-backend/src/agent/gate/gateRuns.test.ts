import { createWorkbench, type Workbench } from '../testUtils/createWorkbench';
import { FakeAgent } from '../testUtils/FakeAgent';
import { RequestDesk } from '../testUtils/RequestDesk';
import { testDatabases } from '../testUtils/testDatabases';

/** What a pipeline may do a second time, or two of them at once. */
describe.each(testDatabases())('gates on $name', ({ open }) => {
  let bench: Workbench;
  let agent: FakeAgent;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const database = await open();
    close = database.close;
    bench = await createWorkbench({ knex: database.knex });
    agent = new FakeAgent(bench);
  });
  afterEach(async () => {
    await bench.stop();
    await close();
  });

  const gate = async (claims = {}) => {
    const { receipt, point } = await agent.backUp(
      { trigger: 'pre-deploy', jobName: 'safepoint-before' },
      claims,
    );
    return { ...receipt!, point };
  };
  const confirm = async (receipt: string, claims = {}) =>
    bench.services.gate.confirm(
      await bench.issuer.mint({ job_id: '7002', ...claims }),
      receipt,
    );
  const report = async (outcome: 'succeeded' | 'failed', claims = {}) =>
    bench.services.outcomes.report(
      await bench.issuer.mint({ job_id: '7003', ...claims }),
      { environment: 'staging', outcome },
    );
  const again =
    /Run the job 'safepoint-before' of this pipeline again \(http.*\/shop\/orders\/-\/jobs\/7001\), then this job\./;

  it('let one of two pipelines through that come at once', async () => {
    const attempts = await Promise.allSettled(
      ['701', '702', '703'].map((pipeline_id, index) =>
        agent.open(
          { trigger: 'pre-deploy' },
          { pipeline_id, job_id: `${7_100 + index}` },
        ),
      ),
    );
    const refused = attempts.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(2);
    for (const attempt of refused) {
      expect((attempt as PromiseRejectedResult).reason).toMatchObject({
        name: 'StoreBusyError',
      });
    }
    expect(await bench.knex('recovery_points')).toHaveLength(1);
  });

  it('let one of two jobs start that show a receipt at once', async () => {
    const { token } = await gate();
    const answers = await Promise.allSettled(
      ['7002', '7009'].map(job_id => confirm(token, { job_id })),
    );
    const allowed = answers.filter(
      answer => answer.status === 'fulfilled' && answer.value.allowed,
    );
    expect(allowed).toHaveLength(1);
  });

  it('refuse a second pipeline of the service, and say who goes before it', async () => {
    const { deploymentId } = await gate();
    await expect(gate({ pipeline_id: '800' })).rejects.toThrow(
      new RegExp(
        `between the gate and the outcome of deployment ${deploymentId} of component:default/orders \\(commit c0ffee00\\), at the gate since ${bench.clock.now.toISOString()}, http.*/pipelines/700`,
      ),
    );
    await report('failed');
    await expect(gate({ pipeline_id: '800' })).resolves.toBeDefined();
  });

  it('refuse while a restore runs, and say whose and since when', async () => {
    const { point } = await agent.backUp();
    const [instance] = await bench.stores.instances.findByEntities([
      'resource:default/orders-db',
    ]);
    const desk = new RequestDesk(bench, agent);
    const request = await desk.put({
      kind: 'restore',
      instanceId: instance.id,
      recoveryPointId: point.id,
    });
    await desk.open(request);
    const since = bench.clock.now.toISOString();
    bench.advance(100);
    await expect(gate()).rejects.toThrow(
      new RegExp(
        `is busy: a restore \\(run .{26}, asked for by user:default/dana, since ${since}, http`,
      ),
    );
    expect(await bench.knex('deployments')).toEqual([]);
  });

  it('keep a restore out until the outcome', async () => {
    const { point } = await gate();
    const [instance] = await bench.stores.instances.findByEntities([
      'resource:default/orders-db',
    ]);
    const desk = new RequestDesk(bench, agent);
    const request = await desk.put({
      kind: 'restore',
      instanceId: instance.id,
      recoveryPointId: point.id,
    });
    await expect(desk.open(request)).rejects.toMatchObject({
      name: 'StoreBusyError',
    });
    await report('failed');
    await expect(desk.open(request)).resolves.toBeDefined();
  });

  it('keep scheduled work waiting until the outcome', async () => {
    const { token } = await gate();
    await confirm(token);
    const scheduled = () =>
      agent.open({ trigger: 'scheduled' }, { pipeline_id: '900' });
    await expect(scheduled()).rejects.toMatchObject({ name: 'StoreBusyError' });
    await report('succeeded');
    await expect(scheduled()).resolves.toBeDefined();
  });

  it('refuse a point that grew too old at a manual job, and renew it by the job that they name', async () => {
    bench.dependencies.config.gate.base = { maxPointAgeSeconds: 600 };
    const { token } = await gate();
    bench.advance(601);
    expect(await confirm(token)).toMatchObject({
      code: 'point-too-old',
      message: expect.stringMatching(again),
    });
    const renewed = await gate({ job_id: '7011' });
    expect(await confirm(renewed.token)).toMatchObject({ allowed: true });
    expect(await confirm(token)).toMatchObject({
      allowed: false,
      code: 'receipt-used',
    });
  });

  it('refuse a retry of the deploy job until the gate is passed again', async () => {
    const { token } = await gate();
    await confirm(token);
    await report('failed');
    const retried = { job_id: '7020' };
    expect(await confirm(token, retried)).toMatchObject({
      code: 'receipt-used',
      message: expect.stringMatching(again),
    });
    const renewed = await gate({ job_id: '7011' });
    expect(await confirm(renewed.token, retried)).toMatchObject({
      allowed: true,
    });
    expect(await bench.knex('deployments').select('status')).toEqual(
      expect.arrayContaining([{ status: 'failed' }, { status: 'running' }]),
    );
  });

  it('take a deploy job that was killed for one whose end is unknown, and let its pipeline try again', async () => {
    const { token, deploymentId } = await gate();
    await confirm(token);
    await expect(gate({ job_id: '7011' })).rejects.toMatchObject({
      name: 'StoreBusyError',
    });
    bench.dependencies.jobs.isRunning = async (_, __, job) =>
      job === '7002' ? 'not-running' : 'running';
    await expect(gate({ job_id: '7011' })).resolves.toBeDefined();
    expect(await bench.stores.deployments.find(deploymentId)).toMatchObject({
      status: 'abandoned',
      startedAt: expect.any(Date),
    });
  });

  it("do not take GitLab's silence for the end of a job", async () => {
    const { token } = await gate();
    await confirm(token);
    const { jobs } = bench.dependencies;
    jobs.isRunning = async (_, __, job) =>
      job === '7002' ? 'unknown' : 'running';
    await expect(gate({ job_id: '7011' })).rejects.toMatchObject({
      name: 'StoreBusyError',
    });
  });

  it('make a rollback from the environment page pass the gate of the old pipeline again', async () => {
    const old = await gate();
    await confirm(old.token);
    await report('succeeded');
    const newer = { pipeline_id: '701', sha: 'beef'.padEnd(40, '0') };
    const next = await gate(newer);
    await confirm(next.token, newer);
    await report('failed', newer);

    // GitLab runs the old deploy job again: the old pipeline and receipt, a new job.
    const rollback = { job_id: '7050' };
    expect(await confirm(old.token, rollback)).toMatchObject({
      code: 'receipt-used',
      message: expect.stringMatching(again),
    });
    const fresh = await gate({ job_id: '7051' });
    expect(await confirm(fresh.token, rollback)).toMatchObject({
      allowed: true,
    });
    expect(
      await bench.stores.deployments.find(fresh.deploymentId),
    ).toMatchObject({ commit: 'c0ffee'.padEnd(40, '0'), status: 'running' });
    expect(await bench.knex('deployments')).toHaveLength(3);
  });
});
