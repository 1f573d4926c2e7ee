import { ulid } from 'ulid';
import { testDatabases } from '../agent/testUtils/testDatabases';
import { IndexRebuilder } from '../rebuild';
import { RecoverySetStore } from '../recoverySets/RecoverySetStore';
import {
  component,
  createDirectBench,
  type DirectBench,
  leaveFind,
} from './testUtils/createDirectBench';

describe.each(testDatabases())('sets of finds, on $name', database => {
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

  const createSet = () => ({
    id: ulid(),
    recoveryPointIds: [ulid(), ulid()],
  });
  const find = (id: string) => new RecoverySetStore(bench.knex).find(id);
  const leave = (
    set: ReturnType<typeof createSet>,
    place: number,
    options: Parameters<typeof leaveFind>[1] = {},
  ) =>
    leaveFind(bench, {
      id: set.recoveryPointIds[place],
      ...options,
      draft: { set, ...options.draft },
    });

  it('are put together again, with the measured skew, and come back from storage', async () => {
    const set = createSet();
    await leave(set, 0);
    await bench.scanner.scan();
    expect(await find(set.id)).toMatchObject({ status: 'taking' });
    const second = await leave(set, 1);
    await bench.scanner.scan();
    const points = await bench.stores.points.listByIds(set.recoveryPointIds);
    const states = points.map(({ stateAt }) => stateAt!.getTime());
    const [deployment] = await bench.stores.deployments.listByEntities([
      component,
    ]);
    const ended = await find(set.id);
    expect(ended).toMatchObject({
      status: 'complete',
      entityRef: component,
      deploymentId: deployment.id,
      recoveryPointIds: set.recoveryPointIds,
    });
    expect(ended?.skewSeconds).toBeCloseTo(
      Math.abs(states[0] - states[1]) / 1_000,
    );
    const manifest = await bench.stores.points.readManifest(second.id);
    expect(manifest).toMatchObject({ setId: set.id });
    await bench.knex('recovery_sets').delete();
    await new IndexRebuilder(bench.dependencies).rebuildIndex();
    expect(await find(set.id)).toEqual({ ...ended, revision: 1 });
  });

  it('are none where one of them never comes', async () => {
    const set = createSet();
    await leave(set, 0);
    await bench.scanner.scan();
    bench.advance(59 * 60);
    await bench.scanner.scan();
    expect(await find(set.id)).toMatchObject({ status: 'taking' });
    bench.advance(2 * 60);
    await bench.scanner.scan();
    expect(await find(set.id)).toMatchObject({
      status: 'incomplete',
      problem: {
        message: expect.stringContaining(set.recoveryPointIds[1]),
      },
    });
    expect(
      await bench.stores.points.find(set.recoveryPointIds[0]),
    ).toMatchObject({ status: 'available' });
  });

  it('take in nothing of another job that names them', async () => {
    const set = createSet();
    await leave(set, 0);
    await bench.scanner.scan();
    await leave(set, 1, { claims: { job_id: '7999' } });
    await bench.scanner.scan();
    const stranger = await bench.stores.points.find(set.recoveryPointIds[1]);
    expect(stranger).toMatchObject({ status: 'available' });
    expect(stranger?.setId).toBeUndefined();
    bench.advance(61 * 60);
    await bench.scanner.scan();
    expect(await find(set.id)).toMatchObject({ status: 'incomplete' });
  });

  it('take in no point that merely is named by one of them', async () => {
    const foreign = await leaveFind(bench);
    await bench.scanner.scan();
    const set = { id: ulid(), recoveryPointIds: [ulid(), foreign.id] };
    await leave(set, 0);
    await bench.scanner.scan();
    expect(await find(set.id)).toMatchObject({ status: 'taking' });
    bench.advance(61 * 60);
    await bench.scanner.scan();
    expect(await find(set.id)).toMatchObject({ status: 'incomplete' });
  });
});
