import { constants } from 'node:fs';
import {
  type FileHandle,
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
import { checkStorageKey } from '../storageKey';
import { publishOnce, withTemporaryFile } from './atomicFiles';
import { hasCode, storageFull } from './fileErrors';
import { FilesystemUploads } from './FilesystemUploads';
import { ensureFolder, findPath, syncFolder } from './folders';

const temporaryFolder = '.temporary';
const uploadsFolder = '.uploads';
const staleAfterMs = 24 * 60 * 60 * 1000;

/**
 * The folder of a filesystem storage: files under the segments of their keys, made at once or not at all.
 * What it throws is the file system's own; its caller gives that words.
 */
export class StorageFolder {
  readonly #configuredRoot: string;
  readonly #reservedBytes: number;
  #prepared?: Promise<{ root: string; uploads: FilesystemUploads }>;

  constructor(options: { root: string; reservedBytes?: number }) {
    this.#configuredRoot = options.root;
    this.#reservedBytes = options.reservedBytes ?? 64 * 1024 * 1024;
  }

  /** Makes what is missing of the folder; once, and again after a failure. */
  prepare(): Promise<{ root: string; uploads: FilesystemUploads }> {
    this.#prepared ??= prepareFolders(this.#configuredRoot).catch(error => {
      this.#prepared = undefined;
      throw error;
    });
    return this.#prepared;
  }

  /** Writes, syncs and links a file, and says whether a second link under its name is refused. */
  async tryOut(): Promise<'created' | 'exists'> {
    const { root } = await this.prepare();
    await removeStaleFiles(join(root, temporaryFolder));
    return withTemporaryFile(
      join(root, temporaryFolder),
      async (file, path) => {
        await file.sync();
        await publishOnce(path, `${path}.linked`);
        const again = await publishOnce(path, `${path}.linked`);
        await unlink(`${path}.linked`);
        return again;
      },
    );
  }

  /** Makes the file of a key out of what `write` gives it; nothing of it shows before all of it is synced. */
  async createFile(
    key: string,
    write: (file: FileHandle) => Promise<void>,
  ): Promise<'created' | 'exists'> {
    const segments = checkStorageKey(key);
    const { root } = await this.prepare();
    return withTemporaryFile(
      join(root, temporaryFolder),
      async (file, path) => {
        await write(file);
        await file.sync();
        const folder = await ensureFolder(root, segments.slice(0, -1));
        return publishOnce(path, join(folder, segments[segments.length - 1]));
      },
    );
  }

  /** Undefined if there is no such file; a link is none. */
  async openFile(key: string): Promise<FileHandle | undefined> {
    const segments = checkStorageKey(key);
    const { root } = await this.prepare();
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

  async withFile<T>(
    key: string,
    work: (file: FileHandle) => Promise<T>,
  ): Promise<T | undefined> {
    const file = await this.openFile(key);
    try {
      return file && (await work(file));
    } finally {
      await file?.close();
    }
  }

  async removeFile(key: string): Promise<void> {
    const segments = checkStorageKey(key);
    const { root } = await this.prepare();
    const path = await findPath(root, segments);
    if (path) {
      await rm(path, { force: true });
      await syncFolder(dirname(path));
    }
  }

  /** Throws `storage-full` where that much does not fit beside the reserve. */
  async requireSpace(neededBytes: number): Promise<void> {
    const { root } = await this.prepare();
    const { bavail, bsize } = await statfs(root);
    const freeBytes = Math.max(0, bavail * bsize - this.#reservedBytes);
    if (neededBytes > freeBytes || freeBytes === 0) {
      throw storageFull(neededBytes, freeBytes, this.#reservedBytes);
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

async function removeStaleFiles(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found && found.mtimeMs < Date.now() - staleAfterMs) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}
