import { createHash, randomUUID } from 'node:crypto';
import { link, open, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ByteStream } from '../../pipeline/ByteStream';
import { hasCode } from './fileErrors';
import { syncFolder } from './folders';

/** A new file under a name of its own, gone again unless `work` moved or linked it. */
export async function withTemporaryFile<T>(
  folder: string,
  work: (file: FileHandle, path: string) => Promise<T>,
): Promise<T> {
  const path = join(folder, `${randomUUID()}.temporary`);
  const file = await open(path, 'wx', 0o600);
  try {
    return await work(file, path);
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
}

/**
 * Gives a synced file its final name, whole or not at all. `link` never replaces, so of several writers
 * exactly one is told `created`.
 */
export async function publishOnce(
  temporary: string,
  path: string,
): Promise<'created' | 'exists'> {
  try {
    await link(temporary, path);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) {
      return 'exists';
    }
    throw error;
  }
  await syncFolder(dirname(path));
  return 'created';
}

/**
 * Appends a stream to a file and tells its size and MD5. Stops with undefined as soon as more than
 * `maxBytes` came.
 */
export async function appendStream(
  file: FileHandle,
  stream: ByteStream,
  maxBytes: number,
): Promise<{ sizeBytes: number; md5: string } | undefined> {
  const hash = createHash('md5');
  let sizeBytes = 0;
  for await (const chunk of stream) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) {
      return undefined;
    }
    hash.update(chunk);
    await writeAll(file, chunk);
  }
  return { sizeBytes, md5: hash.digest('base64') };
}

/** `write` may write less than it was given. */
export async function writeAll(
  file: FileHandle,
  bytes: Uint8Array,
): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written);
    written += bytesWritten;
  }
}
