import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ByteStream } from '../../pipeline/ByteStream';
import {
  checkPartNumbers,
  checkParts,
  defaultMaxReadBytes,
  objectNotFound,
  objectTooLarge,
  uploadNotFound,
} from '../checkParts';
import type {
  PartDigest,
  SignedRequest,
  Storage,
  StorageCapabilities,
  StoredObjectInfo,
} from '../Storage';
import type { StoredVersion } from '../StoredVersion';
import { checkStorageKey, checkStoragePrefix } from '../storageKey';
import { writeAll } from './atomicFiles';
import { digestStoredParts } from './digestStoredParts';
import { withFileErrors } from './fileErrors';
import type { FilesystemSignatures } from './FilesystemSignatures';
import { listFiles } from './listFiles';
import { StorageFolder } from './StorageFolder';

/** @public */
export interface FilesystemStorageOptions {
  /** A folder that belongs to the portal alone; created if it is missing. */
  root: string;
  /** Where the portal serves `/storage/parts` and `/storage/objects`: `https://portal/api/safepoint`. */
  baseUrl: string;
  signatures: FilesystemSignatures;
  /** Free bytes below which nothing more is taken. Default 64 MiB. */
  reservedBytes?: number;
}

/**
 * The embedded storage: a folder of the portal's. Objects lie at `<root>/<key>`, uploads under way in
 * `<root>/.uploads/<id>/NNNNN.part`, files being written in `<root>/.temporary`.
 *
 * Protocol: a file is written and synced under a temporary name, then linked to its own, then the folder
 * is synced. A crash leaves a temporary file, which `probe` removes after a day, or, between the link and
 * the removal of the upload, an upload whose object exists, which a repeated completion removes.
 *
 * It is not WORM: whoever may write to the folder may change or delete everything in it.
 *
 * @public
 */
export class FilesystemStorage implements Storage {
  readonly kind = 'filesystem';
  readonly #options: FilesystemStorageOptions;
  readonly #folder: StorageFolder;

  constructor(options: FilesystemStorageOptions) {
    this.#options = options;
    this.#folder = new StorageFolder(options);
  }

  locationOf(key: string): string {
    return join(this.#options.root, ...checkStorageKey(key));
  }

  async probe(): Promise<StorageCapabilities> {
    return withFileErrors(async () => {
      // Shows that the file system can write, sync and link before a backup depends on it.
      const outcome = await this.#folder.tryOut();
      return {
        createOnlyPuts: outcome === 'exists',
        versioning: false,
        objectLock: false,
        lacks: [
          'Versioning: what is deleted or changed in the folder is gone, and nothing shows what it was.',
          'Object lock: the folder is not WORM. Whoever controls the machine of the portal can delete every recovery point; keep a copy elsewhere, or use S3 with object lock.',
        ],
      };
    });
  }

  async createObject(
    key: string,
    body: Uint8Array,
  ): Promise<{ outcome: 'created' | 'exists' }> {
    checkStorageKey(key);
    return withFileErrors(async () => {
      await this.#folder.requireSpace(body.length);
      const outcome = await this.#folder.createFile(key, file =>
        writeAll(file, body),
      );
      return { outcome };
    });
  }

