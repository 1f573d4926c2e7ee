import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { encryptStream } from '../../encryption/encryptStream';
import { SafepointError } from '../../errors/SafepointError';
import type { PartDigest } from '../../storage/Storage';
import type { ByteStream } from '../ByteStream';
import { BlockPool } from '../BlockPool';
import { cutBlocks } from '../cutBlocks';
import { digestStage } from '../Digest';
import { zstdCompressStage } from '../zstdStages';
import { BoundedTasks } from './BoundedTasks';
import type { PartTransport } from './PartTransport';
import { planPartSize } from './planPartSize';
import { defaultRetryPolicy, type RetryPolicy } from './RetryPolicy';
import { uploadPart } from './uploadPart';

/** @public */
export interface UploadProgress {
  /** Bytes read from the driver. */
  plaintextBytes: number;
  /** Bytes that the storage has. */
  storedBytes: number;
}

/** @public */
export interface UploadObjectOptions {
  /** Name of the stored object, `[a-z0-9-]`. */
  name: string;
  /** What the plain bytes are, e.g. `pg_dump-custom`. */
  format: string;
  stream: Readable;
  /** `age1…`; at least one. */
  recipients: string[];
  /** Of the first parts; later ones grow, so that any size fits into 10000. S3 wants at least 5 MiB. */
  partSizeBytes: number;
  /** Parts of the first size sent at once, and fewer of the larger ones; memory is about one part more. */
  maxPartsInFlight: number;
  /** Frames of 4 MiB compressed at once, beside the one that fills. Default 2. */
  framesAtOnce?: number;
  transport: PartTransport;
  signal: AbortSignal;
  onProgress?: (progress: UploadProgress) => void;
  retryPolicy?: Partial<RetryPolicy>;
}

/** An object whose parts are all stored; the portal completes it. @public */
export interface UploadedObject {
  name: string;
  /** The age header, base64. */
  header: string;
  payload: { sizeBytes: number; sha256: string; parts: PartDigest[] };
  plaintext: { sizeBytes: number; format: string };
}

/**
 * One pass: zstd with checksums, age, digest, parts. Memory is constant at any size, and the driver is read only
 * as fast as parts are stored. On the first part that cannot be stored, or when the signal aborts, the
 * driver's stream is destroyed and nothing more is sent. The driver's own errors pass unchanged.
 *
 * @public
 */
export async function uploadObject(
  options: UploadObjectOptions,
): Promise<UploadedObject> {
  const { name, recipients, transport, onProgress } = options;
  const policy = { ...defaultRetryPolicy, ...options.retryPolicy };
  const progress: UploadProgress = { plaintextBytes: 0, storedBytes: 0 };
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const tasks = new BoundedTasks(
    options.maxPartsInFlight * options.partSizeBytes,
    error => failed.abort(error),
  );
  const payload = digestStage();
  const parts: PartDigest[] = [];
  const pool = new BlockPool();
  let header = Buffer.alloc(0);

  async function* count(source: ByteStream) {
    for await (const chunk of source) {
      progress.plaintextBytes += chunk.length;
      onProgress?.({ ...progress });
      yield chunk;
    }
  }

  async function* encrypt(source: ByteStream) {
    const envelope = await encryptStream(source, recipients);
    header = envelope.header;
    yield* envelope.payload;
  }

  async function sendParts(source: ByteStream) {
    const sizeOf = (number: number) =>
      planPartSize(number, options.partSizeBytes);
    for await (const body of cutBlocks(source, sizeOf, pool)) {
      const digest = digestPart(parts.length + 1, body);
      parts.push(digest);
      await tasks.start(digest.sizeBytes, async () => {
        await uploadPart({
          objectName: name,
          digest,
          body,
          transport,
          policy,
          signal,
        });
        pool.give(body);
        progress.storedBytes += digest.sizeBytes;
        onProgress?.({ ...progress });
      });
    }
    await tasks.finish();
  }

  try {
    const { framesAtOnce } = options;
    const compress = (source: ByteStream) =>
      zstdCompressStage(source, { framesAtOnce });
    await pipeline(
      options.stream,
      count,
      compress,
      encrypt,
      payload.stage,
      sendParts,
      { signal },
    );
  } catch (error) {
    throw explain(error, options.signal, tasks);
  }
  return {
    name,
    header: header.toString('base64'),
    payload: { ...payload.result(), parts },
    plaintext: { sizeBytes: progress.plaintextBytes, format: options.format },
  };
}

function digestPart(number: number, body: Uint8Array): PartDigest {
  return {
    number,
    sizeBytes: body.length,
    md5: createHash('md5').update(body).digest('base64'),
    sha256: createHash('sha256').update(body).digest('hex'),
  };
}

/** An abort hides its reason; the reason is what the caller wants to know. */
function explain(
  error: unknown,
  signal: AbortSignal,
  tasks: BoundedTasks,
): unknown {
  if (signal.aborted) {
    return abortReason(signal);
  }
  return tasks.failure ? tasks.failure.error : error;
}

/** What stopped the work: the signal's own `SafepointError`, or `aborted`. */
export function abortReason(signal: AbortSignal): unknown {
  const { reason } = signal;
  return (reason as Error | undefined)?.name === 'SafepointError'
    ? reason
    : new SafepointError({
        kind: 'aborted',
        message:
          'The work was stopped before its end. Nothing that counts was written; run it again.',
        cause: reason,
      });
}
