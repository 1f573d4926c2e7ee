import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FilesystemSignatures, FilesystemStorage } from '../storage/filesystem';
import { digestPart, serveFilesystemStorage } from '../testUtils';
import { copyParts, type AnnouncedObject } from './copyParts';

const from = '_direct/gitlab/42/default/resource/a/production/x/data.payload';
const to = 'default/resource/a/production/x/data.payload';
const content = randomBytes(300_000);
const parts = [0, 100_000, 200_000].map((start, index) =>
  digestPart(index + 1, content.subarray(start, start + 100_000)),
);
const announced: AnnouncedObject = {
  sizeBytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
  parts,
};

describe('the copy of an announced object', () => {
  let folder: string;
  let storage: FilesystemStorage;
  let server: Awaited<ReturnType<typeof serveFilesystemStorage>>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safepoint-copy-'));
    server = await serveFilesystemStorage(() => storage);
    storage = new FilesystemStorage({
      root: folder,
      baseUrl: server.baseUrl,
      signatures: new FilesystemSignatures(randomBytes(32)),
    });
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const copy = (changes: Partial<AnnouncedObject> = {}) =>
    copyParts({
      storage,
      from,
      to,
      announced: { ...announced, ...changes },
      signal: new AbortController().signal,
    });
  const openUploads = async () => {
    const found = [];
    for await (const upload of storage.listUploads('')) found.push(upload);
    return found;
  };

  it('is an open upload of the same parts', async () => {
    await storage.createObject(from, content);
    const { uploadId } = await copy();
    expect(await storage.statObject(to)).toBeUndefined();
    await storage.completeUpload({ key: to, uploadId, parts });
    expect(await storage.readObject(to)).toEqual(content);
  });

  it('holds what was hashed, even if the source is exchanged before it is completed', async () => {
    await storage.createObject(from, content);
    const { uploadId } = await copy();
    await storage.deleteObject(from);
    await storage.createObject(from, randomBytes(300_000));
    await storage.completeUpload({ key: to, uploadId, parts });
    expect(await storage.readObject(to)).toEqual(content);
  });

  it.each<[string, Buffer, Partial<AnnouncedObject>]>([
    ['is longer', Buffer.concat([content, Buffer.from('x')]), {}],
    ['is shorter', content.subarray(1), {}],
    ['differs in a bit', flip(content, 250_000), {}],
    ['has another digest as a whole', content, { sha256: 'ab'.repeat(32) }],
    ['has a part less', content, { parts: parts.slice(0, 2) }],
  ])(
    'is refused and left behind nowhere if it %s',
    async (_, body, changes) => {
      await storage.createObject(from, body);
      await expect(copy(changes)).rejects.toMatchObject({
        kind: 'part-mismatch',
      });
      expect(await openUploads()).toEqual([]);
    },
  );

  it('is refused if there is nothing', async () => {
    await expect(copy()).rejects.toMatchObject({ kind: 'part-mismatch' });
  });
});

function flip(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] ^= 1;
  return changed;
}
