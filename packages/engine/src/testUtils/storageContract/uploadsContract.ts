// A suite to be called from test files, not one itself.
/* eslint-disable jest/no-export */
import { randomBytes } from 'node:crypto';
import type { PartDigest } from '../../storage/Storage';
import { digestPart } from '../digestPart';
import { sendSigned as send } from './sendSigned';
import { fullPartBytes, type StorageRoom } from './StorageRoom';

/** What every storage does with uploads in parts. */
export function uploadsContract(room: StorageRoom): void {
  describe('uploads', () => {
    it('become one object of all parts, and only at the end', async () => {
      const bodies = [randomBytes(fullPartBytes), randomBytes(1000)];
      const upload = await room.startUpload(`${room.folder}/data`, bodies);
      await room.putParts(upload);
      expect(await room.storage.statObject(upload.key)).toBeUndefined();
      const completed = await room.storage.completeUpload(upload);
      expect(completed.sizeBytes).toBe(fullPartBytes + 1000);
      const { versionId } = completed;
      const stored = await room.storage.readObject(upload.key, { versionId });
      expect(stored?.equals(Buffer.concat(bodies))).toBe(true);
    });

    it('are listed until they are completed or aborted', async () => {
      const list = async () => {
        const keys = [];
        for await (const upload of room.storage.listUploads(
          `${room.folder}/`,
        )) {
          keys.push(upload.key);
        }
        return keys;
      };
      const one = await room.startUpload(`${room.folder}/one`, [
        randomBytes(10),
      ]);
      const two = await room.startUpload(`${room.folder}/two`, [
        randomBytes(10),
      ]);
      await room.putParts(one);
      expect(await list()).toEqual([one.key, two.key]);
      await room.storage.completeUpload(one);
      expect(await list()).toEqual([two.key]);
      await room.storage.abortUpload(two);
      expect(await list()).toEqual([]);
    });

    it('can be completed again after a lost answer', async () => {
      const upload = await room.startUpload(`${room.folder}/again`, [
        randomBytes(fullPartBytes),
        randomBytes(10),
      ]);
      await room.putParts(upload);
      const first = await room.storage.completeUpload(upload);
      expect(await room.storage.completeUpload(upload)).toEqual(first);
    });

    it('can be completed by several at once', async () => {
      const upload = await room.startUpload(`${room.folder}/at-once`, [
        randomBytes(10),
      ]);
      await room.putParts(upload);
      await Promise.allSettled(
        [1, 2, 3].map(() => room.storage.completeUpload(upload)),
      );
      expect(await room.storage.completeUpload(upload)).toMatchObject({
        sizeBytes: 10,
      });
      const stored = await room.storage.readObject(upload.key);
      expect(stored).toEqual(upload.bodies[0]);
    });

    it('can be aborted again, and a part that comes late finds nothing', async () => {
      const upload = await room.startUpload(`${room.folder}/aborted`, [
        randomBytes(10),
      ]);
      const signed = await room.storage.signPart({
        ...upload,
        part: upload.parts[0],
        expiresInSeconds: 60,
      });
      await room.storage.abortUpload(upload);
      await room.storage.abortUpload(upload);
      expect(await send(signed, upload.bodies[0])).toBe(404);
      await expect(room.storage.completeUpload(upload)).rejects.toMatchObject({
        kind: 'upload-not-found',
      });
      expect(await room.storage.statObject(upload.key)).toBeUndefined();
    });

    it('that were aborted after completion leave the object alone', async () => {
      const upload = await room.startUpload(`${room.folder}/kept`, [
        randomBytes(10),
      ]);
      await room.putParts(upload);
      await room.storage.completeUpload(upload);
      await room.storage.abortUpload(upload);
      expect(await room.storage.readObject(upload.key)).toEqual(
        upload.bodies[0],
      );
    });

    it('refuse a part that came after completion', async () => {
      const upload = await room.startUpload(`${room.folder}/replayed`, [
        randomBytes(10),
      ]);
      await room.putParts(upload);
      await room.storage.completeUpload(upload);
      const signed = await room.storage.signPart({
        ...upload,
        part: upload.parts[0],
        expiresInSeconds: 60,
      });
      expect(await send(signed, upload.bodies[0])).toBe(404);
      expect(await room.storage.readObject(upload.key)).toEqual(
        upload.bodies[0],
      );
    });

    it('are not completed over an object with other content', async () => {
      const key = `${room.folder}/taken`;
      await room.storage.createObject(key, Buffer.from('theirs'));
      const upload = await room.startUpload(key, [Buffer.from('mine!!')]);
      await room.putParts(upload);
      await expect(room.storage.completeUpload(upload)).rejects.toMatchObject({
        kind: 'part-mismatch',
      });
      expect(String(await room.storage.readObject(key))).toBe('theirs');
    });

    it.each([
      [
        'another size',
        (parts: PartDigest[]) => [{ ...parts[0], sizeBytes: 11 }],
      ],
      [
        'another content',
        (parts: PartDigest[]) => [
          digestPart(1, randomBytes(10)),
          ...parts.slice(1),
        ],
      ],
      ['another number', (parts: PartDigest[]) => [{ ...parts[0], number: 2 }]],
      [
        'a part too many',
        (parts: PartDigest[]) => [...parts, digestPart(2, randomBytes(1))],
      ],
      ['no part', () => []],
    ])('refuse to complete with %s', async (_name, change) => {
      const upload = await room.startUpload(`${room.folder}/differs`, [
        randomBytes(10),
      ]);
      await room.putParts(upload);
      await expect(
        room.storage.completeUpload({ ...upload, parts: change(upload.parts) }),
      ).rejects.toMatchObject({ kind: 'part-mismatch' });
      expect(await room.storage.statObject(upload.key)).toBeUndefined();
    });

    it('refuse to complete with a part less than is stored', async () => {
      const upload = await room.startUpload(`${room.folder}/less`, [
        randomBytes(fullPartBytes),
        randomBytes(10),
      ]);
      await room.putParts(upload);
      await expect(
        room.storage.completeUpload({
          ...upload,
          parts: upload.parts.slice(0, 1),
        }),
      ).rejects.toMatchObject({ kind: 'part-mismatch' });
    });

    it('belong to their key', async () => {
      const upload = await room.startUpload(`${room.folder}/mine`, [
        randomBytes(10),
      ]);
      await room.putParts(upload);
      await expect(
        room.storage.completeUpload({ ...upload, key: `${room.folder}/other` }),
      ).rejects.toMatchObject({ kind: 'upload-not-found' });
    });
  });
}
