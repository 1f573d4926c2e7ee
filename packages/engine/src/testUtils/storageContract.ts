// A suite to be called from test files, not one itself.
/* eslint-disable jest/no-export */
import { randomBytes, randomUUID } from 'node:crypto';
import type { PartDigest, SignedRequest, Storage } from '../storage/Storage';
import { collect } from '../pipeline/collect';
import { digestPart } from './digestPart';

/** @public */
export interface StorageUnderTest {
  storage: Storage;
  stop(): Promise<void>;
}

// S3 takes no smaller part, but for the last one.
const fullPartBytes = 5 * 1024 * 1024;

/**
 * What every storage must do, as a suite. The storage that `makeStorage` gives is used by all tests of
 * the suite, each below a prefix of its own.
 *
 * @public
 */
export function storageContract(
  name: string,
  makeStorage: () => Promise<StorageUnderTest>,
): void {
  describe(`storage contract: ${name}`, () => {
    let subject: StorageUnderTest;
    let storage: Storage;
    let folder: string;
    beforeAll(async () => {
      subject = await makeStorage();
      storage = subject.storage;
    }, 60_000);
    afterAll(() => subject?.stop(), 30_000);
    beforeEach(() => {
      folder = `contract/${randomUUID()}`;
    });

    const startUpload = async (key: string, bodies: Buffer[]) => {
      const { uploadId } = await storage.startUpload(key);
      const parts = bodies.map((body, index) => digestPart(index + 1, body));
      return { key, uploadId, parts, bodies };
    };
    const putParts = async (
      upload: Awaited<ReturnType<typeof startUpload>>,
    ) => {
      for (const [index, part] of upload.parts.entries()) {
        const signed = await storage.signPart({
          ...upload,
          part,
          expiresInSeconds: 60,
        });
        expect(await send(signed, upload.bodies[index])).toBe(200);
      }
    };

    describe('objects', () => {
      it('are created once and read back', async () => {
        const key = `${folder}/manifest.json`;
        const body = Buffer.from('{"first": true}');
        const created = await storage.createObject(key, body, {
          contentType: 'application/json',
        });
        expect(created.outcome).toBe('created');
        expect(await storage.readObject(key)).toEqual(body);
        expect(await storage.statObject(key)).toMatchObject({
          key,
          sizeBytes: body.length,
        });
        expect(await collect(await storage.openObject(key))).toEqual(body);
      });

      it('are never changed by a second create', async () => {
        const key = `${folder}/once`;
        await storage.createObject(key, Buffer.from('first'));
        const second = await storage.createObject(key, Buffer.from('second'));
        expect(second.outcome).toBe('exists');
        expect(String(await storage.readObject(key))).toBe('first');
      });

      it('have exactly one creator of ten, where the storage says so', async () => {
        const { createOnlyPuts } = await storage.probe();
        const key = `${folder}/race`;
        const bodies = Array.from({ length: 10 }, (_, i) =>
          Buffer.from(`${i}`),
        );
        const outcomes = await Promise.all(
          bodies.map(body => storage.createObject(key, body)),
        );
        const winners = outcomes.filter(({ outcome }) => outcome === 'created');
        expect(winners.length).toBeGreaterThanOrEqual(1);
        expect(winners.length).toBeLessThanOrEqual(createOnlyPuts ? 1 : 10);
      });

      it('may be empty', async () => {
        await storage.createObject(`${folder}/empty`, Buffer.alloc(0));
        expect(await storage.readObject(`${folder}/empty`)).toEqual(
          Buffer.alloc(0),
        );
      });

      it('that are missing are undefined, or object-not-found when opened', async () => {
        const key = `${folder}/nothing`;
        expect(await storage.readObject(key)).toBeUndefined();
        expect(await storage.statObject(key)).toBeUndefined();
        await expect(storage.openObject(key)).rejects.toMatchObject({
          kind: 'object-not-found',
        });
      });

      it('of more than the allowed size are not read into memory', async () => {
        const key = `${folder}/large`;
        await storage.createObject(key, Buffer.alloc(1001));
        await expect(
          storage.readObject(key, { maxBytes: 1000 }),
        ).rejects.toMatchObject({ kind: 'object-too-large' });
      });

      it('are listed by prefix in the order of their keys', async () => {
        const names = ['b/c', 'a', 'b-c', 'b/a/z', 'ba', 'B'];
        for (const item of names) {
          await storage.createObject(`${folder}/${item}`, Buffer.from(item));
        }
        const list = async (prefix: string) => {
          const keys = [];
          for await (const { key } of storage.listObjects(prefix)) {
            keys.push(key.slice(folder.length + 1));
          }
          return keys;
        };
        expect(await list(`${folder}/`)).toEqual([...names].sort());
        expect(await list(`${folder}/b/`)).toEqual(['b/a/z', 'b/c']);
        expect(await list(`${folder}/b`)).toEqual([
          'b-c',
          'b/a/z',
          'b/c',
          'ba',
        ]);
        expect(await list(`${folder}/none`)).toEqual([]);
      });

      it('are deleted with all their versions, and again', async () => {
        const key = `${folder}/deleted`;
        await storage.createObject(key, Buffer.from('x'));
        await storage.createObject(`${key}-neighbour`, Buffer.from('y'));
        await storage.deleteObject(key);
        await storage.deleteObject(key);
        expect(await storage.statObject(key)).toBeUndefined();
        expect(await storage.statObject(`${key}-neighbour`)).toBeDefined();
      });

      it('are read by their version, where the storage has versions', async () => {
        const key = `${folder}/version`;
        const { versionId } = await storage.createObject(key, Buffer.from('x'));
        expect(String(await storage.readObject(key, { versionId }))).toBe('x');
        const { versioning } = await storage.probe();
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
        await expect(storage.createObject(key, body)).rejects.toMatchObject(
          refused,
        );
        await expect(storage.readObject(key)).rejects.toMatchObject(refused);
        await expect(storage.startUpload(key)).rejects.toMatchObject(refused);
        await expect(storage.deleteObject(key)).rejects.toMatchObject(refused);
        await expect(
          storage.signRead({ key, expiresInSeconds: 60 }),
        ).rejects.toMatchObject(refused);
      });
    });

    describe('uploads', () => {
      it('become one object of all parts, and only at the end', async () => {
        const bodies = [randomBytes(fullPartBytes), randomBytes(1000)];
        const upload = await startUpload(`${folder}/data`, bodies);
        await putParts(upload);
        expect(await storage.statObject(upload.key)).toBeUndefined();
        const completed = await storage.completeUpload(upload);
        expect(completed.sizeBytes).toBe(fullPartBytes + 1000);
        const { versionId } = completed;
        const stored = await storage.readObject(upload.key, { versionId });
        expect(stored?.equals(Buffer.concat(bodies))).toBe(true);
      });

      it('are listed until they are completed or aborted', async () => {
        const list = async () => {
          const keys = [];
          for await (const upload of storage.listUploads(`${folder}/`)) {
            keys.push(upload.key);
          }
          return keys;
        };
        const one = await startUpload(`${folder}/one`, [randomBytes(10)]);
        const two = await startUpload(`${folder}/two`, [randomBytes(10)]);
        await putParts(one);
        expect(await list()).toEqual([one.key, two.key]);
        await storage.completeUpload(one);
        expect(await list()).toEqual([two.key]);
        await storage.abortUpload(two);
        expect(await list()).toEqual([]);
      });

      it('can be completed again after a lost answer', async () => {
        const upload = await startUpload(`${folder}/again`, [
          randomBytes(fullPartBytes),
          randomBytes(10),
        ]);
        await putParts(upload);
        const first = await storage.completeUpload(upload);
        expect(await storage.completeUpload(upload)).toEqual(first);
      });

      it('can be completed by several at once', async () => {
        const upload = await startUpload(`${folder}/at-once`, [
          randomBytes(10),
        ]);
        await putParts(upload);
        await Promise.allSettled(
          [1, 2, 3].map(() => storage.completeUpload(upload)),
        );
        expect(await storage.completeUpload(upload)).toMatchObject({
          sizeBytes: 10,
        });
        const stored = await storage.readObject(upload.key);
        expect(stored).toEqual(upload.bodies[0]);
      });

      it('can be aborted again, and a part that comes late finds nothing', async () => {
        const upload = await startUpload(`${folder}/aborted`, [
          randomBytes(10),
        ]);
        const signed = await storage.signPart({
          ...upload,
          part: upload.parts[0],
          expiresInSeconds: 60,
        });
        await storage.abortUpload(upload);
        await storage.abortUpload(upload);
        expect(await send(signed, upload.bodies[0])).toBe(404);
        await expect(storage.completeUpload(upload)).rejects.toMatchObject({
          kind: 'upload-not-found',
        });
        expect(await storage.statObject(upload.key)).toBeUndefined();
      });

      it('that were aborted after completion leave the object alone', async () => {
        const upload = await startUpload(`${folder}/kept`, [randomBytes(10)]);
        await putParts(upload);
        await storage.completeUpload(upload);
        await storage.abortUpload(upload);
        expect(await storage.readObject(upload.key)).toEqual(upload.bodies[0]);
      });

      it('refuse a part that came after completion', async () => {
        const upload = await startUpload(`${folder}/replayed`, [
          randomBytes(10),
        ]);
        await putParts(upload);
        await storage.completeUpload(upload);
        const signed = await storage.signPart({
          ...upload,
          part: upload.parts[0],
          expiresInSeconds: 60,
        });
        expect(await send(signed, upload.bodies[0])).toBe(404);
        expect(await storage.readObject(upload.key)).toEqual(upload.bodies[0]);
      });

      it('are not completed over an object with other content', async () => {
        const key = `${folder}/taken`;
        await storage.createObject(key, Buffer.from('theirs'));
        const upload = await startUpload(key, [Buffer.from('mine!!')]);
        await putParts(upload);
        await expect(storage.completeUpload(upload)).rejects.toMatchObject({
          kind: 'part-mismatch',
        });
        expect(String(await storage.readObject(key))).toBe('theirs');
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
        [
          'another number',
          (parts: PartDigest[]) => [{ ...parts[0], number: 2 }],
        ],
        [
          'a part too many',
          (parts: PartDigest[]) => [...parts, digestPart(2, randomBytes(1))],
        ],
        ['no part', () => []],
      ])('refuse to complete with %s', async (_name, change) => {
        const upload = await startUpload(`${folder}/differs`, [
          randomBytes(10),
        ]);
        await putParts(upload);
        await expect(
          storage.completeUpload({ ...upload, parts: change(upload.parts) }),
        ).rejects.toMatchObject({ kind: 'part-mismatch' });
        expect(await storage.statObject(upload.key)).toBeUndefined();
      });

      it('refuse to complete with a part less than is stored', async () => {
        const upload = await startUpload(`${folder}/less`, [
          randomBytes(fullPartBytes),
          randomBytes(10),
        ]);
        await putParts(upload);
        await expect(
          storage.completeUpload({
            ...upload,
            parts: upload.parts.slice(0, 1),
          }),
        ).rejects.toMatchObject({ kind: 'part-mismatch' });
      });

      it('belong to their key', async () => {
        const upload = await startUpload(`${folder}/mine`, [randomBytes(10)]);
        await putParts(upload);
        await expect(
          storage.completeUpload({ ...upload, key: `${folder}/other` }),
        ).rejects.toMatchObject({ kind: 'upload-not-found' });
      });
    });

    describe('signed part requests', () => {
      const body = randomBytes(1000);
      const sign = async (expiresInSeconds = 60) => {
        const upload = await startUpload(`${folder}/signed`, [body]);
        const part = upload.parts[0];
        return storage.signPart({ ...upload, part, expiresInSeconds });
      };

      it('may be sent again', async () => {
        const signed = await sign();
        expect(await send(signed, body)).toBe(200);
        expect(await send(signed, body)).toBe(200);
      });

      it.each([
        ['other content', randomBytes(1000)],
        ['a longer body', Buffer.concat([body, Buffer.from('x')])],
        ['a shorter body', body.subarray(1)],
        ['no body', Buffer.alloc(0)],
      ])('refuse %s', async (_name, other) => {
        const status = await send(await sign(), other);
        expect([400, 403]).toContain(status);
      });

      it('refuse a request without the signed headers, or with changed ones', async () => {
        const signed = await sign();
        expect([400, 403]).toContain(
          await send({ ...signed, headers: {} }, body),
        );
        const bound = Object.keys(signed.headers).filter(
          header => header !== 'content-type' && header !== 'content-length',
        );
        expect(bound).not.toEqual([]);
        for (const header of bound) {
          const value = changeFirst(signed.headers[header]);
          const headers = { ...signed.headers, [header]: value };
          expect([400, 403]).toContain(
            await send({ ...signed, headers }, body),
          );
        }
      });

      it('refuse to be sent after they expired', async () => {
        const signed = await sign(1);
        await new Promise(resolve => {
          setTimeout(resolve, 2100);
        });
        expect(await send(signed, body)).toBe(403);
      });
    });

    describe('signed read requests', () => {
      it('give the object and nothing else', async () => {
        const key = `${folder}/read`;
        const content = randomBytes(100_000);
        const { versionId } = await storage.createObject(key, content);
        const signed = await storage.signRead({
          key,
          versionId,
          expiresInSeconds: 60,
        });
        const response = await fetch(signed.url, { headers: signed.headers });
        expect(response.status).toBe(200);
        expect(response.headers.get('content-length')).toBe('100000');
        const received = Buffer.from(await response.arrayBuffer());
        expect(received.equals(content)).toBe(true);
      });

      it('expire, and cannot be used to write', async () => {
        const key = `${folder}/read-only`;
        await storage.createObject(key, Buffer.from('x'));
        const signed = await storage.signRead({ key, expiresInSeconds: 1 });
        expect([403, 404]).toContain(
          await send({ ...signed, method: 'PUT' }, Buffer.from('y')),
        );
        await new Promise(resolve => {
          setTimeout(resolve, 2100);
        });
        const response = await fetch(signed.url, { headers: signed.headers });
        await response.arrayBuffer();
        expect(response.status).toBe(403);
      });

      it('of a missing object answer 404', async () => {
        const key = `${folder}/missing`;
        const signed = await storage.signRead({ key, expiresInSeconds: 60 });
        const response = await fetch(signed.url, { headers: signed.headers });
        await response.arrayBuffer();
        expect(response.status).toBe(404);
      });
    });
  });
}

/** The same text with another first character. */
function changeFirst(text: string): string {
  return `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
}

/** Sends a signed request as an agent does and gives the status. */
async function send(signed: SignedRequest, body: Buffer): Promise<number> {
  // The length is that of the body; a client that lies about it is refused by its own HTTP library.
  const { 'content-length': _, ...headers } = signed.headers;
  const response = await fetch(signed.url, {
    method: signed.method,
    headers,
    body: new Uint8Array(body),
    redirect: 'manual',
  });
  await response.arrayBuffer();
  return response.status;
}
