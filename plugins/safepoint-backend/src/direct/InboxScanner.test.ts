import { readSignedManifest } from '@safepoint/engine';
import { FakeAgent } from '../agent/testUtils/FakeAgent';
import { testDatabases } from '../agent/testUtils/testDatabases';
import { IndexRebuilder } from '../rebuild';
import {
  component,
  createDirectBench,
  type DirectBench,
  entityRef,
  environment,
  leaveFind,
} from './testUtils/createDirectBench';

describe.each(testDatabases())('finds in the inboxes, on $name', database => {
  let bench: DirectBench;
  let opened: Awaited<ReturnType<typeof database.open>>;

  beforeEach(async () => {
    opened = await database.open();
    bench = await createDirectBench({ knex: opened.knex });
    await bench.publisher.publish();
  });
  afterEach(async () => {
    await bench.stop();
    await opened.close();
  });

  const point = (id: string) => bench.stores.points.find(id);
  const keysBelow = async (prefix: string) => {
    const keys = [];
    for await (const { key } of bench.storage.listObjects(prefix)) {
      keys.push(key);
    }
    return keys;
  };
  const deployments = () =>
    bench.stores.deployments.listByEntities([component], environment);

  it('become recovery points with a signed manifest, in the folder of the store', async () => {
    const { id, folder } = await leaveFind(bench);
    await bench.scanner.scan();
    expect(await point(id)).toMatchObject({
      status: 'available',
      trigger: 'pre-deploy',
      quarantined: false,
      rows: 3,
    });
    const prefix = `default/resource/orders-db/staging/${id}`;
    const bytes = await bench.storage.readObject(`${prefix}/manifest.json`);
    const { manifest } = await readSignedManifest(
      bytes!,
      bench.signingKeys.known,
      { id, instanceId: bench.instance.id, entityRef, environment },
    );
    expect(manifest.run).toMatchObject({ projectId: '42', jobId: '7001' });
    expect(manifest.objects[0].payload.key).toBe(`${prefix}/data.payload`);
    expect(await keysBelow(`${folder}/`)).toEqual([]);
  });

  it('are bound to the deployment, which shows that it was gated without the portal', async () => {
    const { id } = await leaveFind(bench);
    await bench.scanner.scan();
    expect(await deployments()).toMatchObject([
      {
        gate: 'direct',
        status: 'gated',
        pipelineId: '700',
        recoveryPointIds: [id],
        startedAt: expect.any(Date),
      },
    ]);
    expect((await point(id))?.deploymentId).toBe((await deployments())[0].id);
  });

  it('of one set belong to one deployment', async () => {
    const ids = [];
    for (let count = 0; count < 2; count += 1) {
      ids.push((await leaveFind(bench)).id);
    }
    await bench.scanner.scan();
    const [deployment, ...others] = await deployments();
    expect(others).toEqual([]);
    expect([...deployment.recoveryPointIds].sort()).toEqual(ids.sort());
  });

  it('leave alone a gate that was run again when the portal was back', async () => {
    await leaveFind(bench);
    const agent = new FakeAgent(bench);
    bench.advance(30);
    await agent.backUp({ trigger: 'pre-deploy' });
    const before = await deployments();
    await bench.scanner.scan();
    expect(await deployments()).toEqual(before);
    expect(before).toMatchObject([{ gate: 'stage' }]);
  });

  it('turn a bypass into a deployment that was gated after all', async () => {
    await bench.services.outcomes.report(
      await bench.issuer.mint({ job_id: '7003' }),
      { environment, outcome: 'succeeded' },
    );
    expect(await deployments()).toMatchObject([{ gate: 'none' }]);
    const { id } = await leaveFind(bench);
    await bench.scanner.scan();
    expect(await deployments()).toMatchObject([
      { gate: 'direct', status: 'succeeded', recoveryPointIds: [id] },
    ]);
    expect((await deployments())[0].bypassReason).toBeUndefined();
  });

  it('are adopted once, also after a rebuild', async () => {
    const { id } = await leaveFind(bench);
    await bench.scanner.scan();
    const before = await point(id);
    await bench.scanner.scan();
    expect(await point(id)).toEqual(before);
    await new IndexRebuilder(bench.dependencies).rebuildIndex();
    await bench.scanner.scan();
    expect(await point(id)).toMatchObject({ status: 'available' });
    expect(await deployments()).toHaveLength(1);
  });

  it('are only tidied away when a crash came after their adoption', async () => {
    const { id, folder, draft } = await leaveFind(bench);
    await bench.scanner.scan();
    await bench.storage.createObject(
      `${folder}/draft.json`,
      Buffer.from(JSON.stringify(draft)),
    );
    await bench.scanner.scan();
    expect(await point(id)).toMatchObject({ status: 'available' });
    expect(await keysBelow(`${folder}/`)).toEqual([]);
  });

  it('are rolled forward when the portal died in the middle', async () => {
    const { id } = await leaveFind(bench);
    const writes = jest
      .spyOn(bench.storage, 'createObject')
      .mockRejectedValueOnce(new Error('died'));
    await bench.scanner.scan();
    writes.mockRestore();
    expect(await point(id)).toMatchObject({ status: 'completing' });
    bench.advance(60);
    await bench.services.sweeper.sweep();
    expect(await point(id)).toMatchObject({ status: 'available' });
  });

  it('wait while GitLab cannot be asked, and are adopted when it can', async () => {
    const { found } = bench.job;
    bench.job.found = undefined;
    const { id } = await leaveFind(bench);
    await bench.scanner.scan();
    expect(await point(id)).toBeUndefined();
    bench.job.found = found;
    await bench.scanner.scan();
    expect(await point(id)).toMatchObject({ status: 'available' });
  });

  it('settle the deployment when they are its baseline', async () => {
    await leaveFind(bench);
    const baseline = await leaveFind(bench, { draft: { trigger: 'baseline' } });
    await bench.scanner.scan();
    expect(await point(baseline.id)).toMatchObject({ status: 'available' });
    expect(await deployments()).toMatchObject([
      { gate: 'direct', status: 'succeeded' },
    ]);
    expect((await point(baseline.id))?.deploymentId).toBe(
      (await deployments())[0].id,
    );
  });

  it('have their deployment looked at in GitLab when they are adopted', async () => {
    const looked: object[] = [];
    bench.dependencies.lookAtGitLab = async place => {
      looked.push(place);
    };
    await leaveFind(bench);
    await bench.scanner.scan();
    expect(looked).toEqual([
      {
        issuer: bench.issuer.url,
        projectId: '42',
        pipelineId: '700',
        environment,
      },
    ]);
  });

  it('wait when their draft is written anew while it is read', async () => {
    const { id, folder, draft } = await leaveFind(bench);
    const read = bench.storage.readObject.bind(bench.storage);
    const reads = jest
      .spyOn(bench.storage, 'readObject')
      .mockImplementation(async (key, options) => {
        const bytes = await read(key, options);
        if (key === `${folder}/draft.json`) {
          await bench.storage.deleteObject(key);
          await bench.storage.createObject(
            key,
            Buffer.from(JSON.stringify({ ...draft, agentVersion: '0.1.01' })),
          );
        }
        return bytes;
      });
    await bench.scanner.scan();
    expect(await point(id)).toBeUndefined();
    reads.mockRestore();
    await bench.scanner.scan();
    expect(await point(id)).toMatchObject({ status: 'available' });
  });

  it('touch no recovery point whose id they have', async () => {
    const agent = new FakeAgent(bench);
    const { point: real } = await agent.backUp({ trigger: 'manual' });
    const { folder } = await leaveFind(bench, { id: real.id });
    await bench.scanner.scan();
    expect(await point(real.id)).toEqual(real);
    expect(await keysBelow(`${folder}/draft`)).toEqual([]);
  });

  it('at the place of no store are told and left alone', async () => {
    const key =
      '_direct/gitlab/42/default/resource/nothing/staging/01K00000000000000000000000/draft.json';
    await bench.storage.createObject(key, Buffer.from('{}'));
    await bench.scanner.scan();
    await bench.scanner.scan();
    const told = bench.audits.filter(
      ({ eventId }) => eventId === 'direct-find-misplaced',
    );
    expect(told).toHaveLength(1);
    expect(await keysBelow('_direct/')).toEqual([key]);
  });
});
