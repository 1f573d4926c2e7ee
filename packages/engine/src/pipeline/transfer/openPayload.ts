import { createHash } from 'node:crypto';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  decryptStream,
  type EnvelopeKey,
} from '../../encryption/decryptStream';
import { SafepointError } from '../../errors/SafepointError';
import type { ByteStream } from '../ByteStream';
import type { Digest } from '../Digest';
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
  plaintext?: Digest;
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
 * Opens a stored object: checks size and digest of the payload, decrypts, decompresses, checks size and
 * digest of the plaintext, in constant memory.
 *
 * @public
 */
export function openPayload(
  source: ByteStream,
  object: StoredObject,
): OpenedStream {
  const output = new PassThrough({ highWaterMark: 1024 * 1024 });
  const payload = verifyStage(
    object.name,
    'stored',
    object.payload,
    object.onProgress,
  );
  const plaintext = verifyStage(object.name, 'plain', object.plaintext);
  const decrypt = (bytes: ByteStream) =>
    decryptStream({ header: object.header, payload: bytes }, object.key);
  const { signal } = object;
  // Its failure is the failure of `output`, which `pipeline` destroys with the error.
  pipeline(
    source,
    payload.stage,
    decrypt,
    zstdDecompressStage,
    plaintext.stage,
    output,
    {
      signal,
    },
  ).catch(() => undefined);
  return {
    stream: withAbortReason(output, signal),
    payloadRead: payload.found,
  };
}

/** Passes bytes on and throws as soon as they cannot be what is expected; the end proves that they are. */
function verifyStage(
  name: string,
  what: 'stored' | 'plain',
  expected?: Digest,
  onProgress?: (bytes: number) => void,
) {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  let found: Digest | undefined;
  async function* stage(source: ByteStream) {
    for await (const chunk of source) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      onProgress?.(sizeBytes);
      if (expected && sizeBytes > expected.sizeBytes) {
        throw corrupt(name, `it has more ${what} bytes than the manifest says`);
      }
      yield chunk;
    }
    found = { sizeBytes, sha256: hash.digest('hex') };
    if (expected && sizeBytes < expected.sizeBytes) {
      throw truncated(name, what, sizeBytes, expected.sizeBytes);
    }
    if (expected && found.sha256 !== expected.sha256) {
      throw corrupt(
        name,
        `its ${what} bytes do not have the digest of the manifest`,
      );
    }
  }
  return { stage, found: () => found };
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
