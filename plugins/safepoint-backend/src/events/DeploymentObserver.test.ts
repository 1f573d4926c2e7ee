import { testDatabases } from '../agent/testUtils/testDatabases';
import { agentStores } from '../database/agentStores';
import {
  createObservatory,
  type Observatory,
} from './testUtils/createObservatory';

describe.each(testDatabases())('what GitLab says, on $name', ({ open }) => {
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

  const heldBy = (holder: string) =>
    agentStores(world.bench.knex).leases.listHeldBy(holder);

  it('frees the store when the pipeline is cancelled between gate and deploy', async () => {
    const receipt = await world.openGate();
    expect(await heldBy(receipt.deploymentId)).toHaveLength(1);
    world.gitlab.pipelines.set('700', 'ended');
    await world.observer.observe(world.place);
    expect(await world.deployments()).toMatchObject([
      { id: receipt.deploymentId, status: 'abandoned' },
    ]);
    expect(await heldBy(receipt.deploymentId)).toEqual([]);
  });

  it.each([
    ['a person may still go through', 'waiting'],
    ['stands in a pipeline that the portal cannot see', 'unknown'],
  ] as const)('leaves a gate alone that %s', async (_, state) => {
    const receipt = await world.openGate();
    world.gitlab.pipelines.set('700', state);
    await world.observer.observe(world.place);
    expect(await world.deployments()).toMatchObject([{ status: 'gated' }]);
    expect(await heldBy(receipt.deploymentId)).toHaveLength(1);
  });

  it.each([
    ['failed', 'failed'],
    ['canceled', 'failed'],
    ['success', 'succeeded'],
  ] as const)(
    'gives a confirmed deploy that %s its outcome',
    async (status, outcome) => {
      const receipt = await world.openGate();
      world.gitlab.deploy('7002');
      await world.confirm(receipt.token, '7002');
      world.bench.advance(60);
      world.gitlab.end('7002', status);
      world.gitlab.pipelines.set('700', 'ended');
      await world.observer.observe(world.place);
      const recorded = await world.deployments();
      expect(recorded).toMatchObject([
        {
          status: outcome,
          gate: 'strict',
          jobId: '7002',
          finishedAt: world.bench.clock.now,
        },
      ]);
      expect(await heldBy(receipt.deploymentId)).toEqual([]);
      await world.observer.observe(world.place);
      expect(await world.deployments()).toEqual(recorded);
    },
  );

  it('gives a deploy that only stage order held back its job and its outcome', async () => {
    await world.openGate();
    world.gitlab.deploy('7002');
    await world.observer.observe(world.place);
    expect(await world.deployments()).toMatchObject([{ status: 'gated' }]);
    world.bench.advance(60);
    world.gitlab.end('7002', 'failed');
    await world.observer.observe(world.place);
    expect(await world.deployments()).toMatchObject([
      { status: 'failed', gate: 'stage', jobId: '7002' },
    ]);
  });

  it('keeps the store for the baseline of a deploy that went well', async () => {
    const receipt = await world.openGate();
    world.gitlab.deploy('7002');
    world.gitlab.end('7002', 'success');
    await world.observer.observe(world.place);
    expect(await heldBy(receipt.deploymentId)).toHaveLength(1);
    await world.agent.backUp({ trigger: 'baseline' }, { job_id: '7003' });
    await world.observer.observe(world.place);
    expect(await world.deployments()).toMatchObject([
      { status: 'succeeded', gate: 'stage', jobId: '7002' },
    ]);
    expect(world.bench.alerts.raised).toEqual([]);
  });
});
