// A suite to be called from test files, not one itself.
/* eslint-disable jest/no-export */
import { setTimeout as sleep } from 'node:timers/promises';
import type { StorageRoom } from './StorageRoom';

const denied = { kind: 'storage-denied' };

/** What locks and legal holds keep from being deleted; where there are none, the storage must say so. */
export function locksContract(room: StorageRoom): void {
  describe('locks', () => {
    const create = async (name: string) => {
      const key = `${room.folder}/${name}`;
      const { versionId } = await room.storage.createObject(
        key,
        Buffer.from('x'),
      );
      return { key, versionId };
    };
    const locks = async () => (await room.storage.probe()).objectLock;
    const inSeconds = (seconds: number) =>
      new Date(Date.now() + seconds * 1000);

    it('are said not to exist where there are none', async () => {
      if (await locks()) return;
      const { key } = await create('free');
      const lock = { until: inSeconds(60), mode: 'governance' as const };
      expect(await room.storage.lockObject(key, lock)).toBe('unsupported');
      expect(await room.storage.holdObject(key, { held: true })).toBe(
        'unsupported',
      );
      await room.storage.deleteObject(key);
      expect(await room.storage.statObject(key)).toBeUndefined();
    });

    it('are honoured until they end', async () => {
      if (!(await locks())) return;
      const { key, versionId } = await create('locked');
      const until = inSeconds(3);
      expect(
        await room.storage.lockObject(key, {
          versionId,
          until,
          mode: 'governance',
        }),
      ).toBe('locked');
      await expect(room.storage.deleteObject(key)).rejects.toMatchObject(
        denied,
      );
      expect(await room.storage.statObject(key, { versionId })).toBeDefined();
      await sleep(until.getTime() - Date.now() + 1100);
      await room.storage.deleteObject(key);
      expect(await room.storage.statObject(key)).toBeUndefined();
    }, 20_000);

    it('are never shortened, and may be set again', async () => {
      if (!(await locks())) return;
      const { key, versionId } = await create('longer');
      const lock = (seconds: number) =>
        room.storage.lockObject(key, {
          versionId,
          until: inSeconds(seconds),
          mode: 'governance',
        });
      await lock(3600);
      expect(await lock(1)).toBe('locked');
      expect(await lock(7200)).toBe('locked');
      await sleep(1500);
      await expect(room.storage.deleteObject(key)).rejects.toMatchObject(
        denied,
      );
    }, 20_000);

    it('hold until they are lifted', async () => {
      if (!(await locks())) return;
      const { key, versionId } = await create('held');
      const hold = (held: boolean) =>
        room.storage.holdObject(key, { versionId, held });
      expect(await hold(true)).toBe('done');
      expect(await hold(true)).toBe('done');
      await expect(room.storage.deleteObject(key)).rejects.toMatchObject(
        denied,
      );
      expect(await hold(false)).toBe('done');
      await room.storage.deleteObject(key);
      expect(await room.storage.statObject(key)).toBeUndefined();
    });

    it('need something to be on', async () => {
      if (!(await locks())) return;
      const key = `${room.folder}/nothing`;
      const missing = { kind: 'object-not-found' };
      await expect(
        room.storage.holdObject(key, { held: true }),
      ).rejects.toMatchObject(missing);
      await expect(
        room.storage.lockObject(key, {
          until: inSeconds(60),
          mode: 'governance',
        }),
      ).rejects.toMatchObject(missing);
    });
  });
}
