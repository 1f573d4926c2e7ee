import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import type { S3Bucket } from './S3Bucket';

type Location = { Bucket: string; Key: string };

/** Deletes all versions and delete markers of one key; a bucket without versions has one, called null. */
export async function deleteAllVersions(
  bucket: S3Bucket,
  location: Location,
  signal?: AbortSignal,
): Promise<void> {
  for await (const VersionId of listVersionIds(bucket, location, signal)) {
    await bucket.client.send(
      new DeleteObjectCommand({ ...location, VersionId }),
      {
        abortSignal: signal,
      },
    );
  }
}

async function* listVersionIds(
  bucket: S3Bucket,
  { Bucket, Key }: Location,
  signal?: AbortSignal,
): AsyncGenerator<string | undefined> {
  let page: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (page) {
    const listed: Awaited<ReturnType<typeof send>> = await send(page);
    const found = [...(listed.Versions ?? []), ...(listed.DeleteMarkers ?? [])];
    yield* found
      .filter(version => version.Key === Key)
      .map(version => version.VersionId);
    // Longer keys with the same start come later; no page after the first of them is about ours.
    const more = listed.IsTruncated && listed.NextKeyMarker === Key;
    page = more
      ? {
          KeyMarker: listed.NextKeyMarker,
          VersionIdMarker: listed.NextVersionIdMarker,
        }
      : undefined;
  }

  function send(marker: { KeyMarker?: string; VersionIdMarker?: string }) {
    return bucket.client.send(
      new ListObjectVersionsCommand({ Bucket, Prefix: Key, ...marker }),
      { abortSignal: signal },
    );
  }
}

/** A bucket that never had versions calls the only one `null`, or nothing. */
export function realVersionId(
  versionId: string | undefined,
): string | undefined {
  return versionId === 'null' ? undefined : versionId;
}
