import { ulid } from 'ulid';
import type { RecordedPoint } from '../database/RecordedPoint';
import { createWorkbench, type Workbench } from './testUtils/createWorkbench';
import { FakeAgent } from './testUtils/FakeAgent';
import { testDatabases } from './testUtils/testDatabases';

describe.each(testDatabases())('the stores on $name', ({ open }) => {
  let bench: Workbench;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const database = await open();
    close = database.close;
    bench = await createWorkbench({ knex: database.knex });
  });
  afterEach(async () => {
    await bench.stop();
    await close();
  });

  const claim = (holder: string, seconds = 300) => ({
    instanceId: 'instance-1',
    holder,
    purpose: 'backup' as const,
    now: bench.clock.now,
    expiresAt: new Date(bench.clock.now.getTime() + seconds * 1000),
  });

  it('give a lease to one of ten who ask at once', async () => {
    const { leases } = bench.stores;
    const attempts = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        leases.tryAcquire(claim(`run-${i}`)),
      ),
    );
    expect(attempts.filter(({ outcome }) => outcome === 'acquired')).toEqual([
      { outcome: 'acquired', ticket: 1 },
    ]);
  });

  it('give a lease that ran out to one of ten, under a new ticket', async () => {
    const { leases } = bench.stores;
    await leases.tryAcquire(claim('first', 10));
    bench.advance(11);
    const attempts = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        leases.tryAcquire(claim(`run-${i}`)),
      ),
    );
    expect(attempts.filter(({ outcome }) => outcome === 'acquired')).toEqual([
      { outcome: 'acquired', ticket: 2 },
    ]);
    expect(await leases.renew(claim('first'))).toBe(false);
  });

  it('hand a lease on only from who holds it', async () => {
    const { leases } = bench.stores;
    await leases.tryAcquire(claim('run'));
    const handOver = { ...claim('run'), to: 'deployment' };
    expect(await leases.transfer({ ...handOver, from: 'other' })).toBe(false);
    expect(await leases.transfer({ ...handOver, from: 'run' })).toBe(true);
    expect(await leases.renew(claim('run'))).toBe(false);
    await leases.releaseAll('deployment');
    expect(
      await leases.findLive('instance-1', bench.clock.now),
    ).toBeUndefined();
  });

  it('never shorten a lease', async () => {
    const { leases } = bench.stores;
    await leases.tryAcquire(claim('run', 300));
    await leases.renew(claim('run', 10));
    expect(await leases.findLive('instance-1', bench.clock.now)).toMatchObject({
      expiresAt: claim('run', 300).expiresAt,
    });
  });

  it('let one of two changes of a status win', async () => {
    const { points } = bench.stores;
    const point: RecordedPoint = {
      id: ulid(),
      instanceId: 'instance-1',
      trigger: 'manual',
      status: 'running',
      createdAt: bench.clock.now,
      level: 'L0',
      quarantined: false,
      revision: 0,
    };
    await points.insert(point);
    const outcomes = await Promise.allSettled([
      points.transition(point.id, { from: ['running'], to: 'completing' }),
      points.transition(point.id, { from: ['running'], to: 'lost' }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
  });

  it('keep what they were given', async () => {
    const agent = new FakeAgent(bench);
    const { point, receipt } = await agent.backUp({ trigger: 'pre-deploy' });
    const found = await bench.stores.points.find(point.id);
    expect(found).toEqual({ ...point, createdAt: bench.clock.now });
    expect(found?.sourceBytes).toBe(10_000);
    expect(found?.quarantined).toBe(false);
    const deployment = await bench.stores.deployments.find(
      receipt!.deploymentId,
    );
    expect(deployment).toMatchObject({
      gatedAt: bench.clock.now,
      recoveryPointIds: [point.id],
      revision: 1,
    });
  });

  it('page through points, newest first', async () => {
    const agent = new FakeAgent(bench);
    const made: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      made.unshift((await agent.backUp()).point.id);
    }
    const { instanceId } = (await bench.stores.points.find(made[0]))!;
    const { points } = bench.stores;
    const first = await points.page({ instanceId, limit: 2 });
    const second = await points.page({
      instanceId,
      limit: 2,
      before: first[1].id,
    });
    expect([...first, ...second].map(({ id }) => id)).toEqual(made);
  });

  it('open one run for a token that is shown twice at once', async () => {
    const token = await bench.issuer.mint();
    const body = {
      secret: 'a'.repeat(43),
      operation: 'backup' as const,
      trigger: 'manual' as const,
      clientTime: new Date().toISOString(),
      agentVersion: '0.1.0',
    };
    await Promise.allSettled(
      [1, 2, 3].map(() => bench.services.opener.open(token, body)),
    );
    expect(await bench.knex('runs')).toHaveLength(1);
    expect(await bench.knex('recovery_points')).toHaveLength(1);
  });

  it('complete a point once when the agent and the sweep meet', async () => {
    const agent = new FakeAgent(bench);
    const plan = await agent.open();
    const draft = await agent.upload(plan);
    const answers = await Promise.allSettled([
      agent.complete(plan, draft),
      agent.complete(plan, draft),
      agent.complete(plan, draft),
    ]);
    expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true);
    const [{ recoveryPointId }] = plan.backups!;
    expect(await bench.stores.points.find(recoveryPointId)).toMatchObject({
      status: 'available',
    });
    expect(await agent.complete(plan, draft)).toMatchObject({
      status: 'available',
    });
  });

  it('carry the whole story of a deployment', async () => {
    const agent = new FakeAgent(bench);
    const { receipt } = await agent.backUp({ trigger: 'pre-deploy' });
    await bench.services.gate.confirm(
      await bench.issuer.mint({ job_id: '7002' }),
      receipt!.token,
    );
    await agent.backUp({ trigger: 'baseline' });
    const drill = await agent.drill();
    await bench.services.proofs.recordSubmission(
      await agent.run(drill),
      agent.proof(drill.drill!.manifest as never),
    );
    await agent.finish(drill);
    bench.advance(301);
    await bench.services.sweeper.sweep();
    expect(
      await bench.stores.deployments.find(receipt!.deploymentId),
    ).toMatchObject({ status: 'succeeded' });
    const [drilled] = await bench.stores.drills.listByPoints([
      drill.drill!.recoveryPointId,
    ]);
    expect(drilled).toMatchObject({ outcome: 'passed', level: 'L3' });
  });
});
