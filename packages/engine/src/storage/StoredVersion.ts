/**
 * One of the versions that a storage keeps of a key; a storage without versions has one of each. A delete
 * marker is a version, too: it is what hides an object from whoever does not name a version.
 *
 * @public
 */
export interface StoredVersion {
  key: string;
  kind: 'object' | 'delete-marker';
  /** Absent where the storage has none. */
  versionId?: string;
  /** What a reader of the key gets who names no version. */
  isLatest: boolean;
  /** 0 for a delete marker. */
  sizeBytes: number;
  lastModified?: Date;
}
