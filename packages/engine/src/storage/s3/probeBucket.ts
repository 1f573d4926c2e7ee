import { createHash, randomUUID } from 'node:crypto';
import {
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { StorageCapabilities } from '../Storage';
import { md5OfETag } from './etags';
import type { S3Bucket } from './S3Bucket';
import { hasStatus } from './s3Errors';
import { deleteAllVersions } from './versions';

/** What was found, and whether an ETag is the MD5 of what was put. */
export interface BucketTraits extends StorageCapabilities {
  etagsAreMd5: boolean;
}

/**
 * Tries what the bucket does instead of believing what it says. Writes one small object under a name of
 * its own and deletes it again; where a default lock forbids that, it stays until the lock ends.
 */
export async function probeBucket(
  bucket: S3Bucket,
  signal?: AbortSignal,
): Promise<BucketTraits> {
  const location = bucket.atInternal(`probe-${randomUUID()}`);
  const versioning = await hasVersioning(bucket, signal);
  const objectLock = await hasObjectLock(bucket, signal);
  const { createOnlyPuts, etagsAreMd5 } = await race(bucket, location, signal);
  const lacks = describeLacks({
    createOnlyPuts,
    versioning,
    objectLock,
    etagsAreMd5,
  });
  try {
    await deleteAllVersions(bucket, location, signal);
  } catch (error) {
    if (!hasStatus(error, 403)) {
      throw error;
    }
    lacks.push(
      `Deleting was refused, so that the probe's object '${location.Key}' stays, and retention could delete nothing: the portal's credentials may not delete versions, or the bucket locks what is new by default.`,
    );
  }
  return { createOnlyPuts, versioning, objectLock, etagsAreMd5, lacks };
}

/** Some services honour If-None-Match only when nobody else writes, some not at all. */
async function race(
  bucket: S3Bucket,
  location: { Bucket: string; Key: string },
  signal?: AbortSignal,
) {
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, (_, number) =>
      putIfAbsent(
        bucket,
        location,
        Buffer.from(`safepoint probe ${number}`),
        signal,
      ),
    ),
  );
  const afterwards = await putIfAbsent(
    bucket,
    location,
    Buffer.from('later'),
    signal,
  );
  const winners = [...outcomes, afterwards].filter(outcome => outcome.created);
  return {
    createOnlyPuts: winners.length === 1,
    etagsAreMd5: winners.every(winner => winner.etagIsMd5),
  };
}

async function putIfAbsent(
  bucket: S3Bucket,
  location: { Bucket: string; Key: string },
  body: Buffer,
  signal?: AbortSignal,
) {
  const md5 = createHash('md5').update(body).digest('base64');
  try {
    const { ETag } = await bucket.client.send(
      new PutObjectCommand({
        ...location,
        Body: body,
        ContentMD5: md5,
        IfNoneMatch: '*',
      }),
      { abortSignal: signal },
    );
    return { created: true, etagIsMd5: md5OfETag(ETag) === md5 };
  } catch (error) {
    if (hasStatus(error, 409, 412)) {
      return { created: false, etagIsMd5: false };
    }
    throw error;
  }
}

async function hasVersioning(bucket: S3Bucket, signal?: AbortSignal) {
  const command = new GetBucketVersioningCommand({ Bucket: bucket.name });
  const found = await bucket.client.send(command, { abortSignal: signal });
  return found.Status === 'Enabled';
}

async function hasObjectLock(bucket: S3Bucket, signal?: AbortSignal) {
  try {
    const command = new GetObjectLockConfigurationCommand({
      Bucket: bucket.name,
    });
    const found = await bucket.client.send(command, { abortSignal: signal });
    return found.ObjectLockConfiguration?.ObjectLockEnabled === 'Enabled';
  } catch (error) {
    // None configured, or a service that has no such thing.
    if (hasStatus(error, 400, 404, 405, 501)) {
      return false;
    }
    throw error;
  }
}

function describeLacks(found: Omit<BucketTraits, 'lacks'>): string[] {
  return [
    found.createOnlyPuts
      ? ''
      : "Create-only puts: a second create is not refused, so the portal's database alone decides which writer is the first. Do not let two portals write to this bucket.",
    found.versioning
      ? ''
      : 'Versioning: what is deleted or overwritten is gone at once. Switch it on for the bucket.',
    found.objectLock
      ? ''
      : "Object lock: whoever holds the portal's credentials can delete every recovery point. Make the bucket with object lock, or keep a copy elsewhere.",
    found.etagsAreMd5
      ? ''
      : 'ETags that are MD5s (encryption with a KMS key hides them): at completion stored parts are compared by number and size only; their content was checked by Content-MD5 when they came.',
  ].filter(Boolean);
}
