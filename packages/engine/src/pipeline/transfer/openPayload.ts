import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  decryptStream,
  type EnvelopeKey,
} from '../../encryption/decryptStream';
import { SafepointError } from '../../errors/SafepointError';
import type { ByteStream } from '../ByteStream';
import { type Digest, digestStage } from '../Digest';
import { zstdDecompressStage } from '../zstdStages';
import { abortReason } from './uploadObject';

/** @public */
export interface StoredObject {
  name: string;
  /** The age header. */
  header: Uint8Array;
  key: EnvelopeKey;
  /** What the manifest says is stored. */
  payload: Digest;
  /** What the manifest says was put in. */
  plaintext?: Pick<Digest, 'sizeBytes'>;
  signal: AbortSignal;
  /** Bytes read from storage so far. */
  onProgress?: (payloadBytes: number) => void;
}

/** @public */
export interface OpenedStream {
  /**
   * The plain bytes. They are what was stored only if the stream ends without error; it fails with
   * `object-truncated` or `object-corrupt` otherwise.
   */
  stream: Readable;
  /** What was read from storage, right or wrong; undefined until it has been read to its end. */
  payloadRead(): Digest | undefined;
}

/**
 * Opens a stored object: checks size and digest of the payload, decrypts, decompresses with the checksums
 * of its frames, checks the size of the plaintext, in constant memory.
 *
 * @public
 */
export function openPayload(
  source: ByteStream,
  object: StoredObject,
): OpenedStream {
  const output = new PassThrough({ highWaterMark: 1024 * 1024 });
  const digest = digestStage();
  let payloadRead: Digest | undefined;
  async function* checkPayload(bytes: ByteStream) {
    const { name, payload, onProgress } = object;
    const stored = { name, what: 'stored', sizeBytes: payload.sizeBytes };
    yield* digest.stage(checkNotLonger(bytes, stored, onProgress));
    payloadRead = digest.result();
    checkNotShorter(payloadRead.sizeBytes, stored);
    if (payloadRead.sha256 !== payload.sha256) {
      throw corrupt(
        name,
        'its stored bytes do not have the digest of the manifest',
      );
    }
  }
  async function* checkPlaintext(bytes: ByteStream) {
    const { name, plaintext } = object;
    const sizeBytes = plaintext?.sizeBytes ?? Infinity;
    const plain = { name, what: 'plain', sizeBytes };
    let readBytes = 0;
    yield* checkNotLonger(bytes, plain, total => (readBytes = total));
    if (plaintext) checkNotShorter(readBytes, plain);
  }
  const decrypt = (bytes: ByteStream) =>
    decryptStream({ header: object.header, payload: bytes }, object.key);
  const { signal } = object;
  // Its failure is the failure of `output`, which `pipeline` destroys with the error.
  pipeline(
    source,
    checkPayload,
    decrypt,
    zstdDecompressStage,
    checkPlaintext,
    output,
    { signal },
  ).catch(() => undefined);
  return {
    stream: withAbortReason(output, signal),
    payloadRead: () => payloadRead,
  };
}

interface ExpectedSize {
  name: string;
  what: string;
  sizeBytes: number;
}

/** Passes bytes on until they are more than expected. */
async function* checkNotLonger(
  source: ByteStream,
  expected: ExpectedSize,
  onBytes?: (totalBytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0;
  for await (const chunk of source) {
    sizeBytes += chunk.length;
    onBytes?.(sizeBytes);
    if (sizeBytes > expected.sizeBytes) {
      throw corrupt(
        expected.name,
        `it has more ${expected.what} bytes than the manifest says`,
      );
    }
    yield chunk;
  }
}

function checkNotShorter(sizeBytes: number, expected: ExpectedSize): void {
  if (sizeBytes < expected.sizeBytes) {
    throw truncated(
      expected.name,
      expected.what,
      sizeBytes,
      expected.sizeBytes,
    );
  }
}

/** `pipeline` tells of an abort by an error without its reason. */
function withAbortReason(output: PassThrough, signal: AbortSignal): Readable {
  const destroy = output._destroy.bind(output);
  output._destroy = (error, callback) =>
    destroy(
      error?.name === 'AbortError' && signal.aborted
        ? (abortReason(signal) as Error)
        : error,
      callback,
    );
  return output;
}

function truncated(
  name: string,
  what: string,
  found: number,
  expected: number,
) {
  return new SafepointError({
    kind: 'object-truncated',
    message: `The object '${name}' breaks off: it has ${found} of ${expected} ${what} bytes. Use another recovery point, or an older version of the object where the storage keeps versions.`,
  });
}

function corrupt(name: string, why: string) {
  return new SafepointError({
    kind: 'object-corrupt',
    message: `The object '${name}' is not what was stored: ${why}. Use another recovery point, or an older version of the object where the storage keeps versions.`,
  });
}
