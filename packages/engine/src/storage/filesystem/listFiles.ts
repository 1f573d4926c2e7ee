import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from './fileErrors';

/**
 * Keys of all files below `root` that start with `prefix`, in the order of their bytes, as S3 lists
 * them. Holds one folder's names at a time; skips what starts with a dot, and links.
 */
export async function* listFiles(
  root: string,
  prefix: string,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  const start = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  yield* walk(root, start, prefix, signal);
}

async function* walk(
  root: string,
  folder: string,
  prefix: string,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  signal?.throwIfAborted();
  for (const entry of await readNames(join(root, folder))) {
    const key = `${folder}${entry}`;
    if (!key.startsWith(prefix) && !prefix.startsWith(key)) {
      continue;
    }
    if (entry.endsWith('/')) {
      yield* walk(root, key, prefix, signal);
    } else if (key.startsWith(prefix)) {
      yield key;
    }
  }
}

/** Folders end with a slash, which is also what makes the order that of the whole keys. */
async function readNames(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter(entry => !entry.name.startsWith('.'))
      .filter(entry => entry.isDirectory() || entry.isFile())
      .map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name))
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) {
      return [];
    }
    throw error;
  }
}
