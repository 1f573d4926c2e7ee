import { createHash, randomBytes } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { encryptStream, generateIdentity, recipientOf } from '../../encryption';
import { unwrapFileKey } from '../../encryption/unwrapFileKey';
import { collect } from '../collect';
import { zstdCompressStage } from '../zstdStages';
import { openPayload, type StoredObject } from './openPayload';
import { openStoredObject } from './openStoredObject';

const digestOf = (bytes: Buffer) => ({
  sizeBytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

describe('opening a stored object', () => {
  const plaintext = randomBytes(300_000);
  let payload: Buffer;
  let object: StoredObject;
  beforeAll(async () => {
    const identity = await generateIdentity();
    const envelope = await encryptStream(
      zstdCompressStage(Readable.from([plaintext])),
      [await recipientOf(identity)],
    );
    payload = await collect(envelope.payload);
    object = {
      name: 'data',
      header: envelope.header,
      key: { fileKey: await unwrapFileKey(envelope.header, [identity]) },
      payload: digestOf(payload),
      plaintext: digestOf(plaintext),
      signal: new AbortController().signal,
    };
  });

  const open = (bytes: Buffer, changes: Partial<StoredObject> = {}) =>
    openPayload(Readable.from([bytes.subarray(0, 99), bytes.subarray(99)]), {
      ...object,
      ...changes,
    });

  it('gives the plain bytes and tells what was read', async () => {
    const opened = open(payload);
    expect((await collect(opened.stream)).equals(plaintext)).toBe(true);
    expect(opened.payloadRead()).toEqual(digestOf(payload));
  });

  it('names a flipped byte wherever it is', async () => {
    for (const at of [0, 17, 150_000, payload.length - 1]) {
      const changed = Buffer.from(payload);
      changed[at] ^= 0x40;
      await expect(collect(open(changed).stream)).rejects.toMatchObject({
        kind: 'object-corrupt',
      });
    }
  });

  it('names a truncated object wherever it breaks off', async () => {
    for (const length of [0, 10, 65_568, payload.length - 1]) {
      await expect(
        collect(open(payload.subarray(0, length)).stream),
      ).rejects.toMatchObject({
        kind: 'object-truncated',
      });
    }
  });

  it('tells what was read of a truncated object', async () => {
    const opened = open(payload.subarray(0, 1000));
    await collect(opened.stream).catch(() => undefined);
    expect(opened.payloadRead()).toEqual(digestOf(payload.subarray(0, 1000)));
  });

  it('names an object with bytes behind its end', async () => {
    const longer = Buffer.concat([payload, randomBytes(10)]);
    await expect(collect(open(longer).stream)).rejects.toMatchObject({
      kind: 'object-corrupt',
    });
  });

  it('names a whole object that is not the one of the manifest', async () => {
    const otherDigest = { ...digestOf(payload), sha256: '0'.repeat(64) };
    await expect(
      collect(open(payload, { payload: otherDigest }).stream),
    ).rejects.toMatchObject({
      kind: 'object-corrupt',
    });
    const shorter = { sizeBytes: plaintext.length - 1 };
    await expect(
      collect(open(payload, { plaintext: shorter }).stream),
    ).rejects.toMatchObject({ kind: 'object-corrupt' });
    const longer = { sizeBytes: plaintext.length + 1 };
    await expect(
      collect(open(payload, { plaintext: longer }).stream),
    ).rejects.toMatchObject({ kind: 'object-truncated' });
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const endless = new Readable({ read() {} });
    const opened = openPayload(endless, {
      ...object,
      signal: controller.signal,
    });
    const result = collect(opened.stream);
    controller.abort();
    await expect(result).rejects.toMatchObject({ kind: 'aborted' });
    expect(endless.destroyed).toBe(true);
  });

  describe('over HTTP', () => {
    let close = () => {};
    afterEach(() => close());
    async function serve(listener: RequestListener) {
      const server = createServer(listener);
      await new Promise<void>(resolve =>
        server.listen(0, '127.0.0.1', resolve),
      );
      close = () => {
        server.close();
        server.closeAllConnections();
      };
      const { port } = server.address() as AddressInfo;
      return {
        url: `http://127.0.0.1:${port}/read?X-Signature=hidden`,
        headers: { secret: 'x' },
      };
    }
    const policy = {
      firstWaitMs: 5,
      longestWaitMs: 10,
      deadlineMs: 1000,
      idleTimeoutMs: 200,
    };

    it('tries again until the first byte comes', async () => {
      let attempts = 0;
      const read = await serve((request, response) => {
        attempts += 1;
        if (attempts === 1) {
          request.socket.resetAndDestroy();
        } else if (attempts === 2) {
          response.writeHead(503).end();
        } else {
          response.end(payload);
        }
      });
      const { stream } = await openStoredObject(read, object, policy);
      expect((await collect(stream)).equals(plaintext)).toBe(true);
    });

    it.each([
      [404, 'object-missing'],
      [403, 'storage-denied'],
      [500, 'storage-unreachable'],
    ])('names the answer %d %s', async (status, kind) => {
      const read = await serve((_request, response) => {
        response.writeHead(status).end();
      });
      const error = await openStoredObject(read, object, policy).catch(e => e);
      expect(error.kind).toBe(kind);
      expect(error.message).toContain(`${status}`);
      expect(JSON.stringify([error, error.message])).not.toContain(
        'X-Signature',
      );
    });

    it('names a connection that breaks, and not the object, as the problem', async () => {
      const read = await serve((_request, response) => {
        response.writeHead(200, { 'content-length': payload.length });
        response.write(payload.subarray(0, 1000), () => response.destroy());
      });
      const { stream } = await openStoredObject(read, object, policy);
      await expect(collect(stream)).rejects.toMatchObject({
        kind: 'storage-unreachable',
        retryable: true,
      });
    });

    it('names a server that falls silent', async () => {
      const read = await serve((_request, response) => {
        response.writeHead(200, { 'content-length': payload.length });
        response.write(payload.subarray(0, 1000));
      });
      const { stream } = await openStoredObject(read, object, policy);
      await expect(collect(stream)).rejects.toMatchObject({
        kind: 'storage-unreachable',
      });
    });

    it('names an object that the storage has cut short', async () => {
      const read = await serve((_request, response) => {
        response.end(payload.subarray(0, 70_000));
      });
      const { stream } = await openStoredObject(read, object, policy);
      await expect(collect(stream)).rejects.toMatchObject({
        kind: 'object-truncated',
      });
    });

    it('lets a slow reader take longer than the server may be silent', async () => {
      const read = await serve((_request, response) => {
        response.end(payload);
      });
      const { stream } = await openStoredObject(read, object, policy);
      await new Promise(resolve => {
        setTimeout(resolve, 500);
      });
      expect((await collect(stream)).equals(plaintext)).toBe(true);
    });
  });
});
