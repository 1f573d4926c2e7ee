// A suite to be called from test files, not one itself.
/* eslint-disable jest/no-export */
import type { StoredVersion } from '../../storage/StoredVersion';
import { type StorageRoom } from './StorageRoom';

/** What every storage tells of the versions that it keeps, and how a listing goes on where one ended. */
export function versionsContract(room: StorageRoom): void {
  const listVersions = async (prefix: string) => {
    const versions: StoredVersion[] = [];
    for await (const one of room.storage.listVersions(prefix)) {
      versions.push(one);
    }
    return versions;
  };

  describe('versions', () => {
    it('are listed with what is needed to tell a changed object', async () => {
      const key = `${room.folder}/point/manifest.json`;
      const { versionId } = await room.storage.createObject(
        key,
        Buffer.from('12345'),
      );
      await room.storage.createObject(`${key}.other`, Buffer.from('1'));
      const [manifest, other] = await listVersions(`${room.folder}/point/`);
      expect(manifest).toMatchObject({
        key,
        kind: 'object',
        isLatest: true,
        sizeBytes: 5,
      });
      expect(manifest.versionId).toBe(versionId);
      const age = Date.now() - (manifest.lastModified?.getTime() ?? NaN);
      expect(Math.abs(age)).toBeLessThan(60_000);
      expect(other.key).toBe(`${key}.other`);
    });

    it('are none below a prefix that holds nothing, and none after a deletion', async () => {
      const key = `${room.folder}/gone`;
      await room.storage.createObject(key, Buffer.from('x'));
      await room.storage.deleteObject(key);
      expect(await listVersions(`${room.folder}/`)).toEqual([]);
    });

    it('are listed in the order of their keys', async () => {
      for (const name of ['b/c', 'a', 'b-c', 'B']) {
        await room.storage.createObject(
          `${room.folder}/${name}`,
          Buffer.from(name),
        );
      }
      const keys = (await listVersions(`${room.folder}/`)).map(({ key }) =>
        key.slice(room.folder.length + 1),
      );
      expect(keys).toEqual(['B', 'a', 'b-c', 'b/c']);
    });
  });

  describe('a listing', () => {
    it('goes on after any key where another one ended', async () => {
      const names = ['b/c', 'a', 'b-c', 'b/a/z', 'ba', 'B', 'b/a/a'].sort();
      for (const name of names) {
        await room.storage.createObject(
          `${room.folder}/${name}`,
          Buffer.from(name),
        );
      }
      const listAfter = async (name: string) => {
        const keys = [];
        for await (const { key } of room.storage.listObjects(
          `${room.folder}/`,
          { startAfter: `${room.folder}/${name}` },
        )) {
          keys.push(key.slice(room.folder.length + 1));
        }
        return keys;
      };
      for (const [index, name] of names.entries()) {
        expect(await listAfter(name)).toEqual(names.slice(index + 1));
      }
      // One that is not there any more, and a folder's name.
      expect(await listAfter('b/b')).toEqual(['b/c', 'ba']);
      expect(await listAfter('b')).toEqual([
        'b-c',
        'b/a/a',
        'b/a/z',
        'b/c',
        'ba',
      ]);
    });
  });
}
