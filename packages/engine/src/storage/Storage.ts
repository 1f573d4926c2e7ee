import type { Readable } from 'node:stream';
import type { StoredVersion } from './StoredVersion';

/** What a storage can do; found by `probe`, never assumed. @public */
export interface StorageCapabilities {
  /** A second create of a key is refused, also in a race. */
  createOnlyPuts: boolean;
  versioning: boolean;
  /** Objects can be locked against deletion. */
  objectLock: boolean;
  /** What it lacks and what follows, for the operator. Empty if it lacks nothing that we use. */
  lacks: string[];
}

/** @public */
export interface StoredObjectInfo {
  key: string;
  sizeBytes: number;
  versionId?: string;
  lastModified?: Date;
}

/** One part as the agent announced it; the signed request is bound to all of it. @public */
export interface PartDigest {
  /** 1 to 10000. */
  number: number;
  sizeBytes: number;
  /** Base64, as in Content-MD5. */
  md5: string;
  /** Hexadecimal. */
  sha256: string;
}

/** A request that somebody without credentials may make, once or more until it expires. @public */
export interface SignedRequest {
  method: 'GET' | 'PUT';
  url: string;
  /** Must be sent exactly. */
  headers: Record<string, string>;
  expiresAt: Date;
}

/** `compliance`: nobody ends it before its time; `governance`: who may bypass it may. @public */
export type LockMode = 'governance' | 'compliance';

/**
 * Where bytes land. Keys are `/`-separated, relative to the storage's own prefix.
 *
 * Implementers MUST
 * - make an object visible only whole (no reader ever sees half an object);
 * - in `createObject` never change an existing object, and say `exists` instead;
 * - make `completeUpload` and `abortUpload` safe to repeat after a crash or a lost answer;
 * - refuse, in `completeUpload`, parts whose number, size or MD5 differ from what is stored;
 * - bind a signed part request to key, upload, number, length and content, and let it expire;
 * - throw `SafepointError`: `storage-unreachable` (retryable), `storage-full`, `storage-denied`,
 *   `object-not-found`, `upload-not-found`, `part-mismatch`.
 *
 * @public
 */
export interface Storage {
  readonly kind: string;
  /** A human's name for a key: `s3://bucket/prefix/key` or a file path. */
  locationOf(key: string): string;
  probe(options?: { signal?: AbortSignal }): Promise<StorageCapabilities>;

  createObject(
    key: string,
    body: Uint8Array,
    options?: { contentType?: string; signal?: AbortSignal },
  ): Promise<{ outcome: 'created' | 'exists'; versionId?: string }>;
  /** Undefined if there is none. For small objects only; refuses more than `maxBytes` (default 64 MiB). */
  readObject(
    key: string,
    options?: { versionId?: string; maxBytes?: number; signal?: AbortSignal },
  ): Promise<Buffer | undefined>;
  statObject(
    key: string,
    options?: { versionId?: string; signal?: AbortSignal },
  ): Promise<StoredObjectInfo | undefined>;
  openObject(
    key: string,
    options?: { versionId?: string; signal?: AbortSignal },
  ): Promise<Readable>;
  /**
   * All objects below a prefix in the order of their keys, current versions only; those after the key
   * `startAfter`, at a cost that does not grow with what lies before it.
   */
  listObjects(
    prefix: string,
    options?: { startAfter?: string; signal?: AbortSignal },
  ): AsyncIterable<StoredObjectInfo>;
  /**
   * Every version of every object below a prefix, delete markers among them, in the order of their keys; of
   * one key the latest first. A storage without versions tells each object once.
   */
  listVersions(
    prefix: string,
    options?: { signal?: AbortSignal },
  ): AsyncIterable<StoredVersion>;
  /** Deletes all versions. Safe to repeat; `storage-denied` where a lock or a hold keeps one of them. */
  deleteObject(key: string, options?: { signal?: AbortSignal }): Promise<void>;
  /**
   * Keep one version from being deleted until then; a lock that reaches further stays as it is. Safe to
   * repeat. `unsupported` where the storage has no locks; `object-not-found` if there is nothing to lock.
   */
  lockObject(
    key: string,
    lock: {
      versionId?: string;
      until: Date;
      mode: LockMode;
      signal?: AbortSignal;
    },
  ): Promise<'locked' | 'unsupported'>;
  /** The same for a legal hold, which ends when it is lifted. */
  holdObject(
    key: string,
    hold: { versionId?: string; held: boolean; signal?: AbortSignal },
  ): Promise<'done' | 'unsupported'>;

  startUpload(
    key: string,
    options?: { contentType?: string; signal?: AbortSignal },
  ): Promise<{ uploadId: string }>;
  signPart(upload: {
    key: string;
    uploadId: string;
    part: PartDigest;
    expiresInSeconds: number;
  }): Promise<SignedRequest>;
  completeUpload(upload: {
    key: string;
    uploadId: string;
    parts: PartDigest[];
    signal?: AbortSignal;
  }): Promise<{ sizeBytes: number; versionId?: string }>;
  abortUpload(upload: {
    key: string;
    uploadId: string;
    signal?: AbortSignal;
  }): Promise<void>;
  /** Uploads that were started below a prefix and neither completed nor aborted. */
  listUploads(
    prefix: string,
    options?: { signal?: AbortSignal },
  ): AsyncIterable<{ key: string; uploadId: string; startedAt?: Date }>;

  signRead(read: {
    key: string;
    versionId?: string;
    expiresInSeconds: number;
  }): Promise<SignedRequest>;
}
