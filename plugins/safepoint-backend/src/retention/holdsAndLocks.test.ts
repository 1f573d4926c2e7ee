import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { S3Storage } from '@safepoint/engine/s3';
import { createWorkbench } from '../agent/testUtils/createWorkbench';
import { day, grace, RetentionRoom } from './__testUtils__/RetentionRoom';
import { HoldStore } from './HoldStore';

// Many steps each, on a machine that may be busy.
jest.setTimeout(60_000);

const denied = { kind: 'storage-denied' };
const {
  SAFEPOINT_TEST_S3_ENDPOINT: endpoint,
  SAFEPOINT_TEST_S3_ACCESS_KEY: accessKeyId = '',
  SAFEPOINT_TEST_S3_SECRET_KEY: secretAccessKey = '',
  SAFEPOINT_TEST_S3_REGION: region = 'us-east-1',
} = process.env;

async function openLockingBucket() {
  const client = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  });
  const bucket = `safepoint-${randomUUID()}`;
  await client.send(
    new CreateBucketCommand({
      Bucket: bucket,
      ObjectLockEnabledForBucket: true,
    }),
  );
  client.destroy();
  const keys = { accessKeyId, secretAccessKey };
  return new S3Storage({ bucket, endpoint, region, ...keys });
}

// Without an S3 service there is nothing that could lock.
(endpoint ? describe : describe.skip)('a bucket with locks', () => {
  let room: RetentionRoom;

  beforeEach(async () => {
    const storage = await openLockingBucket();
    room = new RetentionRoom(await createWorkbench({ storage }));
  });
  afterEach(() => room.bench.stop());

  it('holds every object of a point that is under legal hold, until the last hold is released', async () => {
    const [point] = await room.backUp(1);
    const first = await room.hold(point.id);
    const second = await room.hold(point.id);
    expect([first.enforcement, second.enforcement]).toEqual([
      'storage',
      'storage',
    ]);
    const folder = (await room.manifestKey(point.id)).replace(
      'manifest.json',
      '',
    );
    for (const name of await room.leftOf(point.id)) {
      await expect(
        room.bench.storage.deleteObject(folder + name),
      ).rejects.toMatchObject(denied);
    }
    await room.release(first.id);
    await expect(
      room.bench.storage.deleteObject(`${folder}data.payload`),
    ).rejects.toMatchObject(denied);
    const released = await room.release(second.id);
    expect(released.enforcement).toBe('lifted');
    await room.bench.storage.deleteObject(`${folder}data.payload`);
    expect(await room.leftOf(point.id)).not.toContain('data.payload');
  });

  it('tells the storage later of a hold that it could not be told of', async () => {
    const [point] = await room.backUp(1);
    const unreachable = new Proxy(room.bench.storage, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (name === 'holdObject') return () => Promise.reject(new Error('x'));
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const { services } = room;
    Reflect.set(room, 'services', room.start({ storage: unreachable }));
    const hold = await room.hold(point.id);
    expect(hold.enforcement).toBe('pending');
    expect(await room.point(point.id)).toMatchObject({ held: true });
    await services.enforcer.enforcePending();
    expect(await new HoldStore(room.bench.knex).find(hold.id)).toMatchObject({
      enforcement: 'storage',
    });
  });

  it('locks what a policy calls immutable, and retention does not even try before the lock ends', async () => {
    room.rules = { ...room.rules, immutableForSeconds: 30 * day };
    const [old, newest] = await room.backUp(2);
    await room.round();
    const { completedAt, lockedUntil } = await room.point(old.id);
    expect(lockedUntil!.getTime()).toBe(
      completedAt!.getTime() + 30 * day * 1000,
    );
    for (const key of [
      await room.manifestKey(old.id),
      (await room.manifestKey(newest.id)).replace(
        'manifest.json',
        'data.header',
      ),
    ]) {
      await expect(room.bench.storage.deleteObject(key)).rejects.toMatchObject(
        denied,
      );
    }
    const plan = await room.services.planner.plan(await room.instance());
    expect(plan).toMatchObject({
      decisions: [
        { point: { id: newest.id } },
        { keep: true, reasons: [{ code: 'locked', until: lockedUntil }] },
      ],
    });
    // By the portal's clock the lock is over, by the storage's it is not: it refuses, and nothing is lost.
    await room.roundLater(29 * day);
    expect((await room.point(old.id)).status).toBe('expired');
    await room.roundLater(grace + 1);
    expect(await room.point(old.id)).toMatchObject({
      status: 'expired',
      problem: { kind: 'deletion-refused' },
    });
    expect(await room.leftOf(old.id)).toHaveLength(4);
  });
});

describe('a point that retention learns of after its lock would be over', () => {
  it('is not locked, and planned like any other', async () => {
    const room = new RetentionRoom(await createWorkbench());
    try {
      room.rules = { ...room.rules, immutableForSeconds: day };
      const points = await room.backUp(2);
      room.bench.advance(day);
      const asked: Date[] = [];
      const storage = new Proxy(room.bench.storage, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name, target);
          if (name === 'lockObject') {
            return async (_: string, { until }: { until: Date }) => {
              asked.push(until);
              return 'locked';
            };
          }
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
      await room.round(room.start({ storage }));
      expect(asked).toEqual([]);
      expect(await room.statuses(points)).toEqual(['expired', 'available']);
    } finally {
      await room.bench.stop();
    }
  });
});

describe('a folder', () => {
  it('says that the portal alone keeps what is held, and locks nothing', async () => {
    const room = new RetentionRoom(await createWorkbench());
    try {
      room.rules = { ...room.rules, immutableForSeconds: 30 * day };
      const [point] = await room.backUp(1);
      await room.round();
      expect(await room.point(point.id)).not.toHaveProperty('lockedUntil');
      expect((await room.hold(point.id)).enforcement).toBe('portal');
    } finally {
      await room.bench.stop();
    }
  });
});
