import { testGrounds } from '../__testUtils__/testGrounds';
import { FaultPoint } from '../agent/testUtils/FaultPoint';
import { DatabaseDurableRecords } from '../records';
import { day, grace, RetentionRoom } from './__testUtils__/RetentionRoom';

class Crash extends Error {}

const whole = ['RUNBOOK.md', 'data.header', 'data.payload', 'manifest.json'];
/** A point that is planned and one that is deleted take less writes than that. */
const moments = 60;

/** Plans and deletes with a portal that dies at that moment; false if it lived to the end. */
async function dieAt(room: RetentionRoom, at: number): Promise<boolean> {
  const { bench } = room;
  const fault = new FaultPoint(at, () => {
    throw new Crash();
  });
  const knex = fault.wrapDatabase(bench.knex);
  const storage = fault.wrapStorage(bench.storage);
  const { dependencies } = bench;
  const records = new DatabaseDurableRecords({
    knex,
    storage,
    keys: dependencies.signingKeys,
    logger: dependencies.logger,
    now: dependencies.now,
  });
  const dying = room.start({ knex, storage, records });
  await room.round(dying).catch(() => {});
  bench.advance(grace + 1);
  await room.round(dying).catch(() => {});
  return fault.dead;
}

/** What holds at any time: what is listed as restorable is whole, and nothing is called missing. */
async function expectNoLie(room: RetentionRoom, ids: string[]) {
  for (const id of ids) {
    const { status, deletionStartedAt } = await room.point(id);
    expect(['available', 'expired', 'deleted']).toContain(status);
    const left = await room.leftOf(id);
    if (status === 'deleted') expect(left).toEqual([]);
    else if (!deletionStartedAt) expect(left).toEqual(whole);
  }
}

async function recover(room: RetentionRoom) {
  for (let round = 0; round < 3; round += 1) {
    await room.bench.records.flush();
    room.bench.advance(day + 1);
    await room.round();
  }
  room.bench.advance(grace + 1);
  await room.round();
}

const noLoss = { before: [], after: [], problems: [] };

/** What the index tells; `manifest` only of a point that keeps it. */
async function readAll({ bench }: RetentionRoom) {
  const rows = await bench.knex('recovery_points').orderBy('id');
  return rows.map(
    ({ ticket, draft, retention_seen_at, retention_due_at, ...row }) => ({
      ...row,
      manifest: row.deletion_started_at ? null : row.manifest,
    }),
  );
}

/** Its database is lost, too; what storage tells is the same. */
async function loseIndex(room: RetentionRoom) {
  await room.bench.records.flush();
  const before = await readAll(room);
  for (const table of ['recovery_points', 'store_instances']) {
    await room.bench.knex(table).delete();
  }
  const { problems } = await room.rebuild();
  return { before, after: await readAll(room), problems };
}

describe.each(testGrounds())(
  'a portal that dies while it plans and deletes on $name',
  ground => {
    it('leaves nothing half gone, whenever it happens and even if its database is lost', async () => {
      let at = 0;
      for (let died = true; died; at += 1) {
        expect(at).toBeLessThan(moments);
        const room = new RetentionRoom(await ground.createWorkbench());
        try {
          const points = await room.backUp(2);
          const ids = points.map(({ id }) => id);
          died = await dieAt(room, at);
          await expectNoLie(room, ids);
          // Before a write all is as after the former one, so that each state is met in both ways.
          const { before, after, problems } =
            at % 2 === 0 ? noLoss : await loseIndex(room);
          expect({ rows: after, problems }).toEqual({
            rows: before,
            problems: [],
          });
          await recover(room);
          expect(await room.statuses(points)).toEqual(['deleted', 'available']);
          expect(await room.leftOf(ids[0])).toEqual([]);
          expect(await room.leftOf(ids[1])).toEqual(whole);
          expect(await room.bench.knex('record_outbox')).toEqual([]);
        } finally {
          await room.bench.stop();
        }
      }
      expect(at).toBeGreaterThan(15);
    }, 280_000);
  },
);
