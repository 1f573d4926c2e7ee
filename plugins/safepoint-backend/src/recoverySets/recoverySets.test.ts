import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunPlan } from '@safepoint/backstage-plugin-safepoint-common';
import {
  createWorkbench,
  type Workbench,
} from '../agent/testUtils/createWorkbench';
import { FakeAgent } from '../agent/testUtils/FakeAgent';
import { testDatabases } from '../agent/testUtils/testDatabases';
import { IndexRebuilder } from '../rebuild';
import { RecoverySetStore } from './RecoverySetStore';

describe.each(testDatabases())('recovery sets on $name', database => {
  let bench: Workbench;
  let agent: FakeAgent;
  let sets: RecoverySetStore;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const opened = await database.open();
    close = opened.close;
    bench = await createWorkbench({ knex: opened.knex });
    agent = new FakeAgent(bench);
    sets = new RecoverySetStore(bench.knex);
    bench.entitlements.bound.set('resource:default/ledger-db', ['42']);
    bench.entitlements.dependsOn.set('component:default/orders', [
      'resource:default/orders-db',
      'resource:default/ledger-db',
    ]);
  });
  afterEach(async () => {
    await bench.stop();
    await close();
  });

  /** Completes the points of these places in the plan, three seconds between their states. */
  const completeSome = async (plan: RunPlan, places: number[]) => {
    for (const place of places) {
      const backup = plan.backups![place];
      const draft = await agent.upload(plan, backup);
      await agent.complete(plan, draft, backup);
      bench.advance(3);
    }
  };
  const setOf = async (plan: RunPlan) => (await sets.findByRun(plan.runId))!;
  const readRecord = async (id: string) => {
    const folder = join(bench.root, 'default/component/orders/staging/records');
    const names = await readdir(folder);
    const name = names.find(one => one.startsWith(`recovery-set-${id}-`));
    return name && JSON.parse(await readFile(join(folder, name), 'utf8'));
  };

  it('are the points of one run, with the measured skew, in manifests and a signed record', async () => {
    const plan = await agent.open({ trigger: 'pre-deploy' });
    expect(await setOf(plan)).toMatchObject({ status: 'taking' });
    await completeSome(plan, [0, 1]);
    expect((await agent.finish(plan)).receipt).toBeDefined();
    const set = await setOf(plan);
    const ids = plan.backups!.map(({ recoveryPointId }) => recoveryPointId);
    expect(set).toMatchObject({
      status: 'complete',
      skewSeconds: 3,
      entityRef: 'component:default/orders',
      recoveryPointIds: ids,
      trigger: 'pre-deploy',
    });
    const manifests = await bench.stores.points.readManifests(ids);
    expect([...manifests.values()].map(({ setId }) => setId)).toEqual([
      set.id,
      set.id,
    ]);
    expect(await readRecord(set.id)).toMatchObject({
      type: 'recovery-set',
      data: { skewSeconds: 3, recoveryPointIds: ids },
      signature: { protected: expect.any(String) },
    });
  });

  it('are none when one store was not saved: no gate opens, and the other point stays a point', async () => {
    const plan = await agent.open({ trigger: 'pre-deploy' });
    await completeSome(plan, [0]);
    await expect(agent.finish(plan)).rejects.toThrow(/has not succeeded/);
    const { receipt } = await agent.finish(plan, 'failed');
    expect(receipt).toBeUndefined();
    const set = await setOf(plan);
    expect(set).toMatchObject({
      status: 'incomplete',
      problem: { kind: 'run-failed' },
    });
    expect(set.skewSeconds).toBeUndefined();
    const [saved, missing] = set.recoveryPointIds;
    expect(await bench.stores.points.find(saved)).toMatchObject({
      status: 'available',
      setId: set.id,
    });
    expect(await bench.stores.points.find(missing)).toMatchObject({
      status: 'failed',
    });
  });

  it('are none when the job died in the middle', async () => {
    const plan = await agent.open({ trigger: 'pre-deploy' });
    await completeSome(plan, [0]);
    bench.advance(301);
    await bench.services.sweeper.sweep();
    expect(await setOf(plan)).toMatchObject({
      status: 'incomplete',
      problem: { kind: 'run-lost' },
    });
  });

  it('are not made of one store', async () => {
    const plan = await agent.open({ stores: ['resource:default/orders-db'] });
    expect(await setOf(plan)).toBeUndefined();
    await completeSome(plan, [0]);
    await agent.finish(plan);
    const { recoveryPointId } = plan.backups![0];
    const manifest = await bench.stores.points.readManifest(recoveryPointId);
    expect(manifest).not.toHaveProperty('setId');
  });

  it('are what a gate uses again, with the skew between states that were there already', async () => {
    bench.dependencies.config.gate.environments = {
      staging: { mode: 'reuse' },
    };
    const points = [];
    for (const store of ['orders-db', 'ledger-db']) {
      const alone = await agent.open({ stores: [`resource:default/${store}`] });
      await completeSome(alone, [0]);
      await agent.finish(alone);
      points.push(alone.backups![0].recoveryPointId);
    }
    await bench.knex('recovery_points').update({ level: 'L3' });
    const plan = await agent.open({ trigger: 'pre-deploy' });
    expect(plan.gate?.ground).toBe('reuse');
    const { receipt } = await agent.finish(plan);
    const set = await setOf(plan);
    expect(set).toMatchObject({
      status: 'complete',
      skewSeconds: 3,
      deploymentId: receipt!.deploymentId,
      entityRef: 'component:default/orders',
    });
    expect([...set.recoveryPointIds].sort()).toEqual(points.sort());
    expect(await readRecord(set.id)).toMatchObject({
      data: { skewSeconds: 3, deploymentId: receipt!.deploymentId },
    });
    expect(
      await bench.stores.deployments.find(receipt!.deploymentId),
    ).toMatchObject({
      gateRecord: {
        reasons: expect.arrayContaining([
          `Together they are recovery set ${set.id}, with 3 seconds between their states.`,
        ]),
      },
    });
    await bench.knex('recovery_sets').delete();
    await new IndexRebuilder(bench.dependencies).rebuildIndex();
    expect(await sets.find(set.id)).toMatchObject({
      status: 'complete',
      skewSeconds: 3,
    });
  });

  it('come back from storage as they were', async () => {
    const whole = await agent.open({ trigger: 'pre-deploy' });
    await completeSome(whole, [0, 1]);
    await agent.finish(whole);
    const broken = await agent.open({ trigger: 'pre-deploy' });
    await completeSome(broken, [1]);
    await agent.finish(broken, 'failed');
    const read = async () => ({
      sets: await bench.knex('recovery_sets').orderBy('id'),
      points: await bench
        .knex('recovery_points')
        .orderBy('id')
        .select('id', 'set_id', 'status'),
    });
    const before = await read();
    expect(before.sets).toHaveLength(2);
    await bench.knex('recovery_sets').delete();
    await bench.knex('recovery_points').delete();
    const report = await new IndexRebuilder(bench.dependencies).rebuildIndex();
    expect(report.problems).toEqual([]);
    expect(await read()).toEqual(before);
  });

  it('leave one that is being taken alone when the index is rebuilt', async () => {
    const plan = await agent.open({ trigger: 'pre-deploy' });
    await completeSome(plan, [0]);
    await new IndexRebuilder(bench.dependencies).rebuildIndex();
    await completeSome(plan, [1]);
    await agent.finish(plan);
    expect(await setOf(plan)).toMatchObject({ status: 'complete' });
  });
});
