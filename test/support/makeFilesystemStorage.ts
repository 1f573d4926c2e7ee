import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  FilesystemSignatures,
  FilesystemStorage,
  type FilesystemStorageOptions,
} from '@safepoint/engine';
import { serveFilesystemStorage } from '@safepoint/engine/testUtils';

/** A filesystem storage in a folder of its own, its signed requests served on loopback. */
export async function makeFilesystemStorage(
  options: Partial<FilesystemStorageOptions> = {},
) {
  const root = await mkdtemp(join(tmpdir(), 'safepoint-storage-'));
  let storage: FilesystemStorage | undefined = undefined;
  const server = await serveFilesystemStorage(() => storage!);
  storage = new FilesystemStorage({
    root,
    baseUrl: server.baseUrl,
    signatures: new FilesystemSignatures(randomBytes(32)),
    ...options,
  });
  return {
    storage,
    root,
    async stop() {
      await server.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
