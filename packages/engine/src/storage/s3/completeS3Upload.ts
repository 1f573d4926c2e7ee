import {
  CompleteMultipartUploadCommand,
  HeadObjectCommand,
  ListPartsCommand,
  type Part,
} from '@aws-sdk/client-s3';
import {
  checkPartNumbers,
  checkParts,
  partMismatch,
  uploadNotFound,
  type StoredPart,
} from '../checkParts';
import type { PartDigest } from '../Storage';
import { md5OfETag, multipartETag, plainETag } from './etags';
import type { S3Bucket } from './S3Bucket';
import { hasName, hasStatus } from './s3Errors';
import { realVersionId } from './versions';

interface Completion {
  location: { Bucket: string; Key: string };
  uploadId: string;
  parts: PartDigest[];
  /** Asked only where an ETag is not the MD5 that was announced. */
  etagsAreMd5: () => Promise<boolean>;
  signal?: AbortSignal;
}

/**
 * Completes a multipart upload so that it may be repeated: first HEAD (a second Complete answers 500 on
 * Ceph, 404 elsewhere), then compare the parts, then Complete, then HEAD again, which is also what
 * decides after an error, since the answer may have been lost and not the request.
 */
export async function completeS3Upload(
  bucket: S3Bucket,
  completion: Completion,
): Promise<{ sizeBytes: number; versionId?: string }> {
  checkPartNumbers(completion.parts);
  const before = await findCompleted(bucket, completion);
  if (before) {
    return before;
  }
  const etags = await compareParts(bucket, completion);
  if (etags) {
    await complete(bucket, completion, etags);
  }
  const after = await findCompleted(bucket, completion);
  if (!after) {
    throw uploadNotFound();
  }
  return after;
}

/** What is stored under the key, if anything; refuses it if it is not what these parts make. */
async function findCompleted(bucket: S3Bucket, completion: Completion) {
  const { location, parts, signal } = completion;
  try {
    const head = await bucket.client.send(new HeadObjectCommand(location), {
      abortSignal: signal,
    });
    const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
    const sameContent =
      plainETag(head.ETag) === multipartETag(parts) ||
      !(await completion.etagsAreMd5());
    if (head.ContentLength !== sizeBytes || !sameContent) {
      throw partMismatch(['an object with other content has the same key']);
    }
    return { sizeBytes, versionId: realVersionId(head.VersionId) };
  } catch (error) {
    if (hasStatus(error, 404)) {
      return undefined;
    }
    throw error;
  }
}

/** The stored parts' ETags by number, or undefined if there is no such upload (any more). */
async function compareParts(bucket: S3Bucket, completion: Completion) {
  const { location, uploadId, parts, signal } = completion;
  const stored: StoredPart[] = [];
  const etags = new Map<number, string | undefined>();
  try {
    for await (const part of listParts(bucket, location, uploadId, signal)) {
      const { PartNumber: number = 0, Size: sizeBytes = 0, ETag } = part;
      stored.push({ number, sizeBytes, md5: md5OfETag(ETag) });
      etags.set(number, ETag);
    }
  } catch (error) {
    // Ceph's 404 for an upload that is gone has another name than S3's.
    if (hasStatus(error, 404) && !hasName(error, 'NoSuchBucket')) {
      return undefined;
    }
    throw error;
  }
  const announced = new Map(parts.map(part => [part.number, part.md5]));
  const differs = stored.some(
    ({ number, md5 }) => announced.get(number) !== md5,
  );
  if (differs && !(await completion.etagsAreMd5())) {
    stored.forEach(part => delete part.md5);
  }
  checkParts(parts, stored);
  return etags;
}

async function complete(
  bucket: S3Bucket,
  completion: Completion,
  etags: Map<number, string | undefined>,
): Promise<void> {
  const { location, uploadId, parts, signal } = completion;
  const command = new CompleteMultipartUploadCommand({
    ...location,
    UploadId: uploadId,
    IfNoneMatch: '*',
    MultipartUpload: {
      Parts: parts.map(({ number }) => ({
        PartNumber: number,
        ETag: etags.get(number),
      })),
    },
  });
  try {
    await bucket.client.send(command, { abortSignal: signal });
  } catch (error) {
    if (signal?.aborted || !(await findCompleted(bucket, completion))) {
      throw error;
    }
  }
}

/** Not the SDK's paginator: Ceph names a next page behind the last one, and that goes on for ever. */
async function* listParts(
  bucket: S3Bucket,
  location: Completion['location'],
  uploadId: string,
  signal?: AbortSignal,
): AsyncGenerator<Part> {
  let more = true;
  let PartNumberMarker: string | undefined;
  while (more) {
    const command: ListPartsCommand = new ListPartsCommand({
      ...location,
      UploadId: uploadId,
      PartNumberMarker,
    });
    const page = await bucket.client.send(command, { abortSignal: signal });
    yield* page.Parts ?? [];
    PartNumberMarker = page.NextPartNumberMarker;
    more = page.IsTruncated === true;
  }
}
