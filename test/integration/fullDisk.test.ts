import { requireServer } from '../support/servers';
import {
  mountSmallDisk,
  requireSmallDisk,
  type SmallDisk,
} from '../support/smallDisk';
import { RecoveryWorld } from '../support/world/RecoveryWorld';

jest.setTimeout(240_000);

/** What the filesystem storage keeps free for whatever else the portal's disk is for. */
const reservedBytes = 64 * 1024 * 1024;

/** The backup has 120 KiB in one part. */
const amounts = [
  {
    name: 'has no room for the first part',
    freeBytes: reservedBytes + 64_000,
    point: { status: 'failed', problem: { kind: 'storage-full' } },
  },
  {
    name: 'has room for the parts and not for the whole',
    freeBytes: reservedBytes + 160_000,
    // Everything is uploaded: what is completing is rolled forward as soon as there is room.
    point: { status: 'completing' },
  },
  {
    name: 'has no room for anything',
    freeBytes: reservedBytes - 4096,
    point: { status: 'failed', problem: { kind: 'storage-full' } },
  },
  {
    name: 'is full to the last byte',
    freeBytes: 0,
    point: { status: 'failed', problem: { kind: 'storage-full' } },
  },
];

requireServer('postgres')('with real disks', () => {
  requireSmallDisk()('what the person on call sees of a full one', () => {
    let disk: SmallDisk;
    let world: RecoveryWorld;

    beforeAll(async () => {
      disk = mountSmallDisk(96);
      world = await RecoveryWorld.start({
        type: 'filesystem',
        root: `${disk.folder}/storage`,
      });
    });

    afterAll(async () => {
      await world?.stop();
      await disk?.stop();
    });

    it.each(amounts)('a storage that $name', async ({ freeBytes, point }) => {
      await disk.fill(freeBytes);
      const startedAt = Date.now();

      const ended = await world.job(['backup']);

      expect(ended).toMatchObject({ code: 5 });
      expect(ended.output).toMatch(/is full.*make room.*\[storage-full\]/is);
      expect(Date.now() - startedAt).toBeLessThan(30_000);
      expect((await world.recovery()).recoveryPoints[0]).toMatchObject(point);
      await disk.empty();
      expect(await world.job(['backup'])).toMatchObject({ code: 0 });
    });

    it('a folder for temporary files: which, and how to name another', async () => {
      await disk.empty();
      const { prefix } = await world.backUp();
      const before = await world.store.databases();
      const restore = (folder: string) =>
        world.byHand(
          [
            'restore',
            ...['--from-storage', `file://${disk.folder}/storage`],
            ...['--point', prefix],
            ...['--signing-keys', world.signingKeys],
            ...['--identity', world.escrowIdentity],
            ...['--store-url-env', 'ORDERS_RESTORE_URL'],
          ],
          { ...world.store.variables, TMPDIR: folder },
        );
      await disk.fill(0);

      const ended = await restore(disk.folder);

      expect(ended).toMatchObject({ code: 4 });
      expect(ended.output).toContain(`cannot be written to ${disk.folder}`);
      expect(ended.output).toMatch(
        /ENOSPC.*Make room.*TMPDIR.*\[tool-temporary-folder\]/s,
      );
      expect(await world.store.databases()).toEqual(before);
      // Reading needs no room where the recovery point lies.
      expect(await restore(world.folder)).toMatchObject({ code: 0 });
    });
  });
});
