import {
  GetObjectRetentionCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
} from '@aws-sdk/client-s3';
import { objectNotFound } from '../checkParts';
import type { LockMode } from '../Storage';
import type { S3Bucket } from './S3Bucket';
import { hasName, hasStatus } from './s3Errors';

interface Version {
  key: string;
  versionId?: string;
  signal?: AbortSignal;
}

/** Locks one version until then, unless it is locked for longer already. */
export async function lockVersion(
  bucket: S3Bucket,
  version: Version & { until: Date; mode: LockMode },
): Promise<void> {
  const { key, versionId: VersionId, signal, until, mode } = version;
  const known = await findLockEnd(bucket, version);
  if (known && known >= until) return;
  await orNotFound(key, () =>
    bucket.client.send(
      new PutObjectRetentionCommand({
        ...bucket.at(key),
        VersionId,
        Retention: {
          Mode: mode === 'compliance' ? 'COMPLIANCE' : 'GOVERNANCE',
          RetainUntilDate: until,
        },
      }),
      { abortSignal: signal },
    ),
  );
}

/** Sets or lifts the legal hold of one version. */
export async function holdVersion(
  bucket: S3Bucket,
  version: Version & { held: boolean },
): Promise<void> {
  const { key, versionId: VersionId, signal, held } = version;
  await orNotFound(key, () =>
    bucket.client.send(
      new PutObjectLegalHoldCommand({
        ...bucket.at(key),
        VersionId,
        LegalHold: { Status: held ? 'ON' : 'OFF' },
      }),
      { abortSignal: signal },
    ),
  );
}

/** Undefined also for a version that is not there: what is then asked for it says so. */
async function findLockEnd(
  bucket: S3Bucket,
  { key, versionId: VersionId, signal }: Version,
): Promise<Date | undefined> {
  try {
    const found = await bucket.client.send(
      new GetObjectRetentionCommand({ ...bucket.at(key), VersionId }),
      { abortSignal: signal },
    );
    return found.Retention?.RetainUntilDate;
  } catch (error) {
    // S3 and Ceph have several names for "there is no lock on it", all of them 404.
    if (hasStatus(error, 404) && !hasName(error, 'NoSuchBucket')) {
      return undefined;
    }
    throw error;
  }
}

/** A lock must be on something: what is not there is an error, where a deletion would shrug. */
async function orNotFound<T>(key: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (hasStatus(error, 404) && !hasName(error, 'NoSuchBucket')) {
      throw objectNotFound(key);
    }
    throw error;
  }
}
