import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { SafepointError, type StoredObjectInfo } from '@safepoint/engine';
import type { ReadableStorage } from './ReadableStorage';

const NOT_THERE = new Set(['ENOENT', 'ENOTDIR']);

/**
 * Reads the folder of a filesystem storage, or a copy of it, and writes nothing: it may lie on a
 * read-only medium, and the portal that owns it may run.
 */
export class FolderReader implements ReadableStorage {
  constructor(private readonly root: string) {}

  locationOf(key: string): string {
    if (key.split('/').some(part => part === '' || part.startsWith('.'))) {
      throw new SafepointError({
        kind: 'manifest-invalid',
        message: `'${key}' is no key of a stored object.`,
      });
    }
    return join(this.root, key);
  }

  async statObject(key: string): Promise<StoredObjectInfo | undefined> {
    try {
      const { size, mtime } = await stat(this.locationOf(key));
      return { key, sizeBytes: size, lastModified: mtime };
    } catch (error) {
      return this.undefinedIfMissing(error, key);
    }
  }

  async readObject(key: string): Promise<Buffer | undefined> {
    try {
      return await readFile(this.locationOf(key));
    } catch (error) {
      return this.undefinedIfMissing(error, key);
    }
  }

  async openObject(key: string): Promise<Readable> {
    return createReadStream(this.locationOf(key), {
      highWaterMark: 1024 * 1024,
    });
  }

  private undefinedIfMissing(error: unknown, key: string): undefined {
    const { code } = error as { code?: string };
    if (code !== undefined && NOT_THERE.has(code)) return undefined;
    throw (error as Error).name === 'SafepointError'
      ? error
      : new SafepointError({
          kind: 'storage-denied',
          message: `${key} cannot be read below ${this.root} (${code}).`,
          cause: error,
        });
  }
}
