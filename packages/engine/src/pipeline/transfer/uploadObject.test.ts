import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { generateIdentity, recipientOf } from '../../encryption';
import { SafepointError } from '../../errors/SafepointError';
import type { PartDigest } from '../../storage/Storage';
import { waitUntil } from '../../testUtils/waitUntil';
import { collect } from '../collect';
import { uploadObject, type UploadObjectOptions } from './uploadObject';

type Behaviour = (
  request: IncomingMessage,
  response: ServerResponse,
  attempt: number,
) => boolean | void;

/** Stores parts, unless `misbehave` answers true: then it has dealt with the request itself. */
async function startServer(misbehave: Behaviour = () => false) {
  const parts = new Map<number, Buffer>();
  const attempts = new Map<number, number>();
  let inFlight = 0;
  let mostInFlight = 0;
  const server = createServer(async (request, response) => {
    const number = Number(request.headers['part-number']);
    const attempt = (attempts.get(number) ?? 0) + 1;
    attempts.set(number, attempt);
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    response.once('close', () => (inFlight -= 1));
    if (misbehave(request, response, attempt)) {
      return;
    }
    const body = await collect(request).catch(() => undefined);
    if (body) {
      parts.set(number, body);
      response.end();
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/upload?X-Signature=hidden-signature`,
    attempts,
    payload: () =>
      Buffer.concat(
        [...parts].sort(([a], [b]) => a - b).map(([, body]) => body),
      ),
    mostInFlight: () => mostInFlight,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

describe('uploadObject', () => {
  let identity: string;
  let recipients: string[];
  let server: Awaited<ReturnType<typeof startServer>>;
  let signed: PartDigest[][];
  beforeAll(async () => {
    identity = await generateIdentity();
    recipients = [await recipientOf(identity)];
  });
  beforeEach(() => {
    signed = [];
  });
  afterEach(() => server?.stop());

  const upload = (
    stream: Readable,
    options: Partial<UploadObjectOptions> = {},
  ) =>
    uploadObject({
      name: 'data',
      format: 'bytes',
      stream,
      recipients,
      partSizeBytes: 100_000,
      maxPartsInFlight: 3,
      signal: new AbortController().signal,
      retryPolicy: { firstWaitMs: 5, longestWaitMs: 20, deadlineMs: 5000 },
      transport: {
        async signParts(parts) {
          signed.push(parts);
          return parts.map(({ number }) => ({
            number,
            method: 'PUT',
            url: server.url,
            headers: { 'part-number': `${number}`, secret: 'hidden-header' },
            expiresAt: new Date(Date.now() + 60_000).toISOString(),
          }));
        },
      },
      ...options,
    });

  const sha256 = (bytes: Buffer) =>
    createHash('sha256').update(bytes).digest('hex');
  const inChunks = (bytes: Buffer, size = 50_000) =>
    Readable.from(
      (function* chunks() {
        for (let at = 0; at < bytes.length; at += size) {
          yield bytes.subarray(at, at + size);
        }
      })(),
    );

  it('stores what the age, zstd and cat commands turn back into the plain bytes', async () => {
    server = await startServer();
    const plaintext = Buffer.concat([
      randomBytes(700_000),
      Buffer.alloc(9_000_000),
    ]);
    const result = await upload(inChunks(plaintext));

    const payload = server.payload();
    expect(result.plaintext).toEqual({
      sizeBytes: plaintext.length,
      format: 'bytes',
    });
    expect(result.payload.sizeBytes).toBe(payload.length);
    expect(result.payload.sha256).toBe(sha256(payload));
    expect(
      result.payload.parts.map(part => part.sizeBytes).slice(0, -1),
    ).toEqual(new Array(result.payload.parts.length - 1).fill(100_000));
    expect(signed.flat().sort((a, b) => a.number - b.number)).toEqual(
      result.payload.parts,
    );

    const folder = await mkdtemp(join(tmpdir(), 'safepoint-upload-'));
    try {
      await writeFile(join(folder, 'key'), identity, { mode: 0o600 });
      await writeFile(
        join(folder, 'header'),
        Buffer.from(result.header, 'base64'),
      );
      await writeFile(join(folder, 'payload'), payload);
      const { stdout } = await promisify(execFile)(
        'sh',
        ['-c', 'cat header payload | age -d -i key | zstd -d'],
        { cwd: folder, encoding: 'buffer', maxBuffer: 2e7 },
      );
      expect(stdout.equals(plaintext)).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('stores an empty stream as an object of one part', async () => {
    server = await startServer();
    const result = await upload(Readable.from([]));
    expect(result.plaintext).toMatchObject({ sizeBytes: 0 });
    expect(result.payload.parts).toHaveLength(1);
  });

  it('sends no more parts at once than it may, and tells how far it is', async () => {
    server = await startServer((request, response) => {
      request.resume().once('end', () => setTimeout(() => response.end(), 20));
      return true;
    });
    const seen: number[] = [];
    const result = await upload(inChunks(randomBytes(1_000_000)), {
      maxPartsInFlight: 2,
      onProgress: ({ storedBytes }) => seen.push(storedBytes),
    });
    expect(server.mostInFlight()).toBe(2);
    expect(seen[seen.length - 1]).toBe(result.payload.sizeBytes);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
  });

  it('reads the driver no faster than parts are stored', async () => {
    let release = () => {};
    const released = new Promise<void>(resolve => {
      release = resolve;
    });
    server = await startServer((request, response) => {
      request.resume().once('end', () => released.then(() => response.end()));
      return true;
    });
    let produced = 0;
    const endless = Readable.from(
      (function* chunks() {
        while (produced < 400) {
          produced += 1;
          yield randomBytes(1_000_000);
        }
      })(),
      { highWaterMark: 1 },
    );
    const uploading = upload(endless, {
      partSizeBytes: 1_000_000,
      maxPartsInFlight: 2,
    });
    let before = -1;
    await waitUntil(async () => {
      const stands = produced > 0 && produced === before;
      before = produced;
      await new Promise(resolve => {
        setTimeout(resolve, 500);
      });
      return stands;
    }, 20_000);
    expect(produced).toBeLessThan(40);
    produced = 400;
    release();
    await uploading;
  }, 60_000);

  it.each<[string, Behaviour]>([
    [
      'answered 500',
      (request, response, attempt) => {
        if (attempt < 3) {
          request.resume();
          response.statusCode = 500;
          response.end();
          return true;
        }
        return false;
      },
    ],
    [
      'reset the connection',
      (request, _response, attempt) => {
        if (attempt === 1) {
          request.socket.resetAndDestroy();
          return true;
        }
        return false;
      },
    ],
    [
      'asked to come back',
      (request, response, attempt) => {
        if (attempt === 1) {
          request.resume();
          response.writeHead(429, { 'retry-after': '0.05' }).end();
          return true;
        }
        return false;
      },
    ],
    ['fell silent', (_request, _response, attempt) => attempt === 1],
  ])('sends parts again after the server %s', async (_name, misbehave) => {
    server = await startServer(misbehave);
    const result = await upload(inChunks(randomBytes(250_000)), {
      retryPolicy: {
        firstWaitMs: 5,
        longestWaitMs: 20,
        deadlineMs: 10_000,
        idleTimeoutMs: 300,
      },
    });
    expect(sha256(server.payload())).toBe(result.payload.sha256);
    expect(Math.max(...server.attempts.values())).toBeGreaterThan(1);
  });

  it('asks for a new signature when one is refused', async () => {
    server = await startServer((request, response, attempt) => {
      if (attempt === 1) {
        request.resume();
        response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>');
        return true;
      }
      return false;
    });
    const result = await upload(Readable.from([randomBytes(1000)]));
    expect(signed).toHaveLength(2);
    expect(sha256(server.payload())).toBe(result.payload.sha256);
  });

  it('asks for a new signature when the one it has runs out meanwhile', async () => {
    const sent: string[] = [];
    server = await startServer((request, response, attempt) => {
      sent.push(String(request.headers.signature));
      if (attempt === 1) {
        request.resume();
        response.writeHead(503, { 'retry-after': '0.2' }).end();
        return true;
      }
      return false;
    });
    let asked = 0;
    await upload(Readable.from([randomBytes(1000)]), {
      transport: {
        async signParts([{ number }]) {
          asked += 1;
          return [
            {
              number,
              method: 'PUT',
              url: server.url,
              headers: { 'part-number': '1', signature: `${asked}` },
              expiresAt: new Date(Date.now() + 100).toISOString(),
            },
          ];
        },
      },
    });
    expect(sent).toEqual(['1', '2']);
  });

  it.each([
    [400, 'part-refused', 1],
    [301, 'part-refused', 1],
    [403, 'storage-denied', 2],
    [404, 'upload-not-found', 1],
    [507, 'storage-full', 1],
  ])(
    'gives up on %d as %s after %d attempts',
    async (status, kind, attempts) => {
      server = await startServer((request, response) => {
        request.resume();
        response.writeHead(status, {
          location: 'http://127.0.0.1:1/elsewhere',
        });
        response.end(
          '<Error><Code>SomeCode</Code><Resource>hidden-resource</Resource></Error>',
        );
        return true;
      });
      const error = await upload(Readable.from([randomBytes(1000)])).catch(
        e => e,
      );
      expect(error).toMatchObject({
        name: 'SafepointError',
        kind,
        retryable: false,
      });
      expect(error.message).toContain(`${status} SomeCode`);
      expect(server.attempts.get(1)).toBe(attempts);
      expect(JSON.stringify([error, error.message, error.stack])).not.toMatch(
        /hidden|X-Signature/,
      );
    },
  );

  it('names its attempts when the deadline ends them', async () => {
    server = await startServer((request, response) => {
      request.resume();
      response.writeHead(503).end();
      return true;
    });
    const startedAt = Date.now();
    const error = await upload(Readable.from([randomBytes(1000)]), {
      retryPolicy: { firstWaitMs: 20, longestWaitMs: 50, deadlineMs: 500 },
    }).catch(e => e);
    expect(Date.now() - startedAt).toBeLessThan(2000);
    expect(error).toMatchObject({
      kind: 'storage-unreachable',
      retryable: true,
    });
    expect(error.message).toMatch(/in \d+ attempts within 0\.\d s \(503, 503/);
    expect(error.message).not.toMatch(/hidden|X-Signature/);
  });

  it('ends at the deadline when the server swallows everything', async () => {
    server = await startServer(() => true);
    const error = await upload(Readable.from([randomBytes(1000)]), {
      retryPolicy: {
        firstWaitMs: 5,
        longestWaitMs: 5,
        deadlineMs: 700,
        idleTimeoutMs: 200,
      },
    }).catch(e => e);
    expect(error.kind).toBe('storage-unreachable');
    expect(error.message).toContain('ETIMEDOUT');
  });

  it("destroys the driver's stream when a part cannot be stored", async () => {
    server = await startServer((request, response) => {
      request.resume();
      response.writeHead(400).end();
      return true;
    });
    const stalled = new Readable({ read() {} });
    stalled.push(randomBytes(20_000_000));
    await expect(upload(stalled)).rejects.toMatchObject({
      kind: 'part-refused',
    });
    expect(stalled.destroyed).toBe(true);
  });

  it("passes the driver's own error on", async () => {
    server = await startServer();
    const dumpFailed = new SafepointError({
      kind: 'dump-failed',
      message: 'pg_dump ended with 1',
    });
    const failing = Readable.from(
      (async function* chunks() {
        yield randomBytes(300_000);
        throw dumpFailed;
      })(),
    );
    await expect(upload(failing)).rejects.toBe(dumpFailed);
  });

  it('stops at once when it is told to, and says why', async () => {
    server = await startServer(() => true);
    const controller = new AbortController();
    const stream = new Readable({ read() {} });
    stream.push(randomBytes(20_000_000));
    const uploading = upload(stream, { signal: controller.signal });
    const leaseLost = new SafepointError({
      kind: 'lease-lost',
      message: 'The lease was lost.',
    });
    await waitUntil(() => server.attempts.size > 0);
    controller.abort(leaseLost);
    await expect(uploading).rejects.toBe(leaseLost);
    expect(stream.destroyed).toBe(true);
  });

  it('calls an abort without reason aborted', async () => {
    server = await startServer(() => true);
    const signal = AbortSignal.abort();
    await expect(
      upload(Readable.from([Buffer.alloc(1)]), { signal }),
    ).rejects.toMatchObject({
      kind: 'aborted',
    });
  });
});
