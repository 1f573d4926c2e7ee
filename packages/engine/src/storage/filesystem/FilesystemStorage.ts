import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import {
  lstat,
  mkdir,
  open,
  readdir,
  realpath,
  rm,
  stat,
  statfs,
  unlink,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { FileHandle } from 'node:fs/promises';
import type { ByteStream } from '../../pipeline/ByteStream';
import {
  checkPartNumbers,
  checkParts,
  defaultMaxReadBytes,
  objectNotFound,
  objectTooLarge,
  uploadNotFound,
  type StoredPart,
} from '../checkParts';
import type {
  PartDigest,
  SignedRequest,
  Storage,
  StorageCapabilities,
  StoredObjectInfo,
} from '../Storage';
import { checkStorageKey, checkStoragePrefix } from '../storageKey';
import { publishOnce, withTemporaryFile, writeAll } from './atomicFiles';
import { hasCode, storageFull, withFileErrors } from './fileErrors';
import type { FilesystemSignatures } from './FilesystemSignatures';
import { FilesystemUploads } from './FilesystemUploads';
import { ensureFolder, findPath, syncFolder } from './folders';
import { listFiles } from './listFiles';

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

const temporaryFolder = '.temporary';
const uploadsFolder = '.uploads';
const staleAfterMs = 24 * 60 * 60 * 1000;

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
  #prepared?: Promise<{ root: string; uploads: FilesystemUploads }>;

  constructor(options: FilesystemStorageOptions) {
    this.#options = options;
  }

  locationOf(key: string): string {
    return join(this.#options.root, ...checkStorageKey(key));
  }

  async probe(): Promise<StorageCapabilities> {
    return withFileErrors(async () => {
      const { root } = await this.#prepare();
      await this.#removeStaleFiles(root);
      // Shows that the file system can write, sync and link before a backup depends on it.
      const outcome = await withTemporaryFile(
        join(root, temporaryFolder),
        async (file, path) => {
          await file.sync();
          await publishOnce(path, `${path}.linked`);
          const again = await publishOnce(path, `${path}.linked`);
          await unlink(`${path}.linked`);
          return again;
        },
      );
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
    const segments = checkStorageKey(key);
    return withFileErrors(async () => {
      const { root } = await this.#prepare();
      await this.#requireSpace(root, body.length);
      const outcome = await withTemporaryFile(
        join(root, temporaryFolder),
        async (file, path) => {
          await writeAll(file, body);
          await file.sync();
          return publishOnce(path, await this.#pathToCreate(root, segments));
        },
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
      this.#withFile(key, async file => {
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
      this.#withFile(key, async file => {
        const { size, mtime } = await file.stat();
        return { key, sizeBytes: size, lastModified: mtime };
      }),
    );
  }

  async openObject(
    key: string,
    options: { signal?: AbortSignal } = {},
  ): Promise<Readable> {
    const file = await withFileErrors(() => this.#open(key));
    if (!file) {
      throw objectNotFound(this.locationOf(key));
    }
    return file.createReadStream({ highWaterMark: 256 * 1024, ...options });
  }

  async *listObjects(
    prefix: string,
    options: { signal?: AbortSignal } = {},
  ): AsyncGenerator<StoredObjectInfo> {
    checkStoragePrefix(prefix);
    const { root } = await withFileErrors(() => this.#prepare());
    for await (const key of listFiles(root, prefix, options.signal)) {
      const info = await this.statObject(key);
      // One that was deleted meanwhile is no object any more.
      if (info) {
        yield info;
      }
    }
  }

  async deleteObject(key: string): Promise<void> {
    const segments = checkStorageKey(key);
    await withFileErrors(async () => {
      const { root } = await this.#prepare();
      const path = await findPath(root, segments);
      if (path) {
        await rm(path, { force: true });
        await syncFolder(dirname(path));
      }
    });
  }

  async startUpload(key: string): Promise<{ uploadId: string }> {
    checkStorageKey(key);
    return withFileErrors(async () => {
      const { root, uploads } = await this.#prepare();
      await this.#requireSpace(root, 0);
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
      const { root, uploads } = await this.#prepare();
      await this.#requireSpace(root, claims.sizeBytes);
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
    const segments = checkStorageKey(key);
    checkPartNumbers(parts);
    return withFileErrors(async () => {
      const { root, uploads } = await this.#prepare();
      const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
      if (!(await this.statObject(key))) {
        await uploads.require(uploadId, key);
        await this.#requireSpace(root, sizeBytes);
        const outcome = await withTemporaryFile(
          join(root, temporaryFolder),
          async (file, path) => {
            await uploads.concatenate(uploadId, parts, file, signal);
            await file.sync();
            return publishOnce(path, await this.#pathToCreate(root, segments));
          },
        );
        if (outcome === 'created') {
          await uploads.remove(uploadId);
          return { sizeBytes };
        }
      }
      await this.#requireSameContent(key, parts);
      await uploads.remove(uploadId);
      return { sizeBytes };
    });
  }

  async abortUpload(upload: { key: string; uploadId: string }): Promise<void> {
    await withFileErrors(async () => {
      const { uploads } = await this.#prepare();
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
      const { uploads } = await this.#prepare();
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

  #prepare() {
    this.#prepared ??= prepareFolders(this.#options.root).catch(error => {
      this.#prepared = undefined;
      throw error;
    });
    return this.#prepared;
  }

  async #pathToCreate(root: string, segments: string[]): Promise<string> {
    const folder = await ensureFolder(root, segments.slice(0, -1));
    return join(folder, segments[segments.length - 1]);
  }

  async #open(key: string): Promise<FileHandle | undefined> {
    const segments = checkStorageKey(key);
    const { root } = await this.#prepare();
    const path = await findPath(root, segments);
    try {
      if (!path || !(await lstat(path)).isFile()) {
        return undefined;
      }
      return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) {
        return undefined;
      }
      throw error;
    }
  }

  async #withFile<T>(
    key: string,
    work: (file: FileHandle) => Promise<T>,
  ): Promise<T | undefined> {
    const file = await this.#open(key);
    try {
      return file && (await work(file));
    } finally {
      await file?.close();
    }
  }

  /** The object exists already: a repeated completion is fine, something else under its key is not. */
  async #requireSameContent(key: string, parts: PartDigest[]): Promise<void> {
    const stored: StoredPart[] = [];
    await this.#withFile(key, async file => {
      let position = 0;
      for (const { number, sizeBytes } of parts) {
        const hash = createHash('md5');
        let end = position;
        if (sizeBytes > 0) {
          const range = { start: position, end: position + sizeBytes - 1 };
          const source = file.createReadStream({ ...range, autoClose: false });
          for await (const chunk of source) {
            hash.update(chunk);
            end += chunk.length;
          }
        }
        stored.push({
          number,
          sizeBytes: end - position,
          md5: hash.digest('base64'),
        });
        position = end;
      }
      const { size } = await file.stat();
      if (size !== position) {
        stored.push({ number: parts.length + 1, sizeBytes: size - position });
      }
    });
    checkParts(parts, stored);
  }

  async #requireSpace(root: string, neededBytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(root);
    const reservedBytes = this.#options.reservedBytes ?? 64 * 1024 * 1024;
    const freeBytes = Math.max(0, bavail * bsize - reservedBytes);
    if (neededBytes > freeBytes || freeBytes === 0) {
      throw storageFull(neededBytes, freeBytes, reservedBytes);
    }
  }

  async #removeStaleFiles(root: string): Promise<void> {
    const folder = join(root, temporaryFolder);
    for (const name of await readdir(folder)) {
      const found = await stat(join(folder, name)).catch(() => undefined);
      if (found && found.mtimeMs < Date.now() - staleAfterMs) {
        await rm(join(folder, name), { recursive: true, force: true });
      }
    }
  }
}

async function prepareFolders(configuredRoot: string) {
  await mkdir(configuredRoot, { recursive: true, mode: 0o700 });
  const root = await realpath(configuredRoot);
  const temporary = await ensureFolder(root, [temporaryFolder]);
  const uploads = await ensureFolder(root, [uploadsFolder]);
  return { root, uploads: new FilesystemUploads(uploads, temporary) };
}

function expiryOf({ expiresInSeconds }: { expiresInSeconds: number }): Date {
  return new Date(Date.now() + expiresInSeconds * 1000);
}
