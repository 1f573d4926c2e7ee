import { testGrounds } from '../__testUtils__/testGrounds';
import { day, grace, RetentionRoom } from './__testUtils__/RetentionRoom';

// Many steps each, on a machine that may be busy.
jest.setTimeout(60_000);

const tables = ['recovery_points', 'store_instances', 'holds'];

/** What anybody may see. */
async function readAll({ bench }: RetentionRoom) {
  const all: Record<string, unknown[]> = {};
  for (const table of tables) {
    const rows = await bench.knex(table).orderBy('id');
    all[table] = rows.map(
      ({ ticket, draft, retention_seen_at, retention_due_at, ...row }) => row,
    );
  }
  return all;
}

describe.each(testGrounds())('retention after a rebuild on $name', ground => {
  let room: RetentionRoom;

  beforeEach(async () => {
    room = new RetentionRoom(await ground.createWorkbench());
  });
  afterEach(() => room.bench.stop());

  it('is what it was: deleted, planned, held, pinned and released', async () => {
    const [deleted] = await room.backUp(2);
    await room.round();
    await room.roundLater(grace + 1);
    const [held, pinned, released, planned] = await room.backUp(5);
    await room.hold(held.id);
    const inAYear = new Date(room.bench.clock.now.getTime() + 365 * day * 1000);
    await room.pin(pinned.id, inAYear);
    await room.release((await room.hold(released.id)).id);
    await room.round();
    expect(
      await room.statuses([deleted, held, pinned, released, planned]),
    ).toEqual(['deleted', 'available', 'available', 'expired', 'expired']);
    const before = await readAll(room);
    expect(before.holds).toHaveLength(3);

    for (const table of [...tables, 'retention_instances']) {
      await room.bench.knex(table).delete();
    }
    expect((await room.rebuild()).problems).toEqual([]);
    expect(await readAll(room)).toEqual(before);

    // All of it is due again, and nothing becomes of that but what was planned.
    await room.roundLater(60);
    expect(await readAll(room)).toEqual(before);
    await room.roundLater(grace + 1);
    expect(await room.statuses([held, pinned, released, planned])).toEqual([
      'available',
      'available',
      'deleted',
      'deleted',
    ]);
  });

  it('still knows the headers of what was deleted, so that no copy of them counts as new', async () => {
    const [deleted] = await room.backUp(2);
    await room.round();
    await room.roundLater(grace + 1);
    const ofDeleted = () =>
      room.bench
        .knex('header_stanzas')
        .where({ recovery_point_id: deleted.id })
        .pluck('digest');
    const before = await ofDeleted();
    expect(before.length).toBeGreaterThan(0);
    await room.rebuild();
    expect(await ofDeleted()).toEqual(before);
  });

  it('calls a planned point missing whose manifest went without a deletion', async () => {
    const [old] = await room.backUp(2);
    await room.round();
    await room.bench.storage.deleteObject(await room.manifestKey(old.id));
    await room.bench.knex('recovery_points').delete();
    await room.rebuild();
    expect((await room.point(old.id)).status).toBe('missing');
  });
});
