import { createWorkbench, type Workbench } from '../testUtils/createWorkbench';
import { FakeAgent } from '../testUtils/FakeAgent';

describe('StrayUploads', () => {
  let bench: Workbench;

  beforeEach(async () => {
    bench = await createWorkbench();
  });
  afterEach(() => bench.stop());

  const list = async () => {
    const found: string[] = [];
    for await (const { key } of bench.storage.listUploads('')) found.push(key);
    return found;
  };
  const keyOf = (id: string) =>
    `default/resource/orders-db/staging/${id}/extra.payload`;

  it('aborts what belongs to a point that is over, and nothing that is being written', async () => {
    const agent = new FakeAgent(bench);
    const { point } = await agent.backUp();
    await bench.storage.startUpload(keyOf(point.id));
    const plan = await agent.open();
    await agent.upload(plan);
    expect(await list()).toHaveLength(2);
    await bench.services.strays.abort();
    expect(await list()).toEqual([
      expect.stringContaining(plan.backups![0].recoveryPointId),
    ]);
  });

  it('gives uploads of unknown points a day', async () => {
    await bench.storage.startUpload(keyOf('01JD0000000000000000000000'));
    await bench.services.strays.abort();
    expect(await list()).toHaveLength(1);
    bench.advance(86_500);
    await bench.services.strays.abort();
    expect(await list()).toHaveLength(0);
  });
});
