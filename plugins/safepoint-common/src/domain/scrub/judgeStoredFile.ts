/** An object as it was stored. @public */
export interface ExpectedFile {
  /** `data.payload`, `manifest.json`. */
  name: string;
  key: string;
  sizeBytes: number;
  sha256: string;
  /** The version that was recorded; `any` where none was: then the bytes tell which it is. */
  versionId: string | undefined | { any: true };
}

/** A version that storage tells of. @public */
export interface FoundVersion {
  kind: 'object' | 'delete-marker';
  versionId?: string;
  isLatest: boolean;
  sizeBytes: number;
  /** Where its bytes were read. */
  sha256?: string;
}

/** @public */
export type FindingCode =
  /** What was stored is not there any more. */
  | 'missing'
  /** Other bytes stand where it was stored. */
  | 'changed'
  /** It is there, behind a delete marker. */
  | 'hidden'
  /** It is there, behind a newer version of the same key. */
  | 'shadowed'
  /** The manifest is there, and its signature does not hold. */
  | 'unsigned';

/** Something about one object that is not as it was stored. @public */
export interface Finding {
  code: FindingCode;
  name: string;
  key: string;
  /** What is wrong and what to do; a sentence or two. */
  message: string;
}

/**
 * What became of one stored object, from the versions that storage has of its key. Undefined if it is whole
 * as far as was looked: of bytes that were not read only the size is known.
 *
 * @public
 */
export function judgeStoredFile(
  expected: ExpectedFile,
  versions: FoundVersion[],
): Finding | undefined {
  const find = (code: FindingCode, message: string): Finding => ({
    code,
    name: expected.name,
    key: expected.key,
    message,
  });
  const objects = versions.filter(({ kind }) => kind === 'object');
  if (objects.length === 0) {
    return find(
      'missing',
      `${expected.key} is not in storage any more. Bring it back from a copy of the bucket.`,
    );
  }
  const recorded = findRecorded(expected, objects);
  if (!recorded) {
    return typeof expected.versionId === 'object'
      ? find(
          'changed',
          `${expected.key} has other bytes than were stored. Bring the former ones back from a copy of the bucket.`,
        )
      : find(
          'missing',
          `The version of ${expected.key} that was stored is not there any more; another one is. Bring it back from a copy of the bucket.`,
        );
  }
  if (!hasBytesOf(expected, recorded)) {
    return find('changed', describeChange(expected, recorded));
  }
  const latest = versions.find(({ isLatest }) => isLatest);
  if (!latest || latest === recorded) return undefined;
  if (latest.kind === 'delete-marker') {
    return find(
      'hidden',
      `${expected.key} is hidden by a delete marker; its bytes are there. Remove the marker.`,
    );
  }
  // Two writers of the same bytes, where the storage cannot tell who was first.
  if (latest.sha256 === expected.sha256) return undefined;
  return find(
    'shadowed',
    `Somebody wrote a newer version of ${expected.key}; the bytes that were stored are behind it. Delete the newer version.`,
  );
}

function findRecorded(
  { versionId, sha256 }: ExpectedFile,
  objects: FoundVersion[],
): FoundVersion | undefined {
  return typeof versionId === 'object'
    ? objects.find(one => one.sha256 === sha256)
    : objects.find(one => one.versionId === versionId);
}

function hasBytesOf(expected: ExpectedFile, found: FoundVersion): boolean {
  return (
    found.sizeBytes === expected.sizeBytes &&
    (found.sha256 === undefined || found.sha256 === expected.sha256)
  );
}

function describeChange(expected: ExpectedFile, found: FoundVersion): string {
  const what =
    found.sizeBytes === expected.sizeBytes
      ? 'other bytes than were stored: its SHA-256 differs'
      : `${found.sizeBytes} bytes, and ${expected.sizeBytes} were stored`;
  return `${expected.key} has ${what}. Bring it back from a copy of the bucket.`;
}
