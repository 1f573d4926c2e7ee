import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { makeS3Storage } from '../support/makeS3Storage';
import { requireServer, startCeph, type S3Server } from '../support/servers';

requireServer('s3')('the versions of a bucket on a real S3 service', () => {
  let server: S3Server;
  beforeAll(async () => {
    server = await startCeph();
  }, 90_000);
  afterAll(() => server?.stop());

  const key = 'default/resource/orders-db/production/x/data.payload';

  async function makeShadowed() {
    const made = await makeS3Storage(server, { versioning: true });
    const { storage, client, bucket } = made;
    const { versionId } = await storage.createObject(key, Buffer.from('ours'));
    const list = async () => {
      const versions = [];
      for await (const one of storage.listVersions('default/')) {
        versions.push(one);
      }
      return versions;
    };
    return {
      storage,
      client,
      list,
      versionId,
      at: { Bucket: bucket, Key: key },
    };
  }

  it('tell an object that a delete marker hides', async () => {
    const { client, list, versionId, at } = await makeShadowed();
    await client.send(new DeleteObjectCommand(at));
    expect(await list()).toMatchObject([
      { key, kind: 'delete-marker', isLatest: true, sizeBytes: 0 },
      { key, kind: 'object', isLatest: false, sizeBytes: 4, versionId },
    ]);
  });

  it('tell an object that a newer version shadows', async () => {
    const { client, list, versionId, at } = await makeShadowed();
    await client.send(new PutObjectCommand({ ...at, Body: 'theirs!' }));
    const [latest, recorded] = await list();
    expect(latest).toMatchObject({
      kind: 'object',
      isLatest: true,
      sizeBytes: 7,
    });
    expect(latest.versionId).not.toBe(versionId);
    expect(recorded).toMatchObject({ isLatest: false, versionId });
  });

  it('show an object again whose marker is removed', async () => {
    const { client, list, versionId, at, storage } = await makeShadowed();
    await client.send(new DeleteObjectCommand(at));
    const [marker] = await list();
    await client.send(
      new DeleteObjectCommand({ ...at, VersionId: marker.versionId }),
    );
    expect(await list()).toMatchObject([{ isLatest: true, versionId }]);
    expect(String(await storage.readObject(key))).toBe('ours');
  });

  it('are told of more keys than fit on a page', async () => {
    const { storage } = await makeS3Storage(server, { versioning: true });
    const names = Array.from(
      { length: 1005 },
      (_, index) => `many/${String(index).padStart(4, '0')}`,
    );
    await Promise.all(
      names.map(name => storage.createObject(name, Buffer.from('x'))),
    );
    const found = [];
    for await (const one of storage.listVersions('many/')) found.push(one.key);
    expect(found).toEqual(names);
  }, 60_000);
});
