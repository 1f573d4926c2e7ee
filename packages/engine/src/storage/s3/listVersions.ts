import {
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import type { StoredVersion } from '../StoredVersion';
import type { S3Bucket } from './S3Bucket';
import { realVersionId } from './versions';

/** Every version of every key below a prefix, delete markers among them, in the order of the keys. */
export async function* listVersions(
  bucket: S3Bucket,
  prefix: string,
  signal?: AbortSignal,
): AsyncGenerator<StoredVersion> {
  let marker: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (marker) {
    const command: ListObjectVersionsCommand = new ListObjectVersionsCommand({
      ...bucket.below(prefix),
      ...marker,
    });
    const page: ListObjectVersionsCommandOutput = await bucket.run(() =>
      bucket.client.send(command, { abortSignal: signal }),
    );
    yield* readPage(bucket, page);
    marker = page.IsTruncated
      ? {
          KeyMarker: page.NextKeyMarker,
          VersionIdMarker: page.NextVersionIdMarker,
        }
      : undefined;
  }
}

/** The SDK parts the versions of a page from its delete markers; they are put together again. */
function readPage(
  bucket: S3Bucket,
  page: ListObjectVersionsCommandOutput,
): StoredVersion[] {
  return [
    ...(page.Versions ?? []).map(one => ({ ...one, kind: 'object' as const })),
    ...(page.DeleteMarkers ?? []).map(one => ({
      ...one,
      Size: 0,
      kind: 'delete-marker' as const,
    })),
  ]
    .flatMap(({ Key = '', kind, Size, IsLatest, VersionId, LastModified }) => {
      const key = bucket.keyOf(Key);
      if (key === undefined) return [];
      return [
        {
          key,
          kind,
          versionId: realVersionId(VersionId),
          isLatest: IsLatest ?? true,
          sizeBytes: Size ?? 0,
          lastModified: LastModified,
        },
      ];
    })
    .sort(
      (a, b) =>
        Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)) ||
        Number(b.isLatest) - Number(a.isLatest),
    );
}
