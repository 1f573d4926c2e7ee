import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FilesystemSignatures, FilesystemStorage } from '@safepoint/engine';
import { deriveRequestSecret, loadSigningKeys } from '../keys/loadKeys';
import { type Portal, startPortal } from '../__testUtils__/startPortal';

const key = 'default/resource/orders-db/production/X/data.payload';

describe('signed requests of the filesystem storage', () => {
  let portal: Portal;
  let storage: FilesystemStorage;

  beforeAll(async () => {
    portal = await startPortal({});
    const keys = await loadSigningKeys({
      privateKeyFile: join(portal.storageRoot, '..', 'signing.jwk.json'),
      previousPublicKeys: [],
    });
    storage = new FilesystemStorage({
      root: portal.storageRoot,
      baseUrl: 'http://portal.test/api/safepoint',
      signatures: new FilesystemSignatures(deriveRequestSecret(keys.current)),
    });
  });

  afterAll(() => portal.stop());

  const digest = (body: Buffer, algorithm: 'md5' | 'sha256') =>
    createHash(algorithm).update(body);

  const sign = async (body: Buffer, expiresInSeconds = 60) => {
    const { uploadId } = await storage.startUpload(key);
    const part = {
      number: 1,
      sizeBytes: body.length,
      md5: digest(body, 'md5').digest('base64'),
      sha256: digest(body, 'sha256').digest('hex'),
    };
    const signed = await storage.signPart({
      key,
      uploadId,
      part,
      expiresInSeconds,
    });
    return { uploadId, part, signed };
  };

  const put = (headers: Record<string, string>, body: Buffer) =>
    portal.anybody.put('/api/safepoint/storage/parts').set(headers).send(body);

  it('takes a part and gives the object back, with no Backstage credentials', async () => {
    const body = Buffer.alloc(3_000_000, 'safepoint');
    const { uploadId, part, signed } = await sign(body);
    expect(signed.url).toBe('http://portal.test/api/safepoint/storage/parts');
    expect((await put(signed.headers, body)).status).toBe(200);
    await storage.completeUpload({ key, uploadId, parts: [part] });
    const stored = await readFile(join(portal.storageRoot, key));
    expect(stored.equals(body)).toBe(true);
    const read = await storage.signRead({ key, expiresInSeconds: 60 });
    const answer = await fetch(`${portal.url}/storage/objects`, {
      headers: { ...read.headers, 'accept-encoding': 'gzip' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-length')).toBe(String(body.length));
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(body.equals(Buffer.from(await answer.arrayBuffer()))).toBe(true);
  });

  it('refuses another body, a longer one, an expired and a forged signature', async () => {
    const body = Buffer.from('what was signed');
    const { signed } = await sign(body);
    expect(
      (await put(signed.headers, Buffer.from('what was sighed'))).status,
    ).toBe(400);
    expect(
      (await put(signed.headers, Buffer.from('what was signed!'))).status,
    ).toBe(400);
    const late = await sign(body, -1);
    expect((await put(late.signed.headers, body)).status).toBe(403);
    const forged = {
      ...signed.headers,
      'safepoint-part': signed.headers['safepoint-part'].replace(/.$/, c =>
        c === 'A' ? 'B' : 'A',
      ),
    };
    expect((await put(forged, body)).status).toBe(403);
    const bare = await portal.anybody
      .put('/api/safepoint/storage/parts')
      .send(body);
    expect(bare.status).toBe(400);
    expect(bare.body.error.message).toMatch(/safepoint-part/);
  });

  it('does not let a signature for writing read', async () => {
    const { signed } = await sign(Buffer.from('x'));
    const answer = await portal.anybody
      .get('/api/safepoint/storage/objects')
      .set('safepoint-read', signed.headers['safepoint-part']);
    expect(answer.status).toBe(403);
  });
});

describe('rate limits', () => {
  it('stand before signed requests', async () => {
    const portal = await startPortal({
      config: { rateLimits: { storagePerMinute: 3 } },
    });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      const answer = await portal.anybody.get('/api/safepoint/storage/objects');
      statuses.push(answer.status);
    }
    await portal.stop();
    expect(statuses).toEqual([400, 400, 400, 429, 429]);
  });
});
