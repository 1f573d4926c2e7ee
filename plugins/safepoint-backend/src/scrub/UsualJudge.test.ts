import type { RecoveryPointDraft } from '@safepoint/backstage-plugin-safepoint-common';
import { testGrounds } from '../__testUtils__/testGrounds';
import { fingerprint } from '../agent/testUtils/FakeAgent';
import { recoveryPointMapping } from '../database/recoveryPointMapping';
import { IndexRebuilder } from '../rebuild';
import { createScrubBench } from './testUtils/createScrubBench';
import { UsualJudge } from './UsualJudge';

jest.setTimeout(60_000);

describe.each(testGrounds())('what is usual on $name', ground => {
  let bench: ReturnType<typeof createScrubBench>;
  beforeEach(async () => {
    bench = createScrubBench(await ground.createWorkbench());
  });
  afterEach(() => bench.stop());

  const find = async (id: string) => (await bench.stores.points.find(id))!;
  /** A backup of a table with so many rows, a minute after the last one. */
  const backUp = async (rows: number) => {
    bench.advance(60);
    const { agent } = bench;
    const plan = await agent.open();
    const [table] = fingerprint.tables;
    const changes: Partial<RecoveryPointDraft> = {
      fingerprint: { ...fingerprint, tables: [{ ...table, rows }] },
    };
    const draft = await agent.upload(plan, plan.backups![0], changes);
    const point = await agent.complete(plan, draft);
    await agent.finish(plan);
    return point;
  };
  const liveSteadily = async () => {
    for (const rows of [100, 101, 102, 103, 104]) await backUp(rows);
    await bench.usual.judgeNew();
  };

  it('is no word about points that are', async () => {
    await liveSteadily();
    const point = await backUp(105);
    await bench.usual.judgeNew();
    expect(await find(point.id)).toEqual(point);
    expect(await bench.openProblems()).toEqual([]);
  });

  it('warns of an emptied table, until a later point has its rows again', async () => {
    await liveSteadily();
    const empty = await backUp(0);
    await bench.usual.judgeNew();
    expect(await find(empty.id)).toMatchObject({
      status: 'available',
      unusual: [
        { code: 'rows', value: 0 },
        { code: 'table-empty', table: 'public.orders' },
      ],
    });
    expect(await bench.openProblems()).toEqual([
      {
        code: 'recovery-point-unusual',
        text: expect.stringMatching(/public\.orders is empty; it had 102 rows/),
      },
    ]);
    const again = await backUp(0);
    await bench.usual.judgeNew();
    expect((await find(again.id)).unusual).toHaveLength(2);
    await backUp(106);
    await bench.usual.judgeNew();
    expect(await bench.openProblems()).toEqual([]);
    expect((await find(empty.id)).unusual).toHaveLength(2);
  });

  it('shows the same after a rebuild, and judges nothing anew', async () => {
    await liveSteadily();
    const empty = await backUp(0);
    await bench.usual.judgeNew();
    const { ticket: _, ...before } = await find(empty.id);
    await bench.knex('recovery_points').delete();
    await new IndexRebuilder(bench.dependencies).rebuildIndex();
    expect(await find(empty.id)).toEqual(before);
    bench.advance(2 * 86_400);
    await bench.usual.judgeNew();
    const rows = await bench
      .knex('recovery_points')
      .whereNotNull('usual_judged_at')
      .select(recoveryPointMapping.columns);
    expect(rows).toEqual([]);
  });

  it('is decided once where two replicas decide it', async () => {
    await liveSteadily();
    const empty = await backUp(0);
    const other = new UsualJudge(bench.dependencies);
    await Promise.all([bench.usual.judgeNew(), other.judgeNew()]);
    expect(await find(empty.id)).toMatchObject({ revision: 1 });
    expect(await bench.records.measure()).toEqual({ waiting: 0 });
  });
});
