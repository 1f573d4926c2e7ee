import { recoverySetMapping } from '../recoverySets/recoverySetMapping';
import type { RecordedPoint } from '../database/RecordedPoint';
import { testGrounds } from '../__testUtils__/testGrounds';
import { day, RetentionRoom } from './__testUtils__/RetentionRoom';

// Many steps each, on a machine that may be busy.
jest.setTimeout(60_000);

/** A set of the point and one of another store, taken at the same moment. */
async function joinInSet(
  room: RetentionRoom,
  point: RecordedPoint,
): Promise<RecordedPoint> {
  const { knex, stores } = room.bench;
  const setId = point.id;
  const instance = {
    id: '01BX5ZZKBKACTAV9WEVGEMMVRZ',
    entityRef: 'resource:default/billing-db',
    environment: 'staging',
    driver: 'postgres',
    identityStatus: 'unknown' as const,
    revision: 1,
    createdAt: point.createdAt,
  };
  await stores.instances.tryInsert(instance);
  const mate = {
    ...point,
    id: point.id.replace(/.$/, last => (last === 'Z' ? 'Y' : 'Z')),
    instanceId: instance.id,
    setId,
  };
  await stores.points.insert(mate);
  await stores.points.transition(point.id, {
    from: ['available'],
    to: 'available',
    change: { setId },
  });
  await knex(recoverySetMapping.table).insert(
    recoverySetMapping.toRow({
      id: setId,
      runId: point.runId!,
      entityRef: 'component:default/orders',
      environment: 'staging',
      status: 'complete',
      trigger: 'manual',
      recoveryPointIds: [point.id, mate.id],
      createdAt: point.createdAt,
      revision: 1,
    }),
  );
  return mate;
}

describe.each(testGrounds())('recovery sets and retention on $name', ground => {
  let room: RetentionRoom;

  beforeEach(async () => {
    room = new RetentionRoom(await ground.createWorkbench());
  });
  afterEach(() => room.bench.stop());

  it('keep a point while another member of its set is kept on its own account', async () => {
    const [old, middle, newest] = await room.backUp(3);
    // The newest of the other store, and so kept.
    const mate = await joinInSet(room, old);
    await room.round();
    expect(await room.statuses([old, middle, newest, mate])).toEqual([
      'available',
      'expired',
      'available',
      'available',
    ]);
    await room.bench.stores.points.insert({
      ...mate,
      id: '7ZZZZZZZZZZZZZZZZZZZZZZZZZ',
      setId: undefined,
      stateAt: room.bench.clock.now,
    });
    await room.roundLater(day);
    await room.roundLater(day);
    expect(await room.statuses([old, mate])).toEqual(['expired', 'expired']);
  });

  it('keep a point also where nothing can be decided about the store of the other', async () => {
    const [old] = await room.backUp(2);
    await joinInSet(room, old);
    room.known = ['resource:default/orders-db'];
    await room.round();
    expect((await room.point(old.id)).status).toBe('available');
  });
});
