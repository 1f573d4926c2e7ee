import { randomBytes } from 'node:crypto';
import {
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Storage } from '@safepoint/engine';
import { S3Storage } from '@safepoint/engine/s3';

export interface TestStorage {
  name: string;
  /** One of its own; undefined where the workbench makes a folder. */
  open(): Promise<Storage | undefined>;
}

const folder: TestStorage = { name: 'a folder', open: async () => undefined };

const bucket = 'safepoint-unit-tests';

/** A folder, and the S3 service that SAFEPOINT_TEST_S3_ENDPOINT and its keys name, if they do. */
export function testStorages(): TestStorage[] {
  const {
    SAFEPOINT_TEST_S3_ENDPOINT: endpoint,
    SAFEPOINT_TEST_S3_ACCESS_KEY: accessKeyId,
    SAFEPOINT_TEST_S3_SECRET_KEY: secretAccessKey,
    SAFEPOINT_TEST_S3_REGION: region = 'us-east-1',
  } = process.env;
  if (!endpoint || !accessKeyId || !secretAccessKey) return [folder];
  const keys = { accessKeyId, secretAccessKey };
  const open = async () => {
    await createBucket(
      new S3Client({
        endpoint,
        region,
        forcePathStyle: true,
        credentials: keys,
      }),
    );
    // A prefix for each test, so that all share one bucket.
    const prefix = randomBytes(8).toString('hex');
    return new S3Storage({ bucket, endpoint, region, prefix, ...keys });
  };
  return [folder, { name: 'a bucket', open }];
}

async function createBucket(client: S3Client): Promise<void> {
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
  } catch (error) {
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
  } finally {
    client.destroy();
  }
}
