import { createHash } from 'node:crypto';
import { SafepointError } from '../errors/SafepointError';
import { BlockPool } from '../pipeline/BlockPool';
import { cutBlocks } from '../pipeline/cutBlocks';
import { defaultRetryPolicy } from '../pipeline/transfer/RetryPolicy';
import type { PartTransport } from '../pipeline/transfer/PartTransport';
import { uploadPart } from '../pipeline/transfer/uploadPart';
import type { PartDigest, Storage } from '../storage/Storage';

/** An object as somebody else announced it. @public */
export interface AnnouncedObject {
  sizeBytes: number;
  /** Hexadecimal. */
  sha256: string;
  parts: PartDigest[];
}

/**
 * Copies an object within a storage, part by part, into an upload that is left open: whoever completes it
 * knows that what was hashed is what is stored, however the source changes meanwhile. Throws
 * `part-mismatch`, and aborts the upload, where the bytes are not what was announced. Memory is one part.
 *
 * @public
 */
export async function copyParts(input: {
  storage: Storage;
  from: string;
  to: string;
  announced: AnnouncedObject;
  signal: AbortSignal;
}): Promise<{ uploadId: string }> {
  const { storage, to, signal } = input;
  await requireSize(input);
  const { uploadId } = await storage.startUpload(to, { signal });
  try {
    await sendParts({ ...input, uploadId });
    return { uploadId };
  } catch (error) {
    await storage.abortUpload({ key: to, uploadId });
    throw error;
  }
}

type Copy = Parameters<typeof copyParts>[0];

/** Before a byte is read: what is much larger than announced would only cost time. */
async function requireSize({ storage, from, announced, signal }: Copy) {
  const found = await storage.statObject(from, { signal });
  if (!found) throw mismatch(from, 'it is not there');
  if (found.sizeBytes !== announced.sizeBytes) {
    throw mismatch(
      from,
      `it has ${found.sizeBytes} bytes, not ${announced.sizeBytes}`,
    );
  }
}

async function sendParts(copy: Copy & { uploadId: string }): Promise<void> {
  const { storage, from, to, announced, signal, uploadId } = copy;
  const { parts } = announced;
  const whole = createHash('sha256');
  const source = await storage.openObject(from, { signal });
  const pool = new BlockPool();
  let count = 0;
  try {
    const sizeOf = (number: number) => parts[number - 1]?.sizeBytes ?? 1;
    for await (const body of cutBlocks(source, sizeOf, pool)) {
      const part = parts[count];
      count += 1;
      if (!part || !isPart(part, body)) {
        throw mismatch(from, `part ${count} has other content`);
      }
      whole.update(body);
      await uploadPart({
        objectName: to,
        digest: part,
        body,
        transport: transportOf(storage, to, uploadId),
        policy: defaultRetryPolicy,
        signal,
      });
      pool.give(body);
    }
  } finally {
    source.destroy();
  }
  if (count !== parts.length || whole.digest('hex') !== announced.sha256) {
    throw mismatch(from, 'its SHA-256 is another');
  }
}

function isPart(part: PartDigest, body: Uint8Array): boolean {
  const digest = (algorithm: string, encoding: 'hex' | 'base64') =>
    createHash(algorithm).update(body).digest(encoding);
  return (
    body.length === part.sizeBytes &&
    digest('sha256', 'hex') === part.sha256 &&
    digest('md5', 'base64') === part.md5
  );
}

function transportOf(
  storage: Storage,
  key: string,
  uploadId: string,
): PartTransport {
  return {
    signParts: parts =>
      Promise.all(
        parts.map(async part => {
          const signed = await storage.signPart({
            key,
            uploadId,
            part,
            expiresInSeconds: 900,
          });
          return {
            number: part.number,
            method: 'PUT' as const,
            url: signed.url,
            headers: signed.headers,
            expiresAt: signed.expiresAt.toISOString(),
          };
        }),
      ),
  };
}

function mismatch(key: string, why: string): SafepointError {
  return new SafepointError({
    kind: 'part-mismatch',
    message: `${key} is not what was announced: ${why}.`,
  });
}
