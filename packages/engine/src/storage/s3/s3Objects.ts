import type { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
} from '@aws-sdk/client-s3';
import type { StoredObjectInfo } from '../Storage';
import type { S3Bucket } from './S3Bucket';
import { hasName, hasStatus } from './s3Errors';
import { realVersionId } from './versions';

interface ReadOptions {
  versionId?: string;
  signal?: AbortSignal;
}

/** An object's stream; undefined if there is none. */
export async function getObject(
  bucket: S3Bucket,
  key: string,
  options: ReadOptions,
): Promise<{ stream: Readable; sizeBytes?: number } | undefined> {
  const { versionId: VersionId, signal } = options;
  const command = new GetObjectCommand({
    ...bucket.at(key),
    VersionId,
  });
  try {
    const got = await bucket.client.send(command, {
      abortSignal: signal,
    });
    // In Node the SDK's body is a Readable.
    return { stream: got.Body as Readable, sizeBytes: got.ContentLength };
  } catch (error) {
    return undefinedIfMissing(error);
  }
}

/** What is known of an object; undefined if there is none. */
export async function headObject(
  bucket: S3Bucket,
  key: string,
  options: ReadOptions,
): Promise<StoredObjectInfo | undefined> {
  const { versionId: VersionId, signal } = options;
  const command = new HeadObjectCommand({
    ...bucket.at(key),
    VersionId,
  });
  return bucket.run(async () => {
    try {
      const head = await bucket.client.send(command, {
        abortSignal: signal,
      });
      return {
        key,
        sizeBytes: head.ContentLength ?? 0,
        versionId: realVersionId(head.VersionId),
        lastModified: head.LastModified,
      };
    } catch (error) {
      const missing = undefinedIfMissing(error);
      // HEAD has no body that would tell a missing object from a missing bucket.
      await requireBucket(bucket, signal);
      return missing;
    }
  });
}

/** Throws where the bucket is gone: then nothing can be said about its objects. */
async function requireBucket(
  bucket: S3Bucket,
  signal?: AbortSignal,
): Promise<void> {
  const command = new HeadBucketCommand({ Bucket: bucket.name });
  try {
    await bucket.client.send(command, { abortSignal: signal });
  } catch (error) {
    // Who may read objects need not be allowed to ask about the bucket; it exists, then.
    if (!hasStatus(error, 403)) {
      throw error;
    }
  }
}

function undefinedIfMissing(error: unknown): undefined {
  if (hasName(error, 'NoSuchKey', 'NotFound', 'NoSuchVersion')) {
    return undefined;
  }
  throw error;
}
