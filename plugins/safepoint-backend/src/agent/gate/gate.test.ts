import { createWorkbench, type Workbench } from '../testUtils/createWorkbench';
import { FakeAgent } from '../testUtils/FakeAgent';

describe('the gate before a deploy', () => {
  let bench: Workbench;
  let agent: FakeAgent;

  beforeEach(async () => {
    bench = await createWorkbench();
    agent = new FakeAgent(bench);
  });
  afterEach(() => bench.stop());

  const deployJob = { job_id: '7002' };
  const confirm = async (receipt: string, claims = {}) =>
    bench.services.gate.confirm(
      await bench.issuer.mint({ ...deployJob, ...claims }),
      receipt,
    );
  const report = async (outcome: 'succeeded' | 'failed', claims = {}) =>
    bench.services.outcomes.report(
      await bench.issuer.mint({ job_id: '7003', ...claims }),
      { environment: 'staging', outcome },
    );
  const open = async () =>
    (await agent.backUp({ trigger: 'pre-deploy' })).receipt!;

  it('lets the deploy job start, once, and records that it did', async () => {
    const receipt = await open();
    expect(
      await bench.stores.deployments.find(receipt.deploymentId),
    ).toMatchObject({ status: 'gated', gate: 'stage', pipelineId: '700' });
    expect(await confirm(receipt.token)).toMatchObject({ allowed: true });
    expect(
      await bench.stores.deployments.find(receipt.deploymentId),
    ).toMatchObject({ status: 'running', gate: 'strict', jobId: '7002' });
    expect(await confirm(receipt.token)).toMatchObject({ allowed: true });
    expect(await confirm(receipt.token, { job_id: '7009' })).toMatchObject({
      allowed: false,
      code: 'receipt-used',
    });
  });

  it('gives nothing for a run that is no gate', async () => {
    expect((await agent.backUp({ trigger: 'manual' })).receipt).toBeUndefined();
  });

  it('gives a new receipt when the answer was lost', async () => {
    const { plan, receipt } = await agent.backUp({ trigger: 'pre-deploy' });
    const again = (await agent.finish(plan)).receipt!;
    expect(await confirm(receipt!.token)).toMatchObject({
      code: 'unknown-receipt',
    });
    expect(await confirm(again.token)).toMatchObject({ allowed: true });
  });

  it.each([
    ['a receipt that somebody made up', {}, 'x'.repeat(43)],
    ['another pipeline', { pipeline_id: '701' }, undefined],
    ['another environment', { environment: 'testing' }, undefined],
    ['another project', { project_id: '43', job_project_id: '43' }, undefined],
  ])('knows no receipt of %s', async (_, claims, made) => {
    const receipt = await open();
    expect(await confirm(made ?? receipt.token, claims)).toMatchObject({
      allowed: false,
      code: 'unknown-receipt',
    });
  });

  it('refuses a job without an environment', async () => {
    const receipt = await open();
    await expect(
      confirm(receipt.token, { environment: undefined }),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
  });

  it('refuses a receipt that ran out', async () => {
    const receipt = await open();
    bench.advance(3_601);
    expect(await confirm(receipt.token)).toMatchObject({
      code: 'receipt-expired',
    });
    await bench.services.sweeper.sweep();
    expect(
      await bench.stores.deployments.find(receipt.deploymentId),
    ).toMatchObject({ status: 'abandoned' });
  });

  it('refuses when the point is damaged in the meantime', async () => {
    const receipt = await open();
    await bench.knex('recovery_points').update({ status: 'corrupt' });
    expect(await confirm(receipt.token)).toMatchObject({
      code: 'point-unavailable',
    });
  });

  it('keeps everybody else from the store until the outcome', async () => {
    await open();
    await expect(
      agent.open({ trigger: 'manual' }, { pipeline_id: '800' }),
    ).rejects.toThrow(/between the gate and the outcome/);
    await report('failed');
    await expect(
      agent.open({ trigger: 'manual' }, { pipeline_id: '800' }),
    ).resolves.toBeDefined();
  });

  it('may be repeated in the same pipeline: the new one takes the place of the old', async () => {
    const first = await open();
    const second = await open();
    expect(
      await bench.stores.deployments.find(first.deploymentId),
    ).toMatchObject({
      status: 'abandoned',
    });
    expect(await confirm(first.token)).toMatchObject({ allowed: false });
    expect(await confirm(second.token)).toMatchObject({ allowed: true });
  });

  it('marks the deployment succeeded by its baseline', async () => {
    const receipt = await open();
    await confirm(receipt.token);
    const { point } = await agent.backUp({ trigger: 'baseline' });
    expect(
      await bench.stores.deployments.find(receipt.deploymentId),
    ).toMatchObject({ status: 'succeeded', finishedAt: bench.clock.now });
    expect(point).toMatchObject({
      trigger: 'baseline',
      deploymentId: receipt.deploymentId,
    });
  });

  it('names the last known good when the deployment failed', async () => {
    const { receipt, point } = await agent.backUp({ trigger: 'pre-deploy' });
    bench.advance(60);
    await confirm(receipt!.token);
    bench.advance(60);
    const answer = await report('failed');
    expect(answer).toMatchObject({
      deployment: { id: receipt!.deploymentId, status: 'failed' },
      stores: [
        {
          entityRef: 'resource:default/orders-db',
          environment: 'staging',
          lastKnownGood: { recoveryPointId: point.id },
          dataAtStakeSeconds: 120,
          restoreUrl: `http://portal.test/catalog/default/component/orders/recovery?restore=${
            point.id
          }&environment=staging&store=${point.instanceId}&deployment=${
            receipt!.deploymentId
          }`,
          dataAtStake: {
            seconds: 120,
            tables: [],
            deployments: [{ id: receipt!.deploymentId, status: 'failed' }],
          },
        },
      ],
    });
    expect(JSON.stringify(answer)).not.toContain('receiptDigest');
    expect(await report('failed')).toMatchObject({
      deployment: { status: 'failed' },
    });
    await expect(report('succeeded')).rejects.toMatchObject({
      name: 'ConflictError',
    });
  });

  it('records a deployment that no gate knows of as a bypass', async () => {
    expect(await report('succeeded')).toMatchObject({
      deployment: { gate: 'none', status: 'succeeded' },
    });
  });

  it("takes no outcome of another team's component", async () => {
    bench.entitlements.bound.set('component:default/billing', ['50']);
    await expect(
      bench.services.outcomes.report(await bench.issuer.mint(), {
        environment: 'staging',
        outcome: 'failed',
        component: 'component:default/billing',
      }),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
  });
});
