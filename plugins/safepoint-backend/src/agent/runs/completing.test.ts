import { testGrounds } from '../../__testUtils__/testGrounds';
import type { Workbench } from '../testUtils/createWorkbench';
import { FakeAgent } from '../testUtils/FakeAgent';

describe.each(testGrounds())('completing a point on $name', ground => {
  let bench: Workbench;
  let agent: FakeAgent;

  beforeEach(async () => {
    bench = await ground.createWorkbench();
    agent = new FakeAgent(bench);
  });
  afterEach(() => bench.stop());

  it('makes a point that is whole in storage and available', async () => {
    const { point, plan } = await agent.backUp();
    expect(point).toMatchObject({
      status: 'available',
      level: 'L0',
      rows: 3,
      tables: 1,
      sourceBytes: 10_000,
      engineVersion: 'postgresql 15.18',
    });
    const prefix = `default/resource/orders-db/staging/${point.id}`;
    const keys = [];
    for await (const { key } of bench.storage.listObjects(prefix)) {
      keys.push(key.slice(prefix.length + 1));
    }
    expect(keys.sort()).toEqual([
      'RUNBOOK.md',
      'data.header',
      'data.payload',
      'manifest.json',
    ]);
    expect(await agent.run(plan)).toMatchObject({ status: 'succeeded' });
  });

  it('answers a repeat and refuses another draft', async () => {
    const plan = await agent.open();
    const draft = await agent.upload(plan);
    const first = await agent.complete(plan, draft);
    expect(await agent.complete(plan, draft)).toEqual(first);
    await expect(
      agent.complete(plan, {
        ...draft,
        stateAt: new Date(bench.clock.now.getTime() - 1000).toISOString(),
      }),
    ).rejects.toThrow(/another draft/);
  });

  it('refuses a header that was copied from another point', async () => {
    const stolen = (await agent.backUp()).draft.objects[0].header;
    const plan = await agent.open();
    const draft = await agent.upload(plan);
    draft.objects[0].header = stolen;
    await expect(agent.complete(plan, draft)).rejects.toThrow(
      /copied from another recovery point/,
    );
  });

  it.each<
    [string, (draft: Awaited<ReturnType<FakeAgent['upload']>>) => void, RegExp]
  >([
    [
      'a header that is none',
      draft => {
        draft.objects[0].header = Buffer.from('nothing').toString('base64');
      },
      /no age header/,
    ],
    [
      'parts that do not add up',
      draft => {
        draft.objects[0].payload.sizeBytes += 1;
      },
      /bytes together/,
    ],
    [
      'parts with a gap',
      draft => {
        draft.objects[0].payload.parts.at(-1)!.number += 1;
      },
      /without gaps/,
    ],
    [
      'an object of which nothing was uploaded',
      draft => {
        draft.objects[0].name = 'other';
      },
      /no part of other was ever uploaded/,
    ],
    [
      'a state of tomorrow',
      draft => {
        draft.stateAt = new Date(Date.now() + 86_400_000).toISOString();
      },
      /is not between/,
    ],
    [
      'another ticket',
      draft => {
        draft.leaseTicket += 1;
      },
      /ticket/,
    ],
  ])('refuses %s', async (_, spoil, message) => {
    const plan = await agent.open();
    const draft = await agent.upload(plan);
    spoil(draft);
    await expect(agent.complete(plan, draft)).rejects.toThrow(message);
    const [{ recoveryPointId }] = plan.backups!;
    expect(await bench.stores.points.find(recoveryPointId)).toMatchObject({
      status: 'running',
    });
  });

  it('fails a point whose stored parts are others than announced', async () => {
    const plan = await agent.open();
    const draft = await agent.upload(plan);
    draft.objects[0].payload.parts[0].md5 = Buffer.alloc(16).toString('base64');
    await expect(agent.complete(plan, draft)).rejects.toMatchObject({
      kind: 'part-mismatch',
    });
    const [{ recoveryPointId }] = plan.backups!;
    expect(await bench.stores.points.find(recoveryPointId)).toMatchObject({
      status: 'failed',
      problem: { kind: 'part-mismatch' },
    });
    expect(await bench.knex('uploads')).toHaveLength(0);
  });

  it('notices that the store is another one than before', async () => {
    await agent.backUp();
    const plan = await agent.open();
    const draft = await agent.upload(plan, undefined, {
      identity: { systemIdentifier: '8', oid: '16384' },
    });
    await agent.complete(plan, draft);
    expect(
      await bench.stores.instances.find(plan.backups![0].instanceId),
    ).toMatchObject({ identityStatus: 'changed' });
  });
});
