import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { S3Storage } from '@safepoint/engine/s3';
import { digestPart } from '@safepoint/engine/testUtils';
import { makeS3Storage } from '../support/makeS3Storage';
import { requireServer, startCeph, type S3Server } from '../support/servers';

requireServer('s3')('S3Storage on a real S3 service', () => {
  let server: S3Server;
  beforeAll(async () => {
    server = await startCeph();
  }, 90_000);
  afterAll(() => server?.stop());

  it('finds out by trying whether create-only puts, versions and locks hold', async () => {
    const plain = await makeS3Storage(server);
    expect(await plain.storage.probe()).toMatchObject({
      createOnlyPuts: true,
      versioning: false,
      objectLock: false,
    });
    const locked = await makeS3Storage(server, {
      versioning: true,
      objectLock: true,
    });
    const found = await locked.storage.probe();
    expect(found).toMatchObject({ versioning: true, objectLock: true });
    expect(found.lacks.some(lack => lack.startsWith('Create-only'))).toBe(
      !found.createOnlyPuts,
    );
  });

  it('leaves nothing of its probe behind and lists none of it', async () => {
    const { storage, client, bucket } = await makeS3Storage(server, {
      versioning: true,
    });
    await storage.probe();
    const left = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket }),
    );
    expect([left.Versions ?? [], left.DeleteMarkers ?? []]).toEqual([[], []]);
  });

  it('reads the version that it wrote when somebody shadows or hides it', async () => {
    const { storage, client, bucket } = await makeS3Storage(server, {
      versioning: true,
    });
    const key = 'default/resource/orders-db/production/x/manifest.json';
    const { versionId } = await storage.createObject(key, Buffer.from('ours'));
    await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'theirs' }),
    );
    expect(String(await storage.readObject(key, { versionId }))).toBe('ours');
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    expect(await storage.readObject(key)).toBeUndefined();
    expect(String(await storage.readObject(key, { versionId }))).toBe('ours');
    const signed = await storage.signRead({
      key,
      versionId,
      expiresInSeconds: 60,
    });
    expect(await (await fetch(signed.url)).text()).toBe('ours');
    await storage.deleteObject(key);
    expect(await storage.statObject(key, { versionId })).toBeUndefined();
  });

  it('completes an upload again in a new process, as after a crash', async () => {
    const { storage, options } = await makeS3Storage(server, {
      versioning: true,
    });
    const body = Buffer.from('all of it');
    const key = 'default/resource/orders-db/production/y/data.payload';
    const { uploadId } = await storage.startUpload(key);
    const part = digestPart(1, body);
    const signed = await storage.signPart({
      key,
      uploadId,
      part,
      expiresInSeconds: 60,
    });
    const { 'content-length': _, ...headers } = signed.headers;
    expect(
      (await fetch(signed.url, { method: 'PUT', headers, body })).status,
    ).toBe(200);
    const upload = { key, uploadId, parts: [part] };
    const first = await storage.completeUpload(upload);
    expect(first.versionId).toBeTruthy();
    expect(await new S3Storage(options).completeUpload(upload)).toEqual(first);
  });

  it('names credentials and buckets that do not work, without their secret', async () => {
    const { options } = await makeS3Storage(server);
    const wrong = new S3Storage({
      ...options,
      secretAccessKey: 'another-secret',
    });
    const denied = await wrong
      .createObject('a', Buffer.from('x'))
      .catch(e => e);
    expect(denied).toMatchObject({
      name: 'SafepointError',
      kind: 'storage-denied',
    });
    expect(JSON.stringify([denied, denied.message])).not.toContain(
      'another-secret',
    );
    const absent = new S3Storage({
      ...options,
      bucket: 'there-is-no-such-bucket',
    });
    await expect(absent.probe()).rejects.toMatchObject({
      kind: 'storage-denied',
      message: expect.stringContaining('there-is-no-such-bucket'),
    });
    // A bucket that is missing must never look like one in which nothing is stored.
    await expect(absent.readObject('a')).rejects.toMatchObject({
      kind: 'storage-denied',
    });
    await expect(
      absent.completeUpload({
        key: 'a',
        uploadId: 'none',
        parts: [digestPart(1, Buffer.from('x'))],
      }),
    ).rejects.toMatchObject({ kind: 'storage-denied' });
    await expect(absent.statObject('a')).rejects.toMatchObject({
      kind: 'storage-denied',
    });
  });

  it('names a service that cannot be reached as worth another try', async () => {
    const listener = createServer();
    await new Promise<void>(resolve =>
      listener.listen(0, '127.0.0.1', resolve),
    );
    const { port } = listener.address() as AddressInfo;
    await new Promise(resolve => listener.close(resolve));
    const { options } = await makeS3Storage(server);
    const gone = new S3Storage({
      ...options,
      endpoint: `http://127.0.0.1:${port}`,
    });
    await expect(gone.statObject('a')).rejects.toMatchObject({
      kind: 'storage-unreachable',
      retryable: true,
    });
  });
});
