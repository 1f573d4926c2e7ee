// A suite to be called from test files, not one itself.
/* eslint-disable jest/no-export */
import { collect } from '../../pipeline/collect';
import { type StorageRoom } from './StorageRoom';

/** What every storage does with objects. */
export function objectsContract(room: StorageRoom): void {
  describe('objects', () => {
    it('are created once and read back', async () => {
      const key = `${room.folder}/manifest.json`;
      const body = Buffer.from('{"first": true}');
      const created = await room.storage.createObject(key, body, {
        contentType: 'application/json',
      });
      expect(created.outcome).toBe('created');
      expect(await room.storage.readObject(key)).toEqual(body);
      expect(await room.storage.statObject(key)).toMatchObject({
        key,
        sizeBytes: body.length,
      });
      expect(await collect(await room.storage.openObject(key))).toEqual(body);
    });

    it('are never changed by a second create', async () => {
      const key = `${room.folder}/once`;
      await room.storage.createObject(key, Buffer.from('first'));
      const second = await room.storage.createObject(
        key,
        Buffer.from('second'),
      );
      expect(second.outcome).toBe('exists');
      expect(String(await room.storage.readObject(key))).toBe('first');
    });

    it('have exactly one creator of ten, where the storage says so', async () => {
      const { createOnlyPuts } = await room.storage.probe();
      const key = `${room.folder}/race`;
      const bodies = Array.from({ length: 10 }, (_, i) => Buffer.from(`${i}`));
      const outcomes = await Promise.all(
        bodies.map(body => room.storage.createObject(key, body)),
      );
      const winners = outcomes.filter(({ outcome }) => outcome === 'created');
      expect(winners.length).toBeGreaterThanOrEqual(1);
      expect(winners.length).toBeLessThanOrEqual(createOnlyPuts ? 1 : 10);
    });

    it('may be empty', async () => {
      await room.storage.createObject(`${room.folder}/empty`, Buffer.alloc(0));
      expect(await room.storage.readObject(`${room.folder}/empty`)).toEqual(
        Buffer.alloc(0),
      );
    });

    it('that are missing are undefined, or object-not-found when opened', async () => {
      const key = `${room.folder}/nothing`;
      expect(await room.storage.readObject(key)).toBeUndefined();
      expect(await room.storage.statObject(key)).toBeUndefined();
      await expect(room.storage.openObject(key)).rejects.toMatchObject({
        kind: 'object-not-found',
      });
    });

    it('of more than the allowed size are not read into memory', async () => {
      const key = `${room.folder}/large`;
      await room.storage.createObject(key, Buffer.alloc(1001));
      await expect(
        room.storage.readObject(key, { maxBytes: 1000 }),
      ).rejects.toMatchObject({ kind: 'object-too-large' });
    });

    it('are listed by prefix in the order of their keys', async () => {
      const names = ['b/c', 'a', 'b-c', 'b/a/z', 'ba', 'B'];
      for (const item of names) {
        await room.storage.createObject(
          `${room.folder}/${item}`,
          Buffer.from(item),
        );
      }
      const list = async (prefix: string) => {
        const keys = [];
        for await (const { key } of room.storage.listObjects(prefix)) {
          keys.push(key.slice(room.folder.length + 1));
        }
        return keys;
      };
      expect(await list(`${room.folder}/`)).toEqual([...names].sort());
      expect(await list(`${room.folder}/b/`)).toEqual(['b/a/z', 'b/c']);
      expect(await list(`${room.folder}/b`)).toEqual([
        'b-c',
        'b/a/z',
        'b/c',
        'ba',
      ]);
      expect(await list(`${room.folder}/none`)).toEqual([]);
    });

    it('are deleted with all their versions, and again', async () => {
      const key = `${room.folder}/deleted`;
      await room.storage.createObject(key, Buffer.from('x'));
      await room.storage.createObject(`${key}-neighbour`, Buffer.from('y'));
      await room.storage.deleteObject(key);
      await room.storage.deleteObject(key);
      expect(await room.storage.statObject(key)).toBeUndefined();
      expect(await room.storage.statObject(`${key}-neighbour`)).toBeDefined();
    });

    it('are read by their version, where the storage has versions', async () => {
      const key = `${room.folder}/version`;
      const { versionId } = await room.storage.createObject(
        key,
        Buffer.from('x'),
      );
      expect(String(await room.storage.readObject(key, { versionId }))).toBe(
        'x',
      );
      const { versioning } = await room.storage.probe();
      expect(Boolean(versionId)).toBe(versioning);
    });

    it.each([
      '../up',
      '/etc/passwd',
      'a//b',
      'a/../b',
      'a/.',
      '.hidden',
      'a\0b',
      'a\\b',
      '',
    ])('are refused under the key %j', async key => {
      const refused = { kind: 'key-invalid' };
      const body = Buffer.from('x');
      await expect(room.storage.createObject(key, body)).rejects.toMatchObject(
        refused,
      );
      await expect(room.storage.readObject(key)).rejects.toMatchObject(refused);
      await expect(room.storage.startUpload(key)).rejects.toMatchObject(
        refused,
      );
      await expect(room.storage.deleteObject(key)).rejects.toMatchObject(
        refused,
      );
      await expect(
        room.storage.signRead({ key, expiresInSeconds: 60 }),
      ).rejects.toMatchObject(refused);
    });
  });
}