  async readObject(
    key: string,
    options: { maxBytes?: number } = {},
  ): Promise<Buffer | undefined> {
    const maxBytes = options.maxBytes ?? defaultMaxReadBytes;
    return withFileErrors(() =>
      this.#folder.withFile(key, async file => {
        const { size } = await file.stat();
        if (size > maxBytes) {
          throw objectTooLarge(this.locationOf(key), maxBytes);
        }
        return file.readFile();
      }),
    );
  }

  async statObject(key: string): Promise<StoredObjectInfo | undefined> {
    return withFileErrors(() =>
      this.#folder.withFile(key, async file => {
        const { size, mtime } = await file.stat();
        return { key, sizeBytes: size, lastModified: mtime };
      }),
    );
  }

  async openObject(
    key: string,
    options: { signal?: AbortSignal } = {},
  ): Promise<Readable> {
    const file = await withFileErrors(() => this.#folder.openFile(key));
    if (!file) {
      throw objectNotFound(this.locationOf(key));
    }
    return file.createReadStream({ highWaterMark: 256 * 1024, ...options });
  }

  async *listObjects(
    prefix: string,
    options: { startAfter?: string; signal?: AbortSignal } = {},
  ): AsyncGenerator<StoredObjectInfo> {
    checkStoragePrefix(prefix);
    const { root } = await withFileErrors(() => this.#folder.prepare());
    for await (const key of listFiles(root, prefix, options)) {
      const info = await this.statObject(key);
      // One that was deleted meanwhile is no object any more.
      if (info) {
        yield info;
      }
    }
  }

  /** Each object once: the folder keeps no versions. */
  async *listVersions(
    prefix: string,
    options: { signal?: AbortSignal } = {},
  ): AsyncGenerator<StoredVersion> {
    for await (const object of this.listObjects(prefix, options)) {
      yield { ...object, kind: 'object', isLatest: true };
    }
  }

  async deleteObject(key: string): Promise<void> {
    checkStorageKey(key);
    await withFileErrors(() => this.#folder.removeFile(key));
  }

  async lockObject(key: string): Promise<'unsupported'> {
    checkStorageKey(key);
    return 'unsupported';
  }

  async holdObject(key: string): Promise<'unsupported'> {
    checkStorageKey(key);
    return 'unsupported';
  }

  async startUpload(key: string): Promise<{ uploadId: string }> {
    checkStorageKey(key);
    return withFileErrors(async () => {
      const { uploads } = await this.#folder.prepare();
      await this.#folder.requireSpace(0);
      return { uploadId: await uploads.start(key) };
    });
  }

  async signPart(upload: {
    key: string;
    uploadId: string;
    part: PartDigest;
    expiresInSeconds: number;
  }): Promise<SignedRequest> {
    const { key, uploadId, part } = upload;
    checkStorageKey(key);
    const { number, sizeBytes, md5 } = part;
    const expiresAt = expiryOf(upload);
    const claims = { key, uploadId, number, sizeBytes, md5 };
    return {
      method: 'PUT',
      url: `${this.#options.baseUrl}/storage/parts`,
      headers: {
        'content-type': 'application/octet-stream',
        'safepoint-part': this.#options.signatures.signPart(claims, expiresAt),
      },
      expiresAt,
    };
  }

  /**
   * Takes the body of a signed part request. Throws `signature-invalid` or `signature-expired` (answer
   * 403), `upload-not-found` (404), `part-mismatch` (400) or `storage-full` (507).
   */
  async receivePart(header: string, body: ByteStream): Promise<void> {
    const claims = this.#options.signatures.verifyPart(header);
    checkStorageKey(claims.key);
    await withFileErrors(async () => {
      const { uploads } = await this.#folder.prepare();
      await this.#folder.requireSpace(claims.sizeBytes);
      await uploads.receivePart(claims, body);
    });
  }

  async completeUpload(upload: {
    key: string;
    uploadId: string;
    parts: PartDigest[];
    signal?: AbortSignal;
  }): Promise<{ sizeBytes: number }> {
    const { key, uploadId, parts, signal } = upload;
    checkStorageKey(key);
    checkPartNumbers(parts);
    return withFileErrors(async () => {
      const { uploads } = await this.#folder.prepare();
      const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
      if (!(await this.statObject(key))) {
        await uploads.require(uploadId, key);
        await this.#folder.requireSpace(sizeBytes);
        const outcome = await this.#folder.createFile(key, file =>
          uploads.concatenate(uploadId, parts, file, signal),
        );
        if (outcome === 'created') {
          await uploads.remove(uploadId);
          return { sizeBytes };
        }
      }
      // It exists already: a repeated completion is fine, something else under its key is not.
      const stored = await this.#folder.withFile(key, file =>
        digestStoredParts(file, parts),
      );
      checkParts(parts, stored ?? []);
      await uploads.remove(uploadId);
      return { sizeBytes };
    });
  }

  async abortUpload(upload: { key: string; uploadId: string }): Promise<void> {
    await withFileErrors(async () => {
      const { uploads } = await this.#folder.prepare();
      try {
        await uploads.require(upload.uploadId, upload.key);
      } catch (error) {
        if ((error as { kind?: string }).kind === uploadNotFound().kind) {
          return;
        }
        throw error;
      }
      await uploads.remove(upload.uploadId);
    });
  }

  async *listUploads(prefix: string) {
    checkStoragePrefix(prefix);
    yield* await withFileErrors(async () => {
      const { uploads } = await this.#folder.prepare();
      return uploads.list(prefix);
    });
  }

  async signRead(read: {
    key: string;
    expiresInSeconds: number;
  }): Promise<SignedRequest> {
    const { key } = read;
    checkStorageKey(key);
    const expiresAt = expiryOf(read);
    return {
      method: 'GET',
      url: `${this.#options.baseUrl}/storage/objects`,
      headers: {
        'safepoint-read': this.#options.signatures.signRead({ key }, expiresAt),
      },
      expiresAt,
    };
  }

  /** Opens what a signed read request names. Throws `signature-invalid`, `signature-expired` or `object-not-found`. */
  async openSignedRead(
    header: string,
    options: { signal?: AbortSignal } = {},
  ): Promise<{ sizeBytes: number; stream: Readable }> {
    const { key } = this.#options.signatures.verifyRead(header);
    const info = await this.statObject(key);
    if (!info) {
      throw objectNotFound('the signed key');
    }
    const stream = await this.openObject(key, options);
    return { sizeBytes: info.sizeBytes, stream };
  }
}

function expiryOf({ expiresInSeconds }: { expiresInSeconds: number }): Date {
  return new Date(Date.now() + expiresInSeconds * 1000);
}
