import { IndexRebuilder } from '../../rebuild';
import { RecoverySetStore } from '../../recoverySets/RecoverySetStore';
import { createWorkbench, type Workbench } from '../testUtils/createWorkbench';
import { FakeAgent } from '../testUtils/FakeAgent';
import { testDatabases } from '../testUtils/testDatabases';

const changeMarker = { kind: 'test', snapshot: '7:7:' };

describe.each(testDatabases())('baselines by promotion on $name', database => {
  let bench: Workbench;
  let agent: FakeAgent;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const opened = await database.open();
    close = opened.close;
    bench = await createWorkbench({ knex: opened.knex });
    agent = new FakeAgent(bench);
  });
  afterEach(async () => {
    await bench.stop();
    await close();
  });

  /** A gate with a point that says how to tell a change, and the plan of the baseline after it. */
  async function deploy(options = { marked: true }) {
    const gated = await agent.open({ trigger: 'pre-deploy' });
    for (const backup of gated.backups!) {
      const draft = await agent.upload(gated, backup, {
        ...(options.marked && { changeMarker }),
      });
      await agent.complete(gated, draft, backup);
      bench.advance(2);
    }
    await agent.finish(gated);
    bench.advance(60);
    const baseline = await agent.open({ trigger: 'baseline' });
    return {
      baseline,
      before: gated.backups!.map(({ recoveryPointId }) => recoveryPointId),
      planned: baseline.backups!.map(({ recoveryPointId }) => recoveryPointId),
    };
  }
  const find = async (
    plan: Awaited<ReturnType<typeof deploy>>['baseline'],
    planned: string,
  ) => {
    const run = await agent.run(plan);
    return bench.services.promoter.find(
      run,
      await bench.services.access.findPoint(run, planned),
    );
  };
  const promote = async (
    plan: Awaited<ReturnType<typeof deploy>>['baseline'],
    planned: string,
    candidate: string,
  ) =>
    bench.services.promoter.promote(await agent.run(plan), planned, candidate);

  it('make the point from before the deployment its baseline, durably, and no second one', async () => {
    const { baseline, before, planned } = await deploy();
    expect(await find(baseline, planned[0])).toMatchObject({
      candidate: { recoveryPointId: before[0], changeMarker },
    });
    const openedAt = bench.clock.now;
    bench.advance(5);
    const promoted = await promote(baseline, planned[0], before[0]);
    expect(promoted).toMatchObject({
      id: before[0],
      trigger: 'pre-deploy',
      status: 'available',
      baselineOf: baseline.deploymentId,
      unchangedAt: openedAt,
    });
    expect(await bench.stores.points.find(planned[0])).toBeUndefined();
    // A lost answer is asked for again.
    expect(await promote(baseline, planned[0], before[0])).toEqual(promoted);
    await agent.finish(baseline);
    expect(
      await bench.stores.deployments.find(baseline.deploymentId!),
    ).toMatchObject({ status: 'succeeded' });
    expect(bench.audits.map(({ eventId }) => eventId)).toContain(
      'recovery-point-promote',
    );
    await bench.knex('recovery_points').delete();
    const report = await new IndexRebuilder(bench.dependencies).rebuildIndex();
    expect(report.problems).toEqual([]);
    const rebuilt = await bench.stores.points.find(before[0]);
    expect(rebuilt).toMatchObject({
      baselineOf: baseline.deploymentId,
      unchangedAt: openedAt,
    });
    await agent.backUp({ trigger: 'manual' });
  });

  it('have no candidate where the driver left no mark, and say why', async () => {
    const { baseline, before, planned } = await deploy({ marked: false });
    expect(await find(baseline, planned[0])).toEqual({
      reason: expect.stringMatching(/how to tell/),
    });
    await expect(promote(baseline, planned[0], before[0])).rejects.toThrow(
      /how to tell/,
    );
  });

  it('are for no other run, no other point and none that is under way', async () => {
    const other = await agent.backUp({ trigger: 'manual' });
    const { baseline, before, planned } = await deploy();
    await expect(promote(baseline, planned[0], other.point.id)).rejects.toThrow(
      /another one is the candidate/,
    );
    await agent.upload(baseline);
    await expect(promote(baseline, planned[0], before[0])).rejects.toThrow(
      /being made already/,
    );
    await agent.finish(baseline, 'failed');
    const manual = await agent.open({ trigger: 'manual' });
    expect(
      await find(manual, manual.backups![0].recoveryPointId),
    ).toMatchObject({ reason: expect.stringMatching(/only the baseline/) });
  });

  it('are not made of a point that is damaged meanwhile, nor without the lease', async () => {
    const { baseline, before, planned } = await deploy();
    await bench.knex('recovery_points').where({ id: before[0] }).update({
      status: 'corrupt',
    });
    await expect(promote(baseline, planned[0], before[0])).rejects.toThrow(
      /cannot be restored/,
    );
    await bench.knex('recovery_points').where({ id: before[0] }).update({
      status: 'available',
    });
    await bench.knex('leases').update({ ticket: 99 });
    await expect(promote(baseline, planned[0], before[0])).rejects.toThrow(
      /lost its lease/,
    );
    expect(await bench.stores.points.find(planned[0])).toMatchObject({
      status: 'pending',
    });
  });

  it('stand in a set beside points that were made anew', async () => {
    bench.entitlements.bound.set('resource:default/ledger-db', ['42']);
    bench.entitlements.dependsOn.set('component:default/orders', [
      'resource:default/orders-db',
      'resource:default/ledger-db',
    ]);
    const { baseline, before, planned } = await deploy();
    await promote(baseline, planned[0], before[0]);
    bench.advance(7);
    const draft = await agent.upload(baseline, baseline.backups![1]);
    await agent.complete(baseline, draft, baseline.backups![1]);
    await agent.finish(baseline);
    const set = await new RecoverySetStore(bench.knex).findByRun(
      baseline.runId,
    );
    // The promoted state was still true when the run began, seven seconds before the other's.
    expect(set).toMatchObject({
      status: 'complete',
      recoveryPointIds: [before[0], planned[1]],
      skewSeconds: 7,
    });
  });
});
