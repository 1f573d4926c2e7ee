import type { Storage } from '@safepoint/engine';
import { testGrounds } from '../__testUtils__/testGrounds';
import type { Workbench } from '../agent/testUtils/createWorkbench';
import { FakeAgent } from '../agent/testUtils/FakeAgent';
import { RequestDesk } from '../agent/testUtils/RequestDesk';
import { draftRequestRecord } from '../requests/requestDraft';
import { IndexRebuilder } from './IndexRebuilder';

const tables = [
  'store_instances',
  'bindings',
  'recovery_points',
  'deployments',
  'drills',
  'requests',
  'header_stanzas',
];

describe.each(testGrounds())('IndexRebuilder on $name', ground => {
  let bench: Workbench;
  let agent: FakeAgent;

  beforeEach(async () => {
    bench = await ground.createWorkbench();
    agent = new FakeAgent(bench);
  });
  afterEach(() => bench.stop());

  const rebuild = () =>
    new IndexRebuilder({ ...bench.dependencies }).rebuildIndex();

  const openDrill = () =>
    agent.open(
      { operation: 'drill', sourceEnvironment: 'staging' },
      { environment: 'drill-staging' },
    );

  /** What anybody may see; a lease's ticket and a draft are alive only while a job runs. */
  const readAll = async () => {
    const all: Record<string, unknown[]> = {};
    for (const table of tables) {
      const rows = await bench.knex(table);
      all[table] = rows
        .map(({ ticket, draft, ...row }) => row)
        .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    }
    return all;
  };
  const empty = async () => {
    for (const table of [...tables, 'runs', 'leases', 'uploads']) {
      await bench.knex(table).delete();
    }
  };

  /** A gate, a failed deployment, a drill, a lost and a failed run, a restore and a mark. */
  async function liveALittle() {
    const gated = await agent.backUp({ trigger: 'pre-deploy' });
    await bench.services.gate.confirm(
      await bench.issuer.mint({ job_id: '7002' }),
      gated.receipt!.token,
    );
    await bench.services.outcomes.report(await bench.issuer.mint(), {
      environment: 'staging',
      outcome: 'failed',
    });
    const drill = await agent.drill();
    await bench.services.proofs.recordSubmission(
      await agent.run(drill),
      agent.proof(drill.drill!.manifest as never),
    );
    await agent.finish(drill);
    await agent.upload(await agent.open());
    bench.advance(301);
    await bench.services.sweeper.sweep();
    await agent.finish(await agent.open(), 'failed');
    const desk = new RequestDesk(bench, agent);
    const request = await desk.put({
      kind: 'restore',
      instanceId: gated.point.instanceId,
      recoveryPointId: gated.point.id,
    });
    await bench.records.transaction(trx =>
      bench.records.commit(
        trx,
        draftRequestRecord(request, {
          entityRef: 'resource:default/orders-db',
          environment: 'staging',
        }),
      ),
    );
    const restore = await desk.open(request);
    const run = await agent.run(restore);
    const proof = agent.proof(restore.restore!.manifest as never);
    await bench.services.restores.report(run, { step: 'checked', proof });
    await bench.services.restores.report(run, {
      step: 'switched',
      kept: 'old',
    });
    await agent.finish(restore);
    await agent.backUp({ trigger: 'baseline' }, { pipeline_id: '702' });
    return gated;
  }

  it('makes a deleted database what it was', async () => {
    await liveALittle();
    const before = await readAll();
    expect(before.recovery_points).toHaveLength(4);
    expect(before.drills).toHaveLength(2);
    expect(before.deployments).toHaveLength(2);
    await empty();
    expect(await rebuild()).toMatchObject({ manifests: 2, problems: [] });
    expect(await readAll()).toEqual(before);
  });

  it('changes nothing when nothing is amiss, and what it made can be worked on', async () => {
    await liveALittle();
    const before = await readAll();
    await rebuild();
    expect(await readAll()).toEqual(before);
    await agent.backUp({ trigger: 'pre-deploy' }, { pipeline_id: '703' });
  });

  it('writes nothing where nothing is amiss', async () => {
    await liveALittle();
    const written: string[] = [];
    bench.knex.on('query', ({ sql }: { sql: string }) => {
      if (/^(insert|update|delete)/i.test(sql)) written.push(sql);
    });
    await rebuild();
    expect(written).toEqual([]);
  });

  it('leaves alone what happened while storage was read', async () => {
    await agent.backUp();
    const happen = async () => {
      const drill = await openDrill();
      await bench.services.proofs.recordSubmission(
        await agent.run(drill),
        agent.proof(drill.drill!.manifest as never),
      );
      await agent.finish(drill);
      await agent.backUp({ trigger: 'pre-deploy' }, { pipeline_id: '704' });
    };
    const storage = afterListing(bench.storage, happen);
    await new IndexRebuilder({ ...bench.dependencies, storage }).rebuildIndex();
    const after = await readAll();
    const levels = after.recovery_points.map(
      point => (point as { level: string }).level,
    );
    expect(levels.sort()).toEqual(['L0', 'L3']);
    expect(after.drills).toHaveLength(1);
    expect(after.deployments).toHaveLength(1);
    // And it is what storage says when nothing happens meanwhile.
    await rebuild();
    expect(await readAll()).toEqual(after);
  });

  it('leaves a backup alone that is under way', async () => {
    const plan = await agent.open();
    const draft = await agent.upload(plan);
    await rebuild();
    expect(await agent.complete(plan, draft)).toMatchObject({
      status: 'available',
    });
  });

  it('still refuses a header that was copied from an older point', async () => {
    const stolen = (await agent.backUp()).draft.objects[0].header;
    await empty();
    await rebuild();
    const plan = await agent.open();
    const draft = await agent.upload(plan);
    draft.objects[0].header = stolen;
    await expect(agent.complete(plan, draft)).rejects.toThrow(/copied/);
  });

  it('believes nothing that is changed, moved or unsigned, and says so', async () => {
    const { point } = await agent.backUp();
    const other = await agent.backUp();
    const folder = 'default/resource/orders-db/staging';
    const read = async (id: string): Promise<Buffer> =>
      (await bench.storage.readObject(`${folder}/${id}/manifest.json`))!;
    const changed = JSON.parse((await read(point.id)).toString());
    changed.stateAt = '2020-01-01T00:00:00.000Z';
    await bench.storage.deleteObject(`${folder}/${point.id}/manifest.json`);
    await bench.storage.createObject(
      `${folder}/${point.id}/manifest.json`,
      Buffer.from(JSON.stringify(changed)),
    );
    await bench.storage.createObject(
      `default/resource/orders-db/production/${other.point.id}/manifest.json`,
      await read(other.point.id),
    );
    await bench.storage.createObject(
      'default/resource/orders-db/staging/records/binding-x-000001.json',
      Buffer.from('{"kind":"Record"}'),
    );
    await empty();
    const { problems } = await rebuild();
    expect(problems.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/signature of the manifest does not hold/),
        expect.stringMatching(/somebody copied or moved it here/),
        expect.stringMatching(/carries no signature/),
      ]),
    );
    expect(await bench.knex('recovery_points').select('id')).toEqual([
      { id: other.point.id },
    ]);
    expect(await bench.knex('bindings')).toEqual([]);
  });

  it('shows a proven point whose manifest is gone as missing', async () => {
    const { point } = await agent.backUp();
    const drill = await agent.drill();
    await bench.services.proofs.recordSubmission(
      await agent.run(drill),
      agent.proof(drill.drill!.manifest as never),
    );
    await bench.storage.deleteObject(
      `default/resource/orders-db/staging/${point.id}/manifest.json`,
    );
    await empty();
    await rebuild();
    expect(await bench.stores.points.find(point.id)).toMatchObject({
      status: 'missing',
      level: 'L0',
    });
  });
});

/** A storage in which something happens as soon as all of it was listed. */
function afterListing(storage: Storage, happen: () => Promise<void>): Storage {
  return new Proxy(storage, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name !== 'listObjects') {
        return typeof value === 'function' ? value.bind(target) : value;
      }
      return async function* listObjects(prefix: string) {
        yield* target.listObjects(prefix);
        await happen();
      };
    },
  });
}
