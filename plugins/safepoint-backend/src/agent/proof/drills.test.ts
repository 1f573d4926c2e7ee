import { testGrounds } from '../../__testUtils__/testGrounds';
import { fingerprint } from '../testUtils/FakeAgent';
import { ProofRoom } from '../testUtils/ProofRoom';

describe.each(testGrounds())('drills on $name', ground => {
  let room: ProofRoom;

  beforeEach(async () => {
    room = await ProofRoom.open(ground);
  });
  afterEach(() => room.leave());

  it('raise the level of the point that they proved', async () => {
    const plan = await room.drill();
    expect(await room.submit(plan)).toMatchObject({
      outcome: 'passed',
      level: 'L3',
    });
    expect(await room.point()).toMatchObject({
      status: 'available',
      level: 'L3',
      verifiedAt: room.bench.clock.now,
    });
    await room.agent.finish(plan);
    await expect(room.agent.open()).resolves.toBeDefined();
  });

  it('are judged once for a run', async () => {
    const plan = await room.drill();
    const first = await room.submit(plan);
    expect(await room.submit(plan, { restored: false })).toEqual(first);
  });

  it.each([
    [
      'one changed value',
      {
        ...fingerprint,
        tables: [{ ...fingerprint.tables[0], hash: 'ff'.repeat(8) }],
      },
    ],
    [
      'one lost row',
      { ...fingerprint, tables: [{ ...fingerprint.tables[0], rows: 2 }] },
    ],
    ['one lost table', { ...fingerprint, tables: [] }],
  ])('take the proof back at %s', async (_, seen) => {
    const good = await room.drill();
    await room.submit(good);
    await room.agent.finish(good);
    const bad = await room.drill();
    expect(await room.submit(bad, { fingerprint: seen })).toMatchObject({
      outcome: 'failed',
      level: 'L2',
    });
    const after = await room.point();
    expect(after).toMatchObject({ status: 'available', level: 'L0' });
    expect(after?.verifiedAt).toBeUndefined();
  });

  it('are judged once when they arrive twice at once', async () => {
    const plan = await room.drill();
    const [one, other] = await Promise.all([
      room.submit(plan),
      room.submit(plan),
    ]);
    expect(other).toEqual(one);
    expect(await room.bench.stores.drills.listByPoints([room.pointId])).toEqual(
      [one],
    );
  });

  it('find other bytes than were stored, and the point is corrupt', async () => {
    await room.submit(await room.drill(), {
      payloads: [{ name: 'data', sizeBytes: 1, sha256: '00'.repeat(32) }],
      restored: false,
      fingerprint: undefined,
    });
    expect(await room.point()).toMatchObject({
      status: 'corrupt',
      level: 'L0',
    });
  });

  it('mend a point when its storage was repaired', async () => {
    await room.bench.knex('recovery_points').update({ status: 'corrupt' });
    const plan = await room.agent.drill({ recoveryPointId: room.pointId });
    await room.submit(plan);
    expect(await room.point()).toMatchObject({
      status: 'available',
      level: 'L3',
    });
  });

  it('that could not take place count as failed and say nothing of the point', async () => {
    const good = await room.drill();
    await room.submit(good);
    await room.agent.finish(good);
    const plan = await room.drill();
    await room.bench.services.finisher.finish(await room.agent.run(plan), {
      outcome: 'failed',
      problem: { kind: 'store-unreachable', message: 'No scratch server.' },
    });
    expect(await room.point()).toMatchObject({ level: 'L3' });
    const [last] = await room.bench.stores.drills.listByPoints([room.pointId]);
    expect(last).toMatchObject({
      outcome: 'failed',
      problem: { kind: 'store-unreachable' },
    });
  });

  it('are not finished as succeeded without a proof', async () => {
    await expect(room.agent.finish(await room.drill())).rejects.toThrow(
      /no proof/,
    );
  });
});
