import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { S3Storage, type S3StorageOptions } from '@safepoint/engine/s3';
import type { S3Server } from './servers';

/** A storage in a new bucket of a real S3 service. */
export async function makeS3Storage(
  server: S3Server,
  options: {
    versioning?: boolean;
    objectLock?: boolean;
    storage?: Partial<S3StorageOptions>;
  } = {},
) {
  const { endpoint, region, accessKeyId, secretAccessKey } = server;
  const client = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  });
  const Bucket = `safepoint-${randomUUID()}`;
  await client.send(
    new CreateBucketCommand({
      Bucket,
      ObjectLockEnabledForBucket: options.objectLock,
    }),
  );
  if (options.versioning) {
    await client.send(
      new PutBucketVersioningCommand({
        Bucket,
        VersioningConfiguration: { Status: 'Enabled' },
      }),
    );
  }
  const storageOptions = {
    bucket: Bucket,
    endpoint,
    region,
    accessKeyId,
    secretAccessKey,
    ...options.storage,
  };
  const storage = new S3Storage(storageOptions);
  return { storage, client, bucket: Bucket, options: storageOptions };
}
