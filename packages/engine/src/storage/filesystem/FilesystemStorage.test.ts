import { randomBytes } from 'node:crypto';
import {
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestPart } from '../../testUtils/digestPart';
import { FilesystemSignatures } from './FilesystemSignatures';
import {
  FilesystemStorage,
  type FilesystemStorageOptions,
} from './FilesystemStorage';

const key = 'default/resource/orders-db/production/01J/data.payload';

describe('FilesystemStorage', () => {
  let root: string;
  beforeEach(async () => {
    root = await realpath(
      await mkdtemp(join(tmpdir(), 'safepoint-filesystem-')),
    );
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const signatures = new FilesystemSignatures(randomBytes(32));
  const make = (options: Partial<FilesystemStorageOptions> = {}) =>
    new FilesystemStorage({
      root,
      baseUrl: 'http://portal',
      signatures,
      ...options,
    });

  async function* chunks(...bodies: Buffer[]) {
    yield* bodies;
  }

  async function startWithPart(storage: FilesystemStorage, body: Buffer) {
    const { uploadId } = await storage.startUpload(key);
    const part = digestPart(1, body);
    const signed = await storage.signPart({
      key,
      uploadId,
      part,
      expiresInSeconds: 60,
    });
    return {
      upload: { key, uploadId, parts: [part] },
      header: signed.headers['safepoint-part'],
    };
  }

  it('puts no claim into the URL of a signed request', async () => {
    const storage = make();
    const { upload } = await startWithPart(storage, Buffer.from('x'));
    const part = upload.parts[0];
    const signed = await storage.signPart({
      ...upload,
      part,
      expiresInSeconds: 60,
    });
    expect(signed.url).toBe('http://portal/storage/parts');
    const read = await storage.signRead({ key, expiresInSeconds: 60 });
    expect(read.url).toBe('http://portal/storage/objects');
  });

  it('says plainly that it has no versions and no lock', async () => {
    const capabilities = await make().probe();
    expect(capabilities).toMatchObject({
      createOnlyPuts: true,
      versioning: false,
      objectLock: false,
    });
    expect(capabilities.lacks.join(' ')).toMatch(/not WORM/);
    expect(await readdir(join(root, '.temporary'))).toEqual([]);
  });

  it('leaves nothing of a part that is refused', async () => {
    const storage = make();
    const body = randomBytes(1000);
    const { upload, header } = await startWithPart(storage, body);
    const refused = { kind: 'part-mismatch' };
    await expect(
      storage.receivePart(header, chunks(body.subarray(1))),
    ).rejects.toMatchObject(refused);
    await expect(
      storage.receivePart(header, chunks(body, body)),
    ).rejects.toMatchObject(refused);
    await expect(
      storage.receivePart(header, chunks(randomBytes(1000))),
    ).rejects.toMatchObject(refused);
    expect(await readdir(join(root, '.uploads', upload.uploadId))).toEqual([
      'upload.json',
    ]);
  });

  it('stops reading a body that is longer than signed', async () => {
    const storage = make();
    const { header } = await startWithPart(storage, Buffer.alloc(10));
    let sent = 0;
    async function* endless() {
      for (;;) {
        sent += 1;
        yield Buffer.alloc(8);
      }
    }
    await expect(storage.receivePart(header, endless())).rejects.toMatchObject({
      kind: 'part-mismatch',
    });
    expect(sent).toBe(2);
  });

  it('leaves nothing of a body that broke off', async () => {
    const storage = make();
    const { upload, header } = await startWithPart(storage, Buffer.alloc(10));
    async function* broken() {
      yield Buffer.alloc(5);
      throw new Error('connection reset');
    }
    await expect(storage.receivePart(header, broken())).rejects.toThrow(
      'connection reset',
    );
    expect(await readdir(join(root, '.uploads', upload.uploadId))).toEqual([
      'upload.json',
    ]);
  });

  it('refuses a header of another key, another purpose, and an expired one', async () => {
    const storage = make();
    const body = Buffer.from('x');
    const { upload } = await startWithPart(storage, body);
    const foreign = make({
      signatures: new FilesystemSignatures(randomBytes(32)),
    });
    const part = upload.parts[0];
    const theirs = await foreign.signPart({
      ...upload,
      part,
      expiresInSeconds: 60,
    });
    const read = await storage.signRead({ key, expiresInSeconds: 60 });
    const expired = await storage.signPart({
      ...upload,
      part,
      expiresInSeconds: -1,
    });
    for (const header of [
      theirs.headers['safepoint-part'],
      read.headers['safepoint-read'],
      '',
      'a.b',
      'x'.repeat(100_000),
    ]) {
      await expect(
        storage.receivePart(header, chunks(body)),
      ).rejects.toMatchObject({
        kind: 'signature-invalid',
      });
    }
    await expect(
      storage.receivePart(expired.headers['safepoint-part'], chunks(body)),
    ).rejects.toMatchObject({ kind: 'signature-expired' });
    await expect(
      storage.openSignedRead(theirs.headers['safepoint-part']),
    ).rejects.toMatchObject({ kind: 'signature-invalid' });
  });

  it('follows no link out of its folder, neither to read nor to write', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'safepoint-outside-'));
    try {
      await writeFile(join(outside, 'secret'), 'secret');
      await mkdir(join(root, 'default'));
      await symlink(outside, join(root, 'default', 'escape'));
      await symlink(join(outside, 'secret'), join(root, 'default', 'file'));
      const storage = make();
      const denied = { kind: 'storage-denied' };
      await expect(
        storage.readObject('default/escape/secret'),
      ).rejects.toMatchObject(denied);
      await expect(
        storage.deleteObject('default/escape/secret'),
      ).rejects.toMatchObject(denied);
      await expect(
        storage.createObject('default/escape/new', Buffer.from('x')),
      ).rejects.toMatchObject(denied);
      expect(await storage.readObject('default/file')).toBeUndefined();
      const keys = [];
      for await (const object of storage.listObjects('')) {
        keys.push(object.key);
      }
      expect(keys).toEqual([]);
      expect(await readdir(outside)).toEqual(['secret']);
    } finally {
      await rm(outside, { recursive: true });
    }
  });

  it('completes after a crash between the link and the removal of the upload', async () => {
    const storage = make();
    const body = randomBytes(1000);
    const { upload, header } = await startWithPart(storage, body);
    await storage.receivePart(header, chunks(body));
    // What a crash right after the link leaves behind: the object and the upload.
    await mkdir(join(root, key, '..'), { recursive: true });
    await link(
      join(root, '.uploads', upload.uploadId, '00001.part'),
      join(root, key),
    );
    expect(await make().completeUpload(upload)).toEqual({ sizeBytes: 1000 });
    expect(await readdir(join(root, '.uploads'))).toEqual([]);
    expect(await readFile(join(root, key))).toEqual(body);
  });

  it('refuses to complete when a stored part was changed or cut on disk', async () => {
    const storage = make();
    const body = randomBytes(1000);
    const { upload, header } = await startWithPart(storage, body);
    const path = join(root, '.uploads', upload.uploadId, '00001.part');
    await storage.receivePart(header, chunks(body));
    await truncate(path, 999);
    await expect(storage.completeUpload(upload)).rejects.toMatchObject({
      kind: 'part-mismatch',
      message: expect.stringContaining('part 1 has 999 bytes, not 1000'),
    });
    await writeFile(path, randomBytes(1000));
    await expect(storage.completeUpload(upload)).rejects.toMatchObject({
      kind: 'part-mismatch',
      message: expect.stringContaining('part 1 has other content'),
    });
    // The upload is still there, so that sending the part again heals it.
    await storage.receivePart(header, chunks(body));
    expect(await storage.completeUpload(upload)).toEqual({ sizeBytes: 1000 });
    expect(await readdir(join(root, '.temporary'))).toEqual([]);
  });

  it('refuses a repeated completion when the object was changed meanwhile', async () => {
    const storage = make();
    const body = randomBytes(1000);
    const { upload, header } = await startWithPart(storage, body);
    await storage.receivePart(header, chunks(body));
    await storage.completeUpload(upload);
    await writeFile(join(root, key), randomBytes(1000));
    await expect(storage.completeUpload(upload)).rejects.toMatchObject({
      kind: 'part-mismatch',
    });
    await writeFile(join(root, key), Buffer.concat([body, body]));
    await expect(storage.completeUpload(upload)).rejects.toMatchObject({
      kind: 'part-mismatch',
    });
  });

  it('says that it is full, before it takes anything', async () => {
    const storage = make({ reservedBytes: Number.MAX_SAFE_INTEGER });
    const full = {
      kind: 'storage-full',
      message: expect.stringMatching(/Make room/),
    };
    await expect(
      storage.createObject(key, Buffer.from('x')),
    ).rejects.toMatchObject(full);
    await expect(storage.startUpload(key)).rejects.toMatchObject(full);
    const { header } = await startWithPart(make(), Buffer.from('x'));
    await expect(
      storage.receivePart(header, chunks(Buffer.from('x'))),
    ).rejects.toMatchObject(full);
  });

  it('removes what a crash left behind, after a day', async () => {
    const storage = make();
    await storage.probe();
    const [old, recent] = ['old', 'recent'].map(name =>
      join(root, '.temporary', name),
    );
    await writeFile(old, 'x');
    await writeFile(recent, 'x');
    await utimes(old, new Date(0), new Date(0));
    await storage.probe();
    expect(await readdir(join(root, '.temporary'))).toEqual(['recent']);
  });

  it('names what is wrong with a folder that it cannot use', async () => {
    const file = join(root, 'file');
    await writeFile(file, 'x');
    await expect(
      make({ root: join(file, 'inside') }).probe(),
    ).rejects.toMatchObject({
      name: 'SafepointError',
      kind: 'storage-denied',
      message: expect.stringContaining('safepoint.storage.root'),
    });
  });

  it('takes the same signed requests on every replica', async () => {
    const d = randomBytes(32).toString('base64url');
    const [one, two] = [1, 2].map(() =>
      make({ signatures: FilesystemSignatures.fromSigningKey({ d }) }),
    );
    const { upload, header } = await startWithPart(one, Buffer.from('x'));
    await two.receivePart(header, chunks(Buffer.from('x')));
    expect(await one.completeUpload(upload)).toEqual({ sizeBytes: 1 });
  });
});
